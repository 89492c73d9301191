/* SPDX-License-Identifier: MIT */
/* How often rows of one true class were given each class: what labelled predictions say. */
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "chart.h"
#include "label.h"
#include "tables/predictions.h"
#include "stats/confusion.h"

#define HEAD 62
#define COUNTS_CLASSES_MAX 16  /* up to so many classes a cell also says how many rows it holds */
#define NUMBERS_CLASSES_MAX 40 /* up to so many there is room for a number at all */
#define NAMES_MAX 190
#define WIDTH_MIN 640 /* px, for the title */
#define DARK 0.65     /* from this share on white stands out more from a cell than ink does */
#define TINTED 0.2    /* and from this on ink more than grey */

#define OTHER "(no class)" /* the row of labels that the model does not know */

struct matrix {
	struct predictions table;
	struct confusion
	    *counts;          /* one more than the classes: OTHER, which nothing is predicted as */
	size_t n_true;        /* rows: the classes and, if there are such labels, OTHER */
	long n_rows, n_right; /* with a label, predicted as labelled */
	bool segments;        /* rows are segments, not tracks */
};

static void
matrix_free(void *state)
{
	struct matrix *m = state;

	predictions_clear(&m->table);
	confusion_free(m->counts);
	free(m);
}

static void *
matrix_create(struct csv_reader *csv, const struct chart_request *request)
{
	struct matrix *m = xcalloc(1, sizeof(*m));

	(void)request;
	if (predictions_init(&m->table, csv) != 0) {
		matrix_free(m);
		return NULL;
	}
	m->counts = confusion_new(m->table.n_classes + 1);
	m->n_true = m->table.n_classes;
	return m;
}

/* rows without a label or an answer do not count */
static int
matrix_add(void *state, struct csv_reader *csv)
{
	struct matrix *m = state;
	struct predictions_row row;
	long class;
	size_t truth;

	if (predictions_parse(&m->table, csv, &row) != 0)
		return -1;
	if (*row.label == '\0' || !row.answered)
		return 0;
	class = predictions_find_class(&m->table, row.label);
	truth = class >= 0 ? (size_t) class : m->table.n_classes;
	if (class < 0)
		m->n_true = m->table.n_classes + 1;
	confusion_add(m->counts, truth, row.predicted);
	m->n_rows++;
	m->n_right += truth == row.predicted;
	m->segments |= *row.segment != '\0';
	return 0;
}

static int
matrix_finish(void *state, struct csv_reader *csv)
{
	struct matrix *m = state;

	return m->n_rows > 0
	    ? 0
	    : csv_fail(csv, "no row has a label: nothing to compare the predictions with");
}

/* of a true row: its name, how many were predicted as that class, how many there are */
static const char *
name_of(const struct matrix *m, size_t row)
{
	return row < m->table.n_classes ? m->table.classes[row] : OTHER;
}

static long
count_of(const struct matrix *m, size_t row, size_t predicted)
{
	return (long)m->counts->count[row * m->counts->n_classes + predicted];
}

static long
support_of(const struct matrix *m, size_t row)
{
	return (long)confusion_class(m->counts, row).support;
}

static int
cell_px(size_t n_classes)
{
	if (n_classes <= 4)
		return 100;
	if (n_classes <= COUNTS_CLASSES_MAX)
		return 58;
	return n_classes <= NUMBERS_CLASSES_MAX ? 34 : 16;
}

static double
share(const struct matrix *m, size_t row, size_t predicted)
{
	long support = support_of(m, row);

	return support > 0 ? (double)count_of(m, row, predicted) / (double)support : 0;
}

static void
draw_cell_text(struct page *page, const struct matrix *m, size_t row, size_t predicted)
{
	long count = count_of(m, row, predicted);
	double s = share(m, row, predicted);
	bool counts = m->table.n_classes <= COUNTS_CLASSES_MAX;
	const char *colour = s >= DARK ? "#FFFFFF" : PAGE_INK;
	char text[32];

	if (count == 0)
		return;
	snprintf(text, sizeof(text), "%.0f", 100 * s);
	page_mark(page, (double)predicted, (double)row - (counts ? 0.12 : 0), 0, PAGE_CENTRE,
	    counts ? PAGE_PT_HEAD : PAGE_PT_SMALL, colour, 100, text);
	if (!counts)
		return;
	snprintf(text, sizeof(text), "%ld", count);
	page_mark(page, (double)predicted, (double)row + 0.25, 0, PAGE_CENTRE, PAGE_PT_SMALL,
	    s >= TINTED ? colour : PAGE_GREY, 100, text);
}

/* the names: true ones to the left with their support, predicted ones below, slanted */
static void
draw_names(struct page *page, const struct matrix *m, double room)
{
	int pt = m->table.n_classes <= NUMBERS_CLASSES_MAX ? PAGE_PT_TEXT : PAGE_PT_SMALL;
	double columns = (room - 8) / page_text_px(1, pt);

	for (size_t i = 0; i < m->n_true; i++)
		page_mark(
		    page, -0.5, (double)i, -0.8, PAGE_RIGHT, pt, PAGE_INK, room - 8, name_of(m, i));
	for (size_t i = 0; i < m->table.n_classes; i++) {
		fputs("set label ", page->script);
		label_quote(page->script, m->table.classes[i], (size_t)columns);
		fprintf(page->script,
		    " at first %zu,%g right rotate by 45 font ',%d' textcolor rgb '" PAGE_INK
		    "' noenhanced\n",
		    i, (double)m->n_true - 0.5 + 12.0 / cell_px(m->table.n_classes), pt);
	}
}

static void
draw_matrix(struct page *page, const struct matrix *m, double room)
{
	FILE *f = page->script;

	fprintf(f, "set xrange [-0.5:%zu-0.5]\nset yrange [%zu-0.5:-0.5]\n", m->table.n_classes,
	    m->n_true);
	fputs("set border 15 lc rgb '" PAGE_RULE "'\n", f);
	draw_names(page, m, room);
	for (size_t row = 0; m->table.n_classes <= NUMBERS_CLASSES_MAX && row < m->n_true; row++) {
		for (size_t i = 0; i < m->table.n_classes; i++)
			draw_cell_text(page, m, row, i);
	}
	fputs("$cells << EOD\n", f);
	for (size_t row = 0; row < m->n_true; row++) {
		for (size_t i = 0; i < m->table.n_classes; i++)
			fprintf(f, "%zu %zu %.9g\n", i, row, share(m, row, i));
	}
	fputs("EOD\nplot $cells using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):3 with boxxyerror "
	      "fc palette\n",
	    f);
}

/* true classes down, predicted across; each row in percent of its support */
static void
matrix_draw(const void *state, struct page *page)
{
	const struct matrix *m = state;
	int cell = cell_px(m->table.n_classes);
	double room = 0, left, top, right, bottom, side, wide, high;
	char *title = xasprintf(
	    "Confusion \u2013 accuracy %.1f %%", 100 * (double)m->n_right / (double)m->n_rows);
	char *note = xasprintf("%ld of %ld %s right; rows in %% of the true class%s", m->n_right,
	    m->n_rows, m->segments ? "segments" : "tracks",
	    m->table.n_classes <= COUNTS_CLASSES_MAX ? "; small: counts" : "");

	for (size_t i = 0; i < m->n_true; i++) {
		double px = page_text_px(label_columns(name_of(m, i)), PAGE_PT_TEXT) + 16;

		room = px > room ? px : room;
	}
	room = room < NAMES_MAX ? room : NAMES_MAX;
	wide = 2 * PAGE_MARGIN + 26 + room + cell * (double)m->table.n_classes;
	page_begin(page, (int)(wide > WIDTH_MIN ? wide : WIDTH_MIN),
	    (int)(2 * PAGE_MARGIN + HEAD + room * 0.64 + 40) + cell * (int)m->n_true);
	left = PAGE_MARGIN + 26 + room;
	top = PAGE_MARGIN + HEAD;
	wide = (page->width_px - PAGE_MARGIN - left) / (double)m->table.n_classes;
	high = (page->height_px - PAGE_MARGIN - room * 0.64 - 36 - top) / (double)m->n_true;
	side = wide < high ? wide : high; /* of a cell, a square */
	right = left + side * (double)m->table.n_classes;
	bottom = top + side * (double)m->n_true;
	page_panel(page, left, top, right, bottom);
	page_head(page, page->width_px - 2 * PAGE_MARGIN, title, note);
	page_text(page, (left + right) / 2, bottom + room * 0.64 + 36, PAGE_CENTRE, PAGE_PT_TEXT,
	    PAGE_GREY, 200, "predicted");
	fprintf(page->script,
	    "set label 'true' at screen %.6f,%.6f center rotate by 90 font ',%d' textcolor rgb "
	    "'" PAGE_GREY "'\n",
	    (PAGE_MARGIN + 4.0) / page->width_px, 1 - (top + bottom) / 2 / page->height_px,
	    PAGE_PT_TEXT);
	draw_matrix(page, m, room);
	page_end(page);
	free(title);
	free(note);
}

/* what a class is mostly taken for when it is not told right; n_classes: it always is */
static size_t
taken_for(const struct matrix *m, size_t row)
{
	size_t n = m->table.n_classes, most = n;

	for (size_t i = 0; i < n; i++) {
		if (i != row && count_of(m, row, i) > (most < n ? count_of(m, row, most) : 0))
			most = i;
	}
	return most;
}

/* for lines too short for a matrix: one a class, how often it is right and what it is taken for */
static void
write_lines(const struct matrix *m, const struct text *text, size_t names)
{
	for (size_t row = 0; row < m->n_true; row++) {
		long support = support_of(m, row);
		long right = row < m->table.n_classes ? count_of(m, row, row) : 0;
		size_t other = taken_for(m, row);
		char *name = label_fit(name_of(m, row), names, !text->utf8), *line;

		line =
		    xasprintf("%s%*s %3.0f %% of %ld%s%s", name, (int)(names - label_columns(name)),
			"", support > 0 ? 100 * (double)right / (double)support : 0, support,
			other < m->table.n_classes ? ", else mostly " : "",
			other < m->table.n_classes ? m->table.classes[other] : "");
		text_line(text, line);
		free(name);
		free(line);
	}
}

/* counts, true classes down, predicted across */
static void
matrix_write(const void *state, const struct text *text)
{
	const struct matrix *m = state;
	size_t names = text_name_columns(text, m->table.classes, m->table.n_classes);
	size_t cell, room, longest = 0;
	char *title = xasprintf("Confusion: accuracy %.1f %% (%ld of %ld %s right)",
	    100 * (double)m->n_right / (double)m->n_rows, m->n_right, m->n_rows,
	    m->segments ? "segments" : "tracks");

	if (m->n_true > m->table.n_classes && names < strlen(OTHER))
		names = strlen(OTHER);
	for (size_t i = 0; i < m->table.n_classes; i++) {
		size_t columns = label_columns(m->table.classes[i]);

		longest = columns > longest ? columns : longest;
	}
	room = text->columns - TEXT_VALUE_COLUMNS - 1; /* at least TEXT_COLUMNS_MIN - 8 */
	room = room > names ? room - names : 0;
	cell = room / m->table.n_classes < longest + 1 ? room / m->table.n_classes : longest + 1;
	cell = cell < 6 ? 6 : cell; /* a count and its space */
	text_title(text, title);
	free(title);
	if (names + m->table.n_classes * cell + TEXT_VALUE_COLUMNS + 1 > text->columns) {
		write_lines(m, text, names);
		return;
	}
	text_cell(text, "true", names, false);
	for (size_t i = 0; i < m->table.n_classes; i++) {
		putc(' ', text->out);
		text_cell(text, m->table.classes[i], cell - 1, true);
	}
	fputs("   right\n", text->out);
	for (size_t row = 0; row < m->n_true; row++) {
		long support = support_of(m, row);
		long right = row < m->table.n_classes ? count_of(m, row, row) : 0;

		text_cell(text, name_of(m, row), names, false);
		for (size_t i = 0; i < m->table.n_classes; i++)
			fprintf(text->out, " %*ld", (int)cell - 1, count_of(m, row, i));
		if (support > 0)
			fprintf(text->out, " %5.1f %%\n", 100 * (double)right / (double)support);
		else
			fputs("       -\n", text->out);
	}
}

const struct chart chart_confusion = {
    .option = "confusion",
    .help = "labelled predictions: the confusion matrix",
    .table = "predictions",
    .reads = predictions_are,
    .create = matrix_create,
    .add = matrix_add,
    .finish = matrix_finish,
    .draw = matrix_draw,
    .write = matrix_write,
    .free = matrix_free,
};
