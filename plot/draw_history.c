/* SPDX-License-Identifier: MIT */
#include "draw.h"

#define MARGIN 28
#define HEAD 62 /* px, title and panel names */
#define AXIS 56 /* px, numbers and name of the lower axis */
#define KEY 300 /* px, what the colours mean, right of the title */
#define RULE "\u2500\u2500"
#define SCALE 64 /* px, numbers left of a panel */

/* $accuracy and $loss: epoch, train, validation ('-' where there is none) */
static void
put_data(FILE *f, const struct history *h)
{
	fputs("$accuracy << EOD\n", f);
	for (size_t i = 0; i < h->n_epochs; i++) {
		const struct table_epoch *e = &h->epochs[i];

		fprintf(f, "%.9g %.9g ", e->epoch, 100 * e->accuracy);
		fprintf(f, e->has_validation ? "%.9g\n" : "-\n", 100 * e->val_accuracy);
	}
	fputs("EOD\n$loss << EOD\n", f);
	for (size_t i = 0; i < h->n_epochs; i++) {
		const struct table_epoch *e = &h->epochs[i];

		fprintf(f, "%.9g %.9g ", e->epoch, e->loss);
		fprintf(f, e->has_validation ? "%.9g\n" : "-\n", e->val_loss);
	}
	fputs("EOD\n", f);
}

/* one panel; `data` names the block, `format` is that of the numbers on the left */
static void
draw_panel(struct page *page, const struct history *h, double left, double right, const char *head,
    const char *data, const char *format, const char *range)
{
	double top = MARGIN + HEAD, bottom = page->height_px - MARGIN - AXIS;
	double first = h->epochs[0].epoch, last = first;
	const char *style = h->n_epochs <= 30 ? "linespoints pt 7 ps 0.6" : "lines";

	for (size_t i = 1; i < h->n_epochs; i++) {
		double epoch = h->epochs[i].epoch;

		first = epoch < first ? epoch : first;
		last = epoch > last ? epoch : last;
	}
	page_panel(page, left + SCALE, top, right, bottom);
	page_text(page, left + SCALE, top - 18, PAGE_LEFT, PAGE_PT_HEAD, PAGE_INK,
	    right - left - SCALE, head);
	page_text(page, (left + SCALE + right) / 2, bottom + 42, PAGE_CENTRE, PAGE_PT_TEXT,
	    PAGE_GREY, right - left, "epoch");
	fprintf(page->script,
	    "set border 3 lc rgb '" PAGE_GREY "'\n"
	    "set grid ytics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set tics nomirror out scale 0.5 font ',%d' textcolor rgb '" PAGE_GREY "'\n"
	    "set xtics autofreq nomirror format '%%g'\nset ytics autofreq nomirror format '%s'\n"
	    "set xrange [%.9g:%.9g]\n%s\n",
	    PAGE_PT_TEXT, format, first == last ? first - 0.5 : first,
	    first == last ? last + 0.5 : last, range);
	fprintf(
	    page->script, "plot %s using 1:2 with %s lw 2 lc rgb '" PAGE_ACCENT "'", data, style);
	if (h->has_validation)
		fprintf(page->script, ", %s using 1:3 with %s lw 2 lc rgb '" PAGE_SECOND "'", data,
		    style);
	putc('\n', page->script);
}

void
draw_history(struct page *page, const struct history *h)
{
	double middle, right;

	page_begin(page, 1200, 500);
	middle = page->width_px / 2.0;
	right = page->width_px - MARGIN;
	fputs("set datafile missing '-'\n", page->script);
	put_data(page->script, h);
	draw_panel(page, h, MARGIN, middle - MARGIN / 2.0, "accuracy", "$accuracy", "%.0f %%",
	    "set yrange [*<99:100]");
	page_panel(page, 0, 0, 1, 1);
	page_text(page, MARGIN, MARGIN + 4, PAGE_LEFT, PAGE_PT_TITLE, PAGE_INK,
	    page->width_px - 2 * MARGIN - KEY,
	    page->title != NULL ? page->title : "Training history");
	page_text(page, right - (h->has_validation ? KEY / 2 : 0), MARGIN + 4, PAGE_RIGHT,
	    PAGE_PT_HEAD, PAGE_ACCENT, KEY / 2, RULE " train");
	if (h->has_validation)
		page_text(page, right, MARGIN + 4, PAGE_RIGHT, PAGE_PT_HEAD, PAGE_SECOND,
		    KEY / 2 - 10, RULE " validation");
	fputs("plot [0:1] [0:1] -1\n", page->script);
	draw_panel(page, h, middle + MARGIN / 2.0, right, "loss", "$loss", "%g",
	    "set yrange [*<0:1e-9<*]");
	page_end(page);
}
