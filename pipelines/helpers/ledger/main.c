/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "catalogue.h"
#include "cli/cli.h"
#include "journal.h"
#include "model/model.h"

struct options {
	const char *model, *table, *excerpt, *output;
	bool todo, so_far, retry_failed, heard;
	double reject;
	enum csv_notation format;
	long jobs; /* 0: no lists */
};

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {'m', "model", "FILE", "the model (needed)", CLI_TEXT, AT(model)},
    {'t', "table", "FILE", "the table of an earlier run", CLI_TEXT, AT(table)},
    {0, "excerpt", "S", "rows are of so much of a track", CLI_TEXT, AT(excerpt), ""},
    {0, "heard", NULL, "rows say whether it is music", CLI_FLAG, AT(heard)},
    {0, "reject", "Q", "rows name no genre for tracks that are less typical", CLI_NUMBER,
	AT(reject), "0", 0, 1},
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

/* with its header read; NULL where there is none, or one of JSON without rows, an empty file */
static struct csv_reader *
open_table(const char *path)
{
	struct input *in = input_open(path);
	struct csv_reader *csv;
	const char *data;

	if (in == NULL && errno == ENOENT)
		return NULL;
	if (in == NULL)
		die("%s:", path);
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
print_todo(const struct catalogue *c, FILE *out)
{
	for (size_t i = 0; i < c->n_listed; i++) {
		if (catalogue_needs_work(c, i))
			fwrite(c->paths.list[i], 1, strlen(c->paths.list[i]) + 1, out);
	}
}

/* "1980 done, 12 new, 3 failed, 5 silent, 2 unlike"; returns how many failed in this run */
static size_t
print_counts(const struct catalogue *c, FILE *out)
{
	struct counts n = catalogue_count(c);

	fprintf(out, "%zu done, %zu new, %zu failed, %zu silent", n.n_old, n.n_new, n.n_failed,
	    n.n_silent);
	if (c->reject > 0)
		fprintf(out, ", %zu unlike", n.n_unlike);
	if (c->heard)
		fprintf(out, ", %zu no music", n.n_no_music);
	if (c->n_gone > 0)
		fprintf(out, ", %zu gone", c->n_gone);
	if (c->n_outside > 0)
		fprintf(out, ", %zu elsewhere", c->n_outside - c->n_stale);
	if (c->n_stale > 0)
		fprintf(out,
		    ", %zu elsewhere of another model or excerpt, or heard otherwise, dropped",
		    c->n_stale);
	putc('\n', out);
	return n.n_failed_now;
}

/* returns how many files failed in this run */
static size_t
print_table(struct catalogue *c, const struct options *o)
{
	FILE *out = cli_output(o->output);
	struct csv_writer w = {.file = out, .notation = c->line.notation};

	if (!o->so_far)
		catalogue_fail_rest(c);
	catalogue_put_header(c, &w);
	csv_writer_clear(&w);
	for (size_t i = 0; i < c->paths.n; i++) {
		if (c->entries[i].line != NULL)
			fputs(c->entries[i].line, out);
	}
	return o->so_far ? 0 : print_counts(c, o->output != NULL ? stdout : stderr);
}

static void
check(const struct catalogue *c, int rc)
{
	if (rc != 0)
		die("%s", c->error);
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
	const char *journal;
	char error[512];

	cli_parse(&program, argc, argv, &o);
	journal = cli_operand(0);
	if (o.model == NULL || journal == NULL)
		cli_usage("a model and a journal are needed");
	m = model_read(o.model, error, sizeof(error));
	if (m == NULL)
		die("%s", error);
	if (o.reject > 0 && m->typical == NULL)
		die("--reject: %s does not say what songs are typical of it", o.model);
	table = o.table != NULL ? open_table(o.table) : NULL;
	if (!cli_given(offsetof(struct options, format)) && table != NULL)
		o.format = csv_notation(table);
	form = (struct predictions_form){m->n_classes, m->classes, m->name, o.heard};
	catalogue_init(&c, &form, o.excerpt, o.reject, o.so_far ? CSV_CSV : o.format);
	check(&c, journal_read_listing(&c, journal));
	if (table != NULL)
		check(&c, catalogue_add_table(&c, table, ORIGIN_TABLE));
	csv_reader_free(table);
	if (o.retry_failed)
		catalogue_forget_failed(&c);
	check(&c, journal_read_rows(&c, journal));
	if (o.jobs > 0)
		check(&c, journal_cut_lists(&c, journal, (size_t)o.jobs));
	else if (o.todo)
		print_todo(&c, cli_output(o.output));
	else
		n_failed = print_table(&c, &o);
	catalogue_free(&c);
	model_free(m);
	return cli_finish(n_failed > 0 ? EXIT_SKIPPED : EXIT_SUCCESS);
}
