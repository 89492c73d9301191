/* SPDX-License-Identifier: MIT */
#ifndef PLOT_CHART_H
#define PLOT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "io/csv.h"
#include "gnuplot.h"
#include "page.h"
#include "text.h"

/*
 * A chart is a struct of functions: which tables it reads, how it gathers their rows, how it draws
 * them and writes them as text. To add one, write chart_NAME.c, which defines chart_NAME, and add
 * its line to CHARTS; its option, the lines of --help and the messages follow from the struct.
 *
 * The state between `create` and `free` is the chart's own. A table comes with its header read.
 * Functions that can fail return NULL or -1 and leave the reason, with file and line, in csv_error.
 */

/* What the user asked for. Strings outlive the chart. */
struct chart_request {
	const char *argument; /* of the chart's option; NULL where it takes none */
	size_t max_tracks;    /* panels in one picture; 0: count all */
};

struct chart {
	/* the long option that asks for the chart; NULL: what its tables show without an option */
	const char *option;
	const char *argument; /* of the option, as --help calls it; NULL: it takes none */
	const char *help;     /* of the option, one line */
	const char *table;    /* with an option: what messages call its tables, "predictions" */

	/* whether a table with this header is one of them */
	bool (*reads)(const struct csv_reader *csv);

	/* The state for such a table, released by `free`; NULL on an error. */
	void *(*create)(struct csv_reader *csv, const struct chart_request *request);

	/* Adds the current row to the state. Returns 0, or -1 on an error. */
	int (*add)(void *state, struct csv_reader *csv);

	/*
	 * After the last of one or more rows; NULL: nothing is left to do. Returns as `add` does.
	 */
	int (*finish)(void *state, struct csv_reader *csv);

	/* Writes the whole script for a page, page_begin to page_end, after `finish`. */
	void (*draw)(const void *state, struct page *page);

	/*
	 * As text. Either all of it, after `finish`; or each row by itself, instead of `add` and
	 * `finish`, so that a table without end can be watched. The other of the two is NULL.
	 */
	void (*write)(const void *state, const struct text *text);
	int (*write_row)(void *state, struct csv_reader *csv, const struct text *text);

	/* Writes what is left to say when the last row was written by itself; NULL: nothing. */
	void (*write_rest)(const void *state, const struct text *text);

	void (*free)(void *state);
};

/*
 * All charts, those with an option in the order of --help. Of those without, the first that reads a
 * table shows it.
 */
#define CHARTS(CHART) \
	CHART(tracks) \
	CHART(history) \
	CHART(learning) \
	CHART(confusion) \
	CHART(reliability) \
	CHART(column) \
	CHART(histogram)

#define CHART_DECLARE(name) extern const struct chart chart_##name;
CHARTS(CHART_DECLARE)

extern const struct chart *const charts[]; /* NULL at the end */

/*
 * The chart for a table whose header was read: the one asked for, or with NULL the one that shows
 * such a table without an option. NULL with csv_error where there is none, or where the one asked
 * for does not read such a table.
 */
const struct chart *
chart_find(const struct chart *asked, struct csv_reader *csv);

/*
 * Hands the chart the rows of the table up to its end, of which there must be one. With `text` (may
 * be NULL) a chart that writes row by row does so. Returns 0, or -1 with csv_error.
 */
int
chart_gather(
    const struct chart *chart, void *state, struct csv_reader *csv, const struct text *text);

/*
 * The script that draws a page, which the caller frees; NULL with errno. Sets page->script, which
 * is closed afterwards.
 */
char *
chart_script(const struct chart *chart, const void *state, struct page *page, size_t *len);

/*
 * Has gnuplot draw a script of that format, a text, of which a character that no font has becomes a
 * square; *missing is the first of them, 0: there is none. The job's mark is set here. Returns 0,
 * or -1 as gnuplot_run.
 */
int
chart_picture(
    struct gnuplot_job *job, enum page_format format, uint32_t *missing, char *why, size_t why_len);

#endif
