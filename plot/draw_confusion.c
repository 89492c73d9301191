/* SPDX-License-Identifier: MIT */
#include "draw.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "label.h"

#define MARGIN 28
#define HEAD 62
#define COUNTS_CLASSES_MAX 16  /* up to so many classes a cell also says how many rows it holds */
#define NUMBERS_CLASSES_MAX 40 /* up to so many there is room for a number at all */
#define NAMES_MAX 190
#define WIDTH_MIN 640 /* px, for the title */
#define DARK 0.5      /* from this share on a cell is dark and its text white */

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
share(const struct confusion *c, size_t row, size_t predicted)
{
	long support = confusion_support(c, row);

	return support > 0 ? (double)confusion_count(c, row, predicted) / (double)support : 0;
}

static void
draw_cell_text(struct page *page, const struct confusion *c, size_t row, size_t predicted)
{
	long count = confusion_count(c, row, predicted);
	double s = share(c, row, predicted);
	bool counts = c->n_classes <= COUNTS_CLASSES_MAX;
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
	    s >= DARK ? "#FFFFFF" : PAGE_GREY, 100, text);
}

/* the names: true ones to the left with their support, predicted ones below, slanted */
static void
draw_names(struct page *page, const struct confusion *c, double room)
{
	int pt = c->n_classes <= NUMBERS_CLASSES_MAX ? PAGE_PT_TEXT : PAGE_PT_SMALL;
	double columns = (room - 8) / page_text_px(1, pt);

	for (size_t i = 0; i < c->n_true; i++)
		page_mark(page, -0.5, (double)i, -0.8, PAGE_RIGHT, pt, PAGE_INK, room - 8,
		    confusion_name(c, i));
	for (size_t i = 0; i < c->n_classes; i++) {
		fputs("set label ", page->script);
		label_quote(page->script, c->classes[i], (size_t)columns);
		fprintf(page->script,
		    " at first %zu,%g right rotate by 45 font ',%d' textcolor rgb '" PAGE_INK
		    "' noenhanced\n",
		    i, (double)c->n_true - 0.5 + 12.0 / cell_px(c->n_classes), pt);
	}
}

static void
draw_matrix(struct page *page, const struct confusion *c, double room)
{
	FILE *f = page->script;

	fprintf(
	    f, "set xrange [-0.5:%zu-0.5]\nset yrange [%zu-0.5:-0.5]\n", c->n_classes, c->n_true);
	fputs("set border 15 lc rgb '" PAGE_RULE "'\n", f);
	draw_names(page, c, room);
	for (size_t row = 0; c->n_classes <= NUMBERS_CLASSES_MAX && row < c->n_true; row++) {
		for (size_t i = 0; i < c->n_classes; i++)
			draw_cell_text(page, c, row, i);
	}
	fputs("$cells << EOD\n", f);
	for (size_t row = 0; row < c->n_true; row++) {
		for (size_t i = 0; i < c->n_classes; i++)
			fprintf(f, "%zu %zu %.9g\n", i, row, share(c, row, i));
	}
	fputs("EOD\nplot $cells using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):3 with boxxyerror "
	      "fc palette\n",
	    f);
}

void
draw_confusion(struct page *page, const struct confusion *c)
{
	int cell = cell_px(c->n_classes);
	double room = 0, left, top, right, bottom, side, wide, high;
	char *title = xasprintf(
	    "Confusion \u2013 accuracy %.1f %%", 100 * (double)c->n_right / (double)c->n_rows);
	char *note = xasprintf("%ld of %ld %s right; rows in %% of the true class%s", c->n_right,
	    c->n_rows, c->segments ? "segments" : "tracks",
	    c->n_classes <= COUNTS_CLASSES_MAX ? ", below the count" : "");

	for (size_t i = 0; i < c->n_true; i++) {
		double px = page_text_px(label_columns(confusion_name(c, i)), PAGE_PT_TEXT) + 16;

		room = px > room ? px : room;
	}
	room = room < NAMES_MAX ? room : NAMES_MAX;
	wide = 2 * MARGIN + 26 + room + cell * (double)c->n_classes;
	page_begin(page, (int)(wide > WIDTH_MIN ? wide : WIDTH_MIN),
	    (int)(2 * MARGIN + HEAD + room * 0.64 + 40) + cell * (int)c->n_true);
	left = MARGIN + 26 + room;
	top = MARGIN + HEAD;
	wide = (page->width_px - MARGIN - left) / (double)c->n_classes;
	high = (page->height_px - MARGIN - room * 0.64 - 36 - top) / (double)c->n_true;
	side = wide < high ? wide : high; /* of a cell, a square */
	right = left + side * (double)c->n_classes;
	bottom = top + side * (double)c->n_true;
	page_panel(page, left, top, right, bottom);
	page_text(page, MARGIN, MARGIN + 4, PAGE_LEFT, PAGE_PT_TITLE, PAGE_INK,
	    page->width_px - 2 * MARGIN, page->title != NULL ? page->title : title);
	page_text(page, MARGIN, MARGIN + 30, PAGE_LEFT, PAGE_PT_TEXT, PAGE_GREY,
	    page->width_px - 2 * MARGIN, note);
	page_text(page, (left + right) / 2, bottom + room * 0.64 + 36, PAGE_CENTRE, PAGE_PT_TEXT,
	    PAGE_GREY, 200, "predicted");
	fprintf(page->script,
	    "set label 'true' at screen %.6f,%.6f center rotate by 90 font ',%d' textcolor rgb "
	    "'" PAGE_GREY "'\n",
	    (MARGIN + 4.0) / page->width_px, 1 - (top + bottom) / 2 / page->height_px,
	    PAGE_PT_TEXT);
	draw_matrix(page, c, room);
	page_end(page);
	free(title);
	free(note);
}
