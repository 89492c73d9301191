/* SPDX-License-Identifier: MIT */
#include "draw.h"

#include <stdlib.h>

#include "base/xmalloc.h"

#define MARGIN 28
#define HEAD 84     /* px, title and two notes */
#define AXIS 56     /* px, numbers and name of the lower axis */
#define SCALE 58    /* px, numbers left of a panel */
#define SIDE 420    /* px, of the diagram, a square */
#define COUNTS 90   /* px, of the panel of counts below it */
#define GAP 14

static void
put_axes(FILE *f)
{
	fprintf(f,
	    "set border 3 lc rgb '" PAGE_GREY "'\nset grid ytics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set tics nomirror out scale 0.5 font ',%d' textcolor rgb '" PAGE_GREY "'\n"
	    "set xrange [0:100]\n",
	    PAGE_PT_TEXT);
}

/* $bins: from, to, accuracy, mean confidence, count; those that hold something */
static void
put_data(FILE *f, const struct metrics *s)
{
	fputs("$bins << EOD\n", f);
	for (size_t i = 0; i < METRICS_BINS; i++) {
		const struct metrics_bin *b = &s->bins[i];

		if (b->n > 0)
			fprintf(f, "%.9g %.9g %.9g %.9g %zu\n", 100.0 * (double)i / METRICS_BINS,
			    100.0 * (double)(i + 1) / METRICS_BINS, 100 * reliability_accuracy(b),
			    100 * reliability_confidence(b), b->n);
	}
	fputs("EOD\n", f);
}

void
draw_reliability(struct page *page, const struct reliability *r)
{
	const struct metrics *s = &r->scoring;
	double left = MARGIN + SCALE, top = MARGIN + HEAD, right, bottom;
	char *title = xasprintf("Reliability \u2013 calibration error %.1f %%", 100 * metrics_ece(s));
	char *note = xasprintf("%zu of %zu %s right, %.1f %%", s->right, s->n,
	    r->segments ? "segments" : "tracks", 100 * metrics_accuracy(s));
	FILE *f = page->script;

	page_begin(page, 2 * MARGIN + SCALE + SIDE, 2 * MARGIN + HEAD + SIDE + GAP + COUNTS + AXIS);
	right = page->width_px - MARGIN;
	bottom = page->height_px - MARGIN - AXIS;
	put_data(f, s);
	page_panel(page, left, top, right, bottom - COUNTS - GAP);
	page_text(page, MARGIN, MARGIN + 4, PAGE_LEFT, PAGE_PT_TITLE, PAGE_INK, right - MARGIN,
	    page->title != NULL ? page->title : title);
	page_text(page, MARGIN, MARGIN + 30, PAGE_LEFT, PAGE_PT_TEXT, PAGE_GREY, right - MARGIN, note);
	page_text(page, MARGIN, MARGIN + 50, PAGE_LEFT, PAGE_PT_TEXT, PAGE_GREY, right - MARGIN,
	    "bars: how many are right; dots: what was stated");
	page_text(page, (left + right) / 2, bottom + 42, PAGE_CENTRE, PAGE_PT_TEXT, PAGE_GREY,
	    right - left, "confidence");
	put_axes(f);
	fputs("set yrange [0:100]\nset ytics 0,20,100 format '%.0f %%'\n"
	      "set xtics 0,20,100 format ''\n"
	      "plot $bins using 1:3:1:2:(0):3 with boxxyerror fc rgb '" PAGE_MUTED "', "
	      "[0:100] x with lines lw 1.5 dt 2 lc rgb '" PAGE_GREY "', "
	      "$bins using (($1+$2)/2):4 with points pt 7 ps 0.9 lc rgb '" PAGE_ACCENT "'\n",
	    f);
	page_panel(page, left, bottom - COUNTS, right, bottom);
	put_axes(f);
	fputs("set yrange [0:*]\nset ytics autofreq format '%g'\nset xtics 0,20,100 format '%.0f %%'\n"
	      "plot $bins using 1:5:1:2:(0):5 with boxxyerror fc rgb '" PAGE_GREY "'\n",
	    f);
	page_end(page);
	free(title);
	free(note);
}
