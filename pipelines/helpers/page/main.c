/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "cli/cli.h"
#include "io/file.h"
#include "library.h"
#include "page.h"

#define FILE_MAX ((size_t)1 << 24)
#define ROWS 5000
#define ROWS_MOST 1000000

struct options {
	const char *title, *style, *script, *charts, *output;
	size_t max_rows;
	double least_typical;
	bool confidences;
};

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {'t', "title", "TEXT", "title of the page (default the table's name)", CLI_TEXT, AT(title)},
    {0, "rows", "N", "songs in the table of all: of more the least sure", CLI_INTEGER, AT(max_rows),
	CLI_STRING(ROWS), 1, ROWS_MOST},
    {0, "min-typical", "Q", "a song that is less typical is like none of the genres", CLI_NUMBER,
	AT(least_typical), "0", 0, 1},
    {0, "style", "FILE", "the page's style sheet", CLI_TEXT, AT(style)},
    {0, "script", "FILE", "the page's script", CLI_TEXT, AT(script)},
    {0, "charts", "DIR",
	"genres.svg, genres-narrow.svg, confidence.svg and confidence-narrow.svg, where they are",
	CLI_TEXT, AT(charts)},
    {0, "confidences", NULL, "no page: how sure each answer is, a table of one column", CLI_FLAG,
	AT(confidences)},
    CLI_OUTPUT(AT(output)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-page",
    .operands = "TABLE",
    .max_operands = 1,
    .summary = "Writes what a table of predictions says of a library as a page of HTML.",
    .example = "mgc-page --style page.css --script page.js -o library.html genres.csv",
    .options = option_table,
};

/* NULL where it is not there, if it need not be */
static char *
read_text(const char *path, bool needed, size_t *len)
{
	const char *why;
	char *text;

	errno = 0;
	text = file_read(path, FILE_MAX, len, &why);
	if (text == NULL && (needed || errno != ENOENT))
		die("%s: %s", path, why);
	return text;
}

static char *
read_chart(const char *dir, const char *name, const char *suffix, size_t *len)
{
	char *path = xasprintf("%s/%s%s.svg", dir, name, suffix);
	char *text = read_text(path, false, len);

	free(path);
	return text;
}

/* both of its forms, or none */
static struct picture
read_picture(const char *dir, const char *name)
{
	struct picture p = {0};

	if (dir == NULL)
		return p;
	p.wide = read_chart(dir, name, "", &p.wide_len);
	p.narrow = read_chart(dir, name, "-narrow", &p.narrow_len);
	if ((p.wide == NULL) != (p.narrow == NULL))
		die("%s: one of two pictures %s is not there", dir, name);
	return p;
}

static void
read_library(struct library *l, const char *path, double least_typical)
{
	struct input *in = input_open(path);
	struct csv_reader *csv;

	if (in == NULL)
		die("%s:", path);
	csv = csv_reader_new(in);
	if (csv_read_header(csv) != 0 || library_read(l, csv, least_typical) != 0)
		die("%s", csv_error(csv));
	csv_reader_free(csv);
}

/* the file's name without what comes before it and its suffix; the caller frees */
static char *
title_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return xstrndup(name, dot != NULL && dot > name ? (size_t)(dot - name) : strlen(name));
}

static void
write_confidences(FILE *f, const struct library *l)
{
	struct csv_writer w = {.file = f};

	csv_put(&w, "confidence");
	csv_end_row(&w);
	for (size_t i = 0; i < l->n_answered; i++) {
		csv_put_double(&w, l->songs[l->sure[i]].p_first);
		csv_end_row(&w);
	}
}

static void
write_page(FILE *f, const struct options *o, const struct library *l)
{
	struct page page = {
	    .table = cli_operand(0),
	    .max_rows = o->max_rows,
	    .genres = read_picture(o->charts, "genres"),
	    .confidence = read_picture(o->charts, "confidence"),
	};
	size_t len;
	char *style = read_text(o->style, true, &len), *script = read_text(o->script, true, &len);
	char *title = o->title != NULL ? xstrdup(o->title) : title_of(page.table);

	page.style = style;
	page.script = script;
	page.title = title;
	page_write(f, &page, l);
	free(style);
	free(script);
	free(title);
	free((char *)page.genres.wide);
	free((char *)page.genres.narrow);
	free((char *)page.confidence.wide);
	free((char *)page.confidence.narrow);
}

int
main(int argc, char **argv)
{
	struct options o = {0};
	struct library l;
	FILE *out;

	cli_parse(&program, argc, argv, &o);
	if (cli_n_operands() == 0)
		cli_usage("a table is needed");
	if (!o.confidences && (o.style == NULL || o.script == NULL))
		cli_usage("--style and --script are needed");
	out = cli_output(o.output);
	read_library(&l, cli_operand(0), o.least_typical);
	if (o.confidences)
		write_confidences(out, &l);
	else
		write_page(out, &o, &l);
	library_clear(&l);
	return cli_finish(EXIT_SUCCESS);
}
