/* SPDX-License-Identifier: MIT */
/*
 * How often predictions of about one confidence are right: what labelled predictions say. A label
 * that is no class is never right.
 */
#include <stdlib.h>

#include "base/xmalloc.h"
#include "chart.h"
#include "tables/predictions.h"
#include "stats/metrics.h"

#define HEAD 84   /* px, title and two notes */
#define AXIS 56   /* px, numbers and name of the lower axis */
#define SCALE 58  /* px, numbers left of a panel */
#define SIDE 420  /* px, of the diagram, a square */
#define COUNTS 90 /* px, of the panel of counts below it */
#define GAP 24    /* px, between the two: a number stands beside each edge */

struct reliability {
	struct predictions table;
	struct metrics metrics;
	bool segments; /* rows are segments, not tracks */
};

static void
reliability_free(void *state)
{
	struct reliability *r = state;

	predictions_clear(&r->table);
	free(r);
}

static void *
reliability_create(struct csv_reader *csv, const struct chart_request *request)
{
	struct reliability *r = xcalloc(1, sizeof(*r));

	(void)request;
	if (predictions_init(&r->table, csv) == 0)
		return r;
	reliability_free(r);
	return NULL;
}

/* rows without a label or an answer do not count */
static int
reliability_add(void *state, struct csv_reader *csv)
{
	struct reliability *r = state;
	struct predictions_row row;

	if (predictions_parse(&r->table, csv, &row) != 0)
		return -1;
	if (*row.label == '\0' || !row.answered)
		return 0;
	metrics_add_confidence(&r->metrics, row.p[row.predicted],
	    predictions_find_class(&r->table, row.label) == (long)row.predicted);
	r->segments |= *row.segment != '\0';
	return 0;
}

static int
reliability_finish(void *state, struct csv_reader *csv)
{
	struct reliability *r = state;

	return r->metrics.n > 0
	    ? 0
	    : csv_fail(csv, "no row has a label: nothing to compare the predictions with");
}

/* Of one bin that holds something: the share that is right, and the mean confidence. */
static double
accuracy_of(const struct metrics_bin *bin)
{
	return (double)bin->right / (double)bin->n;
}

static double
confidence_of(const struct metrics_bin *bin)
{
	return bin->confidence / (double)bin->n;
}

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
			    100.0 * (double)(i + 1) / METRICS_BINS, 100 * accuracy_of(b),
			    100 * confidence_of(b), b->n);
	}
	fputs("EOD\n", f);
}

/* how often predictions of about one confidence are right, and below how many there are */
static void
reliability_draw(const void *state, struct page *page)
{
	const struct reliability *r = state;
	const struct metrics *s = &r->metrics;
	double left = PAGE_MARGIN + SCALE, top = PAGE_MARGIN + HEAD, right, bottom;
	char *title =
	    xasprintf("Reliability \u2013 calibration error %.1f %%", 100 * metrics_ece(s));
	char *note = xasprintf("%zu of %zu %s right, %.1f %%", s->right, s->n,
	    r->segments ? "segments" : "tracks", 100 * metrics_accuracy(s));
	FILE *f = page->script;

	page_begin(page, 2 * PAGE_MARGIN + SCALE + SIDE,
	    2 * PAGE_MARGIN + HEAD + SIDE + GAP + COUNTS + AXIS);
	right = page->width_px - PAGE_MARGIN;
	bottom = page->height_px - PAGE_MARGIN - AXIS;
	put_data(f, s);
	page_panel(page, left, top, right, bottom - COUNTS - GAP);
	page_head(page, right - PAGE_MARGIN, title, note);
	page_text(page, PAGE_MARGIN, PAGE_MARGIN + 50, PAGE_LEFT, PAGE_PT_TEXT, PAGE_GREY,
	    right - PAGE_MARGIN, "bars: how many are right; dots: what was stated");
	page_text(page, (left + right) / 2, bottom + 42, PAGE_CENTRE, PAGE_PT_TEXT, PAGE_GREY,
	    right - left, "confidence");
	put_axes(f);
	fputs("set yrange [0:100]\nset ytics 0,20,100 nomirror format '%.0f %%'\n"
	      "set xtics 0,20,100 nomirror format ''\n"
	      "plot $bins using 1:3:1:2:(0):3 with boxxyerror fc rgb '" PAGE_MUTED "', "
	      "[0:100] x with lines lw 1.5 dt 2 lc rgb '" PAGE_GREY "', "
	      "$bins using (($1+$2)/2):4 with points pt 7 ps 0.9 lc rgb '" PAGE_ACCENT "'\n",
	    f);
	page_panel(page, left, bottom - COUNTS, right, bottom);
	put_axes(f);
	fputs("set yrange [0:*]\nset ytics autofreq nomirror format '%g'\n"
	      "set xtics 0,20,100 nomirror format '%.0f %%'\n"
	      "plot $bins using 1:5:1:2:(0):5 with boxxyerror fc rgb '" PAGE_GREY "'\n",
	    f);
	page_end(page);
	free(title);
	free(note);
}

/* a line for each bin of confidence that holds something */
static void
reliability_write(const void *state, const struct text *text)
{
	const struct reliability *r = state;
	const struct metrics *s = &r->metrics;
	char *title = xasprintf(
	    "Reliability: %zu of %zu %s right, %.1f %%, calibration error %.1f %%", s->right, s->n,
	    r->segments ? "segments" : "tracks", 100 * metrics_accuracy(s), 100 * metrics_ece(s));

	text_title(text, title);
	text_line(text, "confidence  stated   right   count");
	for (size_t i = 0; i < METRICS_BINS; i++) {
		const struct metrics_bin *b = &s->bins[i];
		char line[80];

		if (b->n == 0)
			continue;
		snprintf(line, sizeof(line), "%3.0f - %3.0f %% %5.1f %% %5.1f %% %7zu",
		    100.0 * (double)i / METRICS_BINS, 100.0 * (double)(i + 1) / METRICS_BINS,
		    100 * confidence_of(b), 100 * accuracy_of(b), b->n);
		text_line(text, line);
	}
	free(title);
}

const struct chart chart_reliability = {
    .option = "reliability",
    .help = "labelled predictions: are they right as often as they say",
    .table = "predictions",
    .reads = predictions_are,
    .create = reliability_create,
    .add = reliability_add,
    .finish = reliability_finish,
    .draw = reliability_draw,
    .write = reliability_write,
    .free = reliability_free,
};
