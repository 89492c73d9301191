/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/string_table.h"
#include "base/xmalloc.h"
#include "cli/cli.h"
#include "io/csv.h"
#include "io/file.h"
#include "tables/roles.h"

#define LIST_MAX ((size_t)1 << 28)

struct options {
	const char *list;
};

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {'l', "list", "FILE", "lines of a label, a tab and its new name (needed)", CLI_TEXT, AT(list)},
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-relabel",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Gives the rows of a table other labels; those whose label is not listed go.",
    .example = "mgc-relabel -l names.tsv < features.csv",
    .options = option_table,
};

struct names {
	struct string_table from;
	char **to;
	char *text; /* that `to` points into */
};

static void
read_names(struct names *n, const char *path)
{
	const char *why;
	size_t len, cap = 0;

	n->text = file_read(path, LIST_MAX, &len, &why);
	if (n->text == NULL)
		die("%s: %s", path, why);
	for (char *line = n->text, *next; *line != '\0'; line = next) {
		char *end = strchr(line, '\n'), *tab;
		size_t i;

		next = end != NULL ? end + 1 : line + strlen(line);
		if (end != NULL)
			*end = '\0';
		tab = strchr(line, '\t');
		if (tab == NULL)
			die("%s: '%s': no tab between two labels", path, line);
		*tab = '\0';
		i = string_table_add(&n->from, line);
		xgrow(&n->to, &cap, i + 1, sizeof(*n->to));
		n->to[i] = tab + 1;
	}
}

/* the current row, if its label has a new name */
static void
put_row(struct csv_writer *w, const struct csv_reader *csv, long label, const struct names *n)
{
	size_t i = string_table_find(&n->from, csv_field(csv, (size_t)label));

	if (i == STRING_TABLE_NONE)
		return;
	for (size_t c = 0; c < csv_n_columns(csv); c++)
		csv_put(w, c == (size_t)label ? n->to[i] : csv_field(csv, c));
	csv_end_row(w);
}

int
main(int argc, char **argv)
{
	struct options o = {0};
	struct names names = {0};
	struct csv_writer w = {.file = stdout};
	struct csv_reader *csv;
	long label;
	int rc;

	cli_parse(&program, argc, argv, &o);
	if (o.list == NULL)
		cli_usage("--list is needed");
	read_names(&names, o.list);
	csv = csv_reader_new(cli_input(NULL));
	if (csv_read_header(csv) != 0)
		die("%s", csv_error(csv));
	roles_guard(csv);
	label = csv_find(csv, ROLE_LABEL);
	if (label < 0)
		die("%s: has no column %s", csv_file(csv), ROLE_LABEL);
	for (size_t c = 0; c < csv_n_columns(csv); c++)
		csv_put(&w, csv_name(csv, c));
	csv_end_row(&w);
	while ((rc = csv_read_row(csv)) > 0)
		put_row(&w, csv, label, &names);
	if (rc < 0)
		die("%s", csv_error(csv));
	csv_reader_free(csv);
	string_table_free(&names.from);
	free(names.to);
	free(names.text);
	return cli_finish(EXIT_SUCCESS);
}
