/* SPDX-License-Identifier: MIT */
/*
 * Compares two CSV tables by key columns: every row of the second, which is the reference, must be
 * in the first, and its numbers agree: |a - b| <= abs + rel * |b|. Prints the worst cells of each
 * rule and those that differ. Exit status 0: they agree, 1: they do not, 2: cannot tell.
 */
#include <fnmatch.h>
#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/string_table.h"
#include "base/num.h"
#include "base/xmalloc.h"
#include "io/csv.h"

#define KEYS_MAX 8
#define RULES_MAX 64
#define SHOWN 20

/* how near the cells of a column must be; the last rule that fits counts */
struct rule {
	const char *key;    /* pattern of the row's key, as joined by '/' */
	const char *column; /* pattern of the column's name */
	double abs, rel;
	double worst; /* the largest deviation as a share of what is allowed */
	double worst_abs;
	char worst_cell[256];
};

struct feature_table {
	struct csv_reader *reader;
	struct string_table keys; /* row number by key */
	size_t n_columns;
	char **cells; /* [n_rows][n_columns] */
};

static struct rule rules[RULES_MAX] = {{.key = "*", .column = "*", .abs = 1e-4, .rel = 1e-5}};
static size_t n_rules = 1;
static const char *key_columns[KEYS_MAX];
static size_t n_keys;
static struct string_table skipped; /* "key/column" */

static const char *
field_named(struct csv_reader *r, const char *name)
{
	long column = csv_find(r, name);

	if (column < 0)
		die("%s: no column", name);
	return csv_field(r, (size_t)column);
}

static char *
key_of(struct csv_reader *r)
{
	char *key = xstrdup("");

	for (size_t i = 0; i < n_keys; i++) {
		char *longer =
		    xasprintf("%s%s%s", key, i > 0 ? "/" : "", field_named(r, key_columns[i]));

		free(key);
		key = longer;
	}
	return key;
}

static struct csv_reader *
open_reader(const char *path)
{
	struct input *in = input_open(path);
	struct csv_reader *r;

	if (in == NULL)
		die("%s:", path);
	r = csv_reader_new(in);
	if (csv_read_header(r) != 0)
		die("%s", csv_error(r));
	return r;
}

static void
read_table(const char *path, struct feature_table *t)
{
	size_t cap = 0;
	int rc;

	t->reader = open_reader(path);
	t->n_columns = csv_n_columns(t->reader);
	while ((rc = csv_read_row(t->reader)) > 0) {
		size_t row = t->keys.n;
		char *key = key_of(t->reader);

		if (string_table_add(&t->keys, key) != row)
			die("%s: two rows are %s", path, key);
		free(key);
		xgrow(&t->cells, &cap, (row + 1) * t->n_columns, sizeof(*t->cells));
		for (size_t i = 0; i < t->n_columns; i++)
			t->cells[row * t->n_columns + i] = xstrdup(csv_field(t->reader, i));
	}
	if (rc < 0)
		die("%s", csv_error(t->reader));
}

static void
free_table(struct feature_table *t)
{
	for (size_t i = 0; i < t->keys.n * t->n_columns; i++)
		free(t->cells[i]);
	free(t->cells);
	string_table_free(&t->keys);
	csv_reader_free(t->reader);
}

/* rows track,column: cells that are not compared */
static void
read_skips(const char *path)
{
	struct csv_reader *r = open_reader(path);

	while (csv_read_row(r) > 0) {
		char *cell = xasprintf("%s/%s", field_named(r, "track"), field_named(r, "column"));

		string_table_add(&skipped, cell);
		free(cell);
	}
	csv_reader_free(r);
}

/* "[KEY:]COLUMN=ABS,REL" */
static void
add_rule(char *text)
{
	char *equals = strrchr(text, '='), *comma, *colon;
	struct rule *rule = &rules[n_rules];

	if (equals == NULL || (comma = strchr(equals, ',')) == NULL || n_rules == RULES_MAX)
		die("%s: not [KEY:]COLUMN=ABS,REL", text);
	*equals = *comma = '\0';
	colon = strchr(text, ':');
	if (colon != NULL)
		*colon = '\0';
	*rule = (struct rule){
	    .key = colon != NULL ? text : "*", .column = colon != NULL ? colon + 1 : text};
	if (num_parse_double(equals + 1, 0, 1e9, &rule->abs) != NULL ||
	    num_parse_double(comma + 1, 0, 1e9, &rule->rel) != NULL)
		die("%s: tolerances are no numbers", text);
	n_rules++;
}

static struct rule *
rule_for(const char *key, const char *column)
{
	size_t i = n_rules - 1;

	while (fnmatch(rules[i].key, key, 0) != 0 || fnmatch(rules[i].column, column, 0) != 0)
		i--;
	return &rules[i];
}

/* one cell; whether it agrees */
static bool
compare(const char *key, const char *column, const char *got, const char *expected)
{
	struct rule *rule = rule_for(key, column);
	double a, b, allowed, share;

	if (strcmp(got, expected) == 0)
		return true;
	if (num_parse_double(got, -1e300, 1e300, &a) != NULL ||
	    num_parse_double(expected, -1e300, 1e300, &b) != NULL)
		return false;
	allowed = rule->abs + rule->rel * fabs(b);
	share = a == b ? 0 : fabs(a - b) / allowed;
	if (share > rule->worst) {
		rule->worst = share;
		rule->worst_abs = fabs(a - b);
		snprintf(rule->worst_cell, sizeof(rule->worst_cell), "%.60s %.60s %.10g, not %.10g",
		    key, column, a, b);
	}
	return share <= 1;
}

static bool
is_skipped(const char *key, const char *column)
{
	char *cell = xasprintf("%s/%s", key, column);
	bool found = string_table_find(&skipped, cell) != STRING_TABLE_NONE;

	free(cell);
	return found;
}

/* returns how many cells differ; *n_cells: were compared */
static size_t
compare_tables(
    const struct feature_table *got, const struct feature_table *expected, size_t *n_cells)
{
	size_t n_bad = 0;

	for (size_t row = 0; row < expected->keys.n; row++) {
		const char *key = expected->keys.list[row];
		size_t other = string_table_find(&got->keys, key);

		if (other == STRING_TABLE_NONE)
			die("no row %s", key);
		for (size_t i = 0; i < expected->n_columns; i++) {
			const char *column = csv_name(expected->reader, i);
			const char *b = expected->cells[row * expected->n_columns + i], *a;
			long at = csv_find(got->reader, column);

			if (is_skipped("*", column) || is_skipped(key, column))
				continue;
			if (at < 0)
				die("no column %s", column);
			a = got->cells[other * got->n_columns + (size_t)at];
			++*n_cells;
			if (!compare(key, column, a, b) && n_bad++ < SHOWN)
				printf("%s %s: %s, not %s\n", key, column, a, b);
		}
	}
	return n_bad;
}

static const char help[] =
    "usage: csvcmp [--key COL]... [--abs X] [--rel X] [--rule [KEY:]COLUMN=ABS,REL]...\n"
    "              [--skip FILE] [--ignore COL]... [--worst] GOT EXPECTED\n";

int
main(int argc, char **argv)
{
	static const struct option longs[] = {{"key", 1, NULL, 'k'}, {"abs", 1, NULL, 'a'},
	    {"rel", 1, NULL, 'r'}, {"rule", 1, NULL, 'R'}, {"skip", 1, NULL, 's'},
	    {"ignore", 1, NULL, 'i'}, {"worst", 0, NULL, 'w'}, {0}};
	struct feature_table got = {0}, expected = {0};
	bool show_worst = false;
	size_t n_bad, n_cells = 0;
	char *cell;
	int key;

	die_set_program("csvcmp");
	while ((key = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (key) {
		case 'k':
			if (n_keys < KEYS_MAX)
				key_columns[n_keys++] = optarg;
			break;
		case 'a':
			rules[0].abs = strtod(optarg, NULL);
			break;
		case 'r':
			rules[0].rel = strtod(optarg, NULL);
			break;
		case 'R':
			add_rule(optarg);
			break;
		case 's':
			read_skips(optarg);
			break;
		case 'i':
			cell = xasprintf("*/%s", optarg);
			string_table_add(&skipped, cell);
			free(cell);
			break;
		case 'w':
			show_worst = true;
			break;
		default:
			fputs(help, stderr);
			return 2;
		}
	}
	if (argc - optind != 2) {
		fputs(help, stderr);
		return 2;
	}
	if (n_keys == 0)
		key_columns[n_keys++] = "track";
	read_table(argv[optind], &got);
	read_table(argv[optind + 1], &expected);
	n_bad = compare_tables(&got, &expected, &n_cells);
	for (size_t i = 0; i < n_rules && (show_worst || n_bad > 0); i++) {
		if (rules[i].worst > 0)
			printf("%s:%s: worst %.3g of what is allowed (%.3g): %s\n", rules[i].key,
			    rules[i].column, rules[i].worst, rules[i].worst_abs,
			    rules[i].worst_cell);
	}
	printf("%zu rows, %zu cells, %zu differ\n", expected.keys.n, n_cells, n_bad);
	free_table(&got);
	free_table(&expected);
	string_table_free(&skipped);
	return n_bad > 0 || n_cells == 0;
}
