/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "cli/cli.h"
#include "io/csv.h"
#include "tables/field.h"

struct options {
	const char *input;
	bool cut, but_last;
};

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {'f', "file", "FILE", "the table (default standard input)", CLI_TEXT, AT(input)},
    {0, "cut", NULL, "the table may be cut short: leave out what is no whole row", CLI_FLAG,
	AT(cut)},
    {0, "but-last", NULL, "leave out the last row", CLI_FLAG, AT(but_last)},
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-columns",
    .operands = "COLUMN...",
    .max_operands = INT_MAX,
    .summary = "Prints columns of a table row by row, each field ended by a NUL byte.",
    .example = "mgc-columns track predicted < genres.csv",
    .options = option_table,
};

/* the fields of a row, one behind the other with their NULs, "" for a column that is not there */
struct fields {
	char *text;
	size_t len, cap;
};

static void
take_row(struct fields *f, const struct csv_reader *csv, const long *columns)
{
	f->len = 0;
	for (int i = 0; i < cli_n_operands(); i++) {
		const char *field = field_text(csv, columns[i]);
		size_t n = strlen(field) + 1;

		xgrow(&f->text, &f->cap, f->len + n, 1);
		memcpy(f->text + f->len, field, n);
		f->len += n;
	}
}

int
main(int argc, char **argv)
{
	struct options o = {0};
	struct fields held = {0};
	struct csv_reader *csv;
	struct input *in;
	long *columns;
	int rc;

	cli_parse(&program, argc, argv, &o);
	if (cli_n_operands() == 0)
		cli_usage("no column is named");
	in = input_open(o.input);
	if (in == NULL)
		die("%s:", o.input);
	csv = csv_reader_new(in);
	rc = csv_read_header(csv);
	if (rc != 0 && !o.cut)
		die("%s", csv_error(csv));
	columns = xcalloc((size_t)cli_n_operands(), sizeof(*columns));
	for (int i = 0; rc == 0 && i < cli_n_operands(); i++)
		columns[i] = csv_find(csv, cli_operand(i));
	if (rc == 0 && o.cut)
		csv_must_end(csv);
	/* with --but-last a row behind: the last never comes out */
	while (rc == 0 && (rc = csv_read_row(csv)) > 0) {
		if (o.but_last && held.len > 0)
			fwrite(held.text, 1, held.len, stdout);
		take_row(&held, csv, columns);
		if (!o.but_last)
			fwrite(held.text, 1, held.len, stdout);
		rc = 0;
	}
	if (rc < 0 && !o.cut)
		die("%s", csv_error(csv));
	csv_reader_free(csv);
	free(columns);
	free(held.text);
	return cli_finish(EXIT_SUCCESS);
}
