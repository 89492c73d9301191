/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "catalogue.h"
#include "cli/cli.h"
#include "io/file.h"
#include "model/model.h"

#define LISTING_MAX ((size_t)1 << 36)
#define LISTS_PER_JOB 8
#define LIST_LEN_MAX 200 /* files: starting the programs takes as long as a song or two */

struct options {
	const char *model, *table, *excerpt, *output;
	bool todo, so_far, retry_failed, heard;
	enum csv_notation format;
	long jobs; /* 0: no lists */
};

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {'m', "model", "FILE", "the model (needed)", CLI_TEXT, AT(model)},
    {'t', "table", "FILE", "the table of an earlier run", CLI_TEXT, AT(table)},
    {0, "excerpt", "S", "rows are of so much of a track", CLI_TEXT, AT(excerpt), ""},
    {0, "heard", NULL, "rows say whether it is music", CLI_FLAG, AT(heard)},
    {0, "retry-failed", NULL, "files that failed are to be done again", CLI_FLAG, AT(retry_failed)},
    {0, "format", "WORD", "notation of the table: csv, jsonl (default that of --table)", CLI_CHOICE,
	AT(format), .words = "csv, jsonl"},
    {0, "todo", NULL, "print the files that need work, each ended by a NUL byte", CLI_FLAG,
	AT(todo)},
    {0, "lists", "JOBS", "cut the work into lists for so many jobs, JOURNAL/000001.names, ...",
	CLI_INTEGER, AT(jobs), "0", 0, 1e9},
    {0, "so-far", NULL, "rows of what is done; files without one are left out", CLI_FLAG,
	AT(so_far)},
    CLI_OUTPUT(AT(output)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-ledger",
    .operands = "JOURNAL",
    .max_operands = 1,
    .summary = "Brings together what runs of mgc classify know of a library: an earlier table and "
	       "the journal of this run.",
    .example = "mgc-ledger -m MODEL -t genres.csv --todo genres.csv.journal",
    .options = option_table,
};

static void
add_listing(struct catalogue *c, const char *journal)
{
	char *path = xasprintf("%s/listing", journal), *text;
	const char *why;
	size_t len;

	text = file_read(path, LISTING_MAX, &len, &why);
	if (text == NULL)
		die("%s: %s", path, why);
	if (catalogue_add_listing(c, path, text, len) != 0)
		die("%s", c->error);
	free(text);
	free(path);
}

/* NULL: there is no such file */
static struct input *
open_input(const char *path)
{
	struct input *in = input_open(path);

	if (in == NULL && errno != ENOENT)
		die("%s:", path);
	return in;
}

/* with its header read; NULL where there is none, or one of JSON without rows, an empty file */
static struct csv_reader *
open_table(const char *path)
{
	struct input *in = open_input(path);
	struct csv_reader *csv;
	const char *data;

	if (in == NULL)
		return NULL;
	if (input_peek(in, &data) == 0 && input_failed(in) == 0) {
		input_close(in);
		return NULL;
	}
	csv = csv_reader_new(in);
	if (csv_read_header(csv) != 0)
		die("%s", csv_error(csv));
	return csv;
}

static void
add_table(struct catalogue *c, struct csv_reader *csv, enum origin origin)
{
	if (csv != NULL && catalogue_add_table(c, csv, origin) != 0)
		die("%s", c->error);
	csv_reader_free(csv);
}

static void
add_rows(struct catalogue *c, const char *path, bool cut)
{
	struct input *in = open_input(path);
	struct csv_reader *csv;

	if (in == NULL)
		return;
	csv = csv_reader_new(in);
	if (catalogue_add_run(c, csv, cut) != 0)
		die("%s", c->error);
	csv_reader_free(csv);
}

static bool
ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name), n = strlen(suffix);

	return len > n && strcmp(name + len - n, suffix) == 0;
}

/* What jobs leave: N.rows of one that ended, N.rows.part of one at work, decode's N.log. */
static void
add_run(struct catalogue *c, const char *journal)
{
	struct dirent **names;
	int n = scandir(journal, &names, NULL, alphasort);

	if (n < 0)
		die("%s:", journal);
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;
		char *path = xasprintf("%s/%s", journal, name);

		if (ends_in(name, ".rows"))
			add_rows(c, path, false);
		else if (ends_in(name, ".part") || ends_in(name, ".log"))
			add_rows(c, path, true);
		free(path);
		free(names[i]);
	}
	free(names);
}

static bool
needs_work(const struct catalogue *c, size_t i)
{
	return c->entries[i].origin == ORIGIN_NONE && c->entries[i].outcome == OUTCOME_NONE;
}

static void
print_name(const struct catalogue *c, size_t i, FILE *out)
{
	fwrite(c->paths.list[i], 1, strlen(c->paths.list[i]) + 1, out);
}

static void
print_todo(const struct catalogue *c, FILE *out)
{
	for (size_t i = 0; i < c->n_listed; i++) {
		if (needs_work(c, i))
			print_name(c, i, out);
	}
}

static void
end_list(FILE **f, char **path)
{
	if (*f != NULL && fclose(*f) != 0)
		die("%s:", *path);
	free(*path);
	*f = NULL;
	*path = NULL;
}

/* files of a list: so few that the jobs end together, so many that starting is little */
static size_t
list_len(const struct catalogue *c, size_t jobs)
{
	size_t n = 0, len;

	for (size_t i = 0; i < c->n_listed; i++)
		n += needs_work(c, i);
	len = n / (LISTS_PER_JOB * jobs) + 1;
	return len < LIST_LEN_MAX ? len : LIST_LEN_MAX;
}

static void
cut_lists(const struct catalogue *c, const char *journal, size_t jobs)
{
	size_t len = list_len(c, jobs), n = 0, n_lists = 0;
	FILE *f = NULL;
	char *path = NULL;

	for (size_t i = 0; i < c->n_listed; i++) {
		if (!needs_work(c, i))
			continue;
		if (f == NULL) {
			path = xasprintf("%s/%06zu.names", journal, ++n_lists);
			f = fopen(path, "we");
			if (f == NULL)
				die("%s:", path);
		}
		print_name(c, i, f);
		if (++n % len == 0)
			end_list(&f, &path);
	}
	end_list(&f, &path);
}

/* what is listed and has no row, but for what was found and is no music */
static void
fail_rest(struct catalogue *c)
{
	for (size_t i = 0; i < c->n_listed; i++) {
		const struct entry *e = &c->entries[i];

		if (e->origin != ORIGIN_NONE || (e->found && e->outcome == OUTCOME_NO_AUDIO))
			continue;
		catalogue_fail(
		    c, i, e->outcome == OUTCOME_NO_AUDIO ? "is no music" : "no answer came");
	}
}

/* "1980 done, 12 new, 3 failed, 5 silent"; returns how many failed in this run */
static size_t
print_counts(const struct catalogue *c, FILE *out)
{
	size_t n_done = 0, n_new = 0, n_failed = 0, n_failed_now = 0, n_silent = 0, n_no_music = 0;

	for (size_t i = 0; i < c->n_listed; i++) {
		const struct entry *e = &c->entries[i];
		bool now = e->origin == ORIGIN_RUN;

		n_done += e->outcome == OUTCOME_ANSWERED && !now;
		n_new += e->outcome == OUTCOME_ANSWERED && now;
		n_silent += e->outcome == OUTCOME_SILENT;
		n_no_music += e->outcome == OUTCOME_NO_MUSIC;
		n_failed += e->outcome == OUTCOME_FAILED;
		n_failed_now += e->outcome == OUTCOME_FAILED && now;
	}
	fprintf(
	    out, "%zu done, %zu new, %zu failed, %zu silent", n_done, n_new, n_failed, n_silent);
	if (c->heard)
		fprintf(out, ", %zu no music", n_no_music);
	if (c->n_gone > 0)
		fprintf(out, ", %zu gone", c->n_gone);
	if (c->n_outside > 0)
		fprintf(out, ", %zu elsewhere", c->n_outside - c->n_stale);
	if (c->n_stale > 0)
		fprintf(out,
		    ", %zu elsewhere of another model or excerpt, or heard otherwise, dropped",
		    c->n_stale);
	putc('\n', out);
	return n_failed_now;
}

/* returns how many files failed in this run */
static size_t
print_table(struct catalogue *c, const struct options *o)
{
	FILE *out = cli_output(o->output);
	struct csv_writer w = {.file = out, .notation = c->line.notation};

	if (!o->so_far)
		fail_rest(c);
	catalogue_put_header(c, &w);
	csv_writer_clear(&w);
	for (size_t i = 0; i < c->paths.n; i++) {
		if (c->entries[i].line != NULL)
			fputs(c->entries[i].line, out);
	}
	return o->so_far ? 0 : print_counts(c, o->output != NULL ? stdout : stderr);
}

int
main(int argc, char **argv)
{
	struct options o = {0};
	struct catalogue c;
	struct predictions_form form;
	struct model *m;
	size_t n_failed = 0;
	struct csv_reader *table;
	char error[512], *done;

	cli_parse(&program, argc, argv, &o);
	if (o.model == NULL || cli_n_operands() == 0)
		cli_usage("a model and a journal are needed");
	m = model_read(o.model, error, sizeof(error));
	if (m == NULL)
		die("%s", error);
	table = o.table != NULL ? open_table(o.table) : NULL;
	if (!cli_given(offsetof(struct options, format)) && table != NULL)
		o.format = csv_notation(table);
	form = (struct predictions_form){m->n_classes, m->classes, m->name, o.heard};
	catalogue_init(&c, &form, o.excerpt, o.so_far ? CSV_CSV : o.format);
	add_listing(&c, cli_operand(0));
	add_table(&c, table, ORIGIN_TABLE);
	if (o.retry_failed)
		catalogue_forget_failed(&c);
	done = xasprintf("%s/done.csv", cli_operand(0));
	add_table(&c, open_table(done), ORIGIN_RUN);
	add_run(&c, cli_operand(0));
	if (o.jobs > 0)
		cut_lists(&c, cli_operand(0), (size_t)o.jobs);
	else if (o.todo)
		print_todo(&c, cli_output(o.output));
	else
		n_failed = print_table(&c, &o);
	free(done);
	catalogue_free(&c);
	model_free(m);
	return cli_finish(n_failed > 0 ? EXIT_SKIPPED : EXIT_SUCCESS);
}
