/* SPDX-License-Identifier: MIT */
/* The histogram of one column: of all rows, or for each label over the same bins. */
#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "chart.h"
#include "groups.h"

#define BINS_MIN 5
#define BINS_MAX 60
/* values closer than this, of their size and at all, are one: tables hold nine digits */
#define CLOSE_RELATIVE 1e-9
#define CLOSE_ABSOLUTE 1e-30

#define HEAD 62      /* px, title and note */
#define AXIS 56      /* px, numbers and name of the lower axis */
#define SCALE 64     /* px, numbers left of the histogram of all rows */
#define ALONE 320    /* px, height of that */
#define NAMES_MIN 60 /* px, labels left of the others */
#define NAMES_MAX 210
#define COUNTS 70 /* px, right of them: how many rows each stands for */
#define FULL 0.88 /* height of the highest bar to that of a label's row */

#define EDGE_COLUMNS 10 /* as text: one edge of a bin */
#define COUNT_COLUMNS 8 /* and how many rows it holds */

struct histogram {
	const char *name; /* of the column, the caller's */
	struct groups groups;
	double low,
	    width; /* bin b holds values from low + b * width on, the last also its upper edge */
	size_t n_bins;
	size_t *counts; /* [groups.n][n_bins] */
	double tallest; /* the largest share of its group that a bin holds */
};

static void
histogram_free(void *state)
{
	struct histogram *h = state;

	groups_clear(&h->groups);
	free(h->counts);
	free(h);
}

static void *
histogram_create(struct csv_reader *csv, const struct chart_request *request)
{
	struct histogram *h = xcalloc(1, sizeof(*h));

	h->name = request->argument;
	if (groups_init(&h->groups, csv, h->name) == 0)
		return h;
	histogram_free(h);
	return NULL;
}

static int
histogram_add(void *state, struct csv_reader *csv)
{
	struct histogram *h = state;

	return groups_add(&h->groups, csv);
}

/*
 * Bins as wide as Freedman and Diaconis (1981) advise, 2 IQR / cbrt(n), or as Sturges (1926),
 * range / (log2(n) + 1), whichever is less, as numpy's "auto" does. n and the interquartile range
 * are means over the groups: those of all values together hide the shape of groups that lie apart.
 */
static void
choose_bins(struct histogram *h)
{
	const struct groups *g = &h->groups;
	double high, iqr = 0, n = (double)g->n_values / (double)g->n, wanted;

	h->low = high = g->list[0].values[0];
	for (size_t i = 0; i < g->n; i++) {
		const struct group *group = &g->list[i];

		h->low = fmin(h->low, group->values[0]);
		high = fmax(high, group->values[group->n_values - 1]);
		iqr += (group_quantile(group, 0.75) - group_quantile(group, 0.25)) / (double)g->n;
	}
	if (high - h->low <=
	    fmax(CLOSE_RELATIVE * fmax(fabs(h->low), fabs(high)), CLOSE_ABSOLUTE)) {
		h->n_bins = 1; /* around the one value */
		h->width = fabs(h->low) > CLOSE_ABSOLUTE ? fabs(h->low) / 10 : 1;
		h->low -= h->width / 2;
		return;
	}
	wanted = ceil(log2(n) + 1);
	if (iqr > 0)
		wanted = fmax(wanted, ceil((high - h->low) * cbrt(n) / (2 * iqr)));
	h->n_bins = (size_t)fmin(fmax(wanted, BINS_MIN), BINS_MAX);
	h->width = (high - h->low) / (double)h->n_bins;
}

/* edge `b` of the bins, 0 .. n_bins */
static double
edge(const struct histogram *h, size_t b)
{
	return h->low + (double)b * h->width;
}

/* the share of its group that a bin holds, 0 .. 1 */
static double
share(const struct histogram *h, size_t group, size_t bin)
{
	return (double)h->counts[group * h->n_bins + bin] / (double)h->groups.list[group].n_values;
}

static int
histogram_finish(void *state, struct csv_reader *csv)
{
	struct histogram *h = state;
	const struct groups *g = &h->groups;

	(void)csv;
	groups_sort(&h->groups);
	choose_bins(h);
	h->counts = xcalloc(g->n * h->n_bins, sizeof(*h->counts));
	for (size_t i = 0; i < g->n; i++) {
		const struct group *group = &g->list[i];

		for (size_t k = 0; k < group->n_values; k++) {
			size_t bin = (size_t)((group->values[k] - h->low) / h->width);

			h->counts[i * h->n_bins + (bin < h->n_bins ? bin : h->n_bins - 1)]++;
		}
		for (size_t b = 0; b < h->n_bins; b++)
			h->tallest = fmax(h->tallest, share(h, i, b));
	}
	return 0;
}

/* whether no row has a label: one histogram of all, by count */
static bool
is_alone(const struct histogram *h)
{
	return h->groups.n == 1 && *h->groups.list[0].label == '\0';
}

/* the caller frees */
static char *
title_of(const struct histogram *h)
{
	return xasprintf("Histogram of %s", h->name);
}

/* $bars: group, lower edge, upper edge, count, height in a label's row */
static void
put_data(FILE *f, const struct histogram *h)
{
	fputs("$bars << EOD\n", f);
	for (size_t i = 0; i < h->groups.n; i++) {
		for (size_t b = 0; b < h->n_bins; b++)
			fprintf(f, "%zu %.17g %.17g %zu %.9g\n", i, edge(h, b), edge(h, b + 1),
			    h->counts[i * h->n_bins + b], FULL * share(h, i, b) / h->tallest);
	}
	fputs("EOD\n", f);
}

static void
draw_head(struct page *page, const struct histogram *h)
{
	char *title = title_of(h), *heights, *note;

	heights = is_alone(h)
	    ? xstrdup(", by count")
	    : xasprintf(", by share of the label's rows, at most %.0f %%", 100 * h->tallest);
	note = xasprintf("%zu rows, %zu bin%s of %.3g%s", h->groups.n_values, h->n_bins,
	    h->n_bins == 1 ? "" : "s", h->width, heights);
	page_head(page, page->width_px - 2 * PAGE_MARGIN, title, note);
	free(title);
	free(heights);
	free(note);
}

/* all rows in one histogram, with a scale of counts */
static void
draw_alone(struct page *page)
{
	fprintf(page->script,
	    "set border 3\nset grid ytics lt 1 lc rgb '" PAGE_RULE "'\nset yrange [0:*]\n"
	    "set ytics autofreq nomirror out scale 0.5 format '%%g' font ',%d' textcolor rgb "
	    "'" PAGE_GREY "'\n"
	    "plot $bars using 2:4:2:3:(0):4 with boxxyerror lc rgb '" PAGE_ACCENT "'\n",
	    PAGE_PT_TEXT);
}

/* a row for each label, all of one scale, with its name to the left and its rows to the right */
static void
draw_rows(struct page *page, const struct histogram *h, double names)
{
	const struct groups *g = &h->groups;

	fprintf(page->script, "set yrange [%zu-0.5:-0.5]\n", g->n);
	for (size_t i = 0; i < g->n; i++) {
		char count[32];

		snprintf(count, sizeof(count), "%zu", g->list[i].n_values);
		page_mark(page, edge(h, 0), (double)i + 0.2, -1, PAGE_RIGHT, PAGE_PT_TEXT, PAGE_INK,
		    names - 10, group_name(&g->list[i]));
		page_mark(page, edge(h, h->n_bins), (double)i + 0.2, 1, PAGE_LEFT, PAGE_PT_TEXT,
		    PAGE_GREY, COUNTS - 10, count);
	}
	fputs("plot $bars using 2:1:2:3:($1+0.44-$5):($1+0.44) with boxxyerror lc rgb '" PAGE_ACCENT
	      "', $bars using 2:($1+0.44):($3-$2):(0) with vectors nohead lw 1 lc rgb '" PAGE_GREY
	      "'\n",
	    page->script);
}

static double
names_px(const struct groups *g)
{
	double px = page_text_px(groups_name_columns(g), PAGE_PT_TEXT);

	return fmin(fmax(px, NAMES_MIN), NAMES_MAX) + 14;
}

static void
histogram_draw(const void *state, struct page *page)
{
	const struct histogram *h = state;
	bool alone = is_alone(h);
	int row_px = h->groups.n <= 20 ? 54 : 24, rows = row_px * (int)h->groups.n;
	double names = alone ? SCALE : names_px(&h->groups), left, right, bottom;

	page_begin(page, 860,
	    2 * PAGE_MARGIN + HEAD + AXIS +
		(alone              ? ALONE
			: rows > 90 ? rows
				    : 90));
	left = PAGE_MARGIN + names;
	right = page->width_px - PAGE_MARGIN - (alone ? 0 : COUNTS);
	bottom = page->height_px - PAGE_MARGIN - AXIS;
	put_data(page->script, h);
	page_panel(page, left, PAGE_MARGIN + HEAD, right, bottom);
	draw_head(page, h);
	page_text(page, (left + right) / 2, bottom + 42, PAGE_CENTRE, PAGE_PT_TEXT, PAGE_GREY,
	    right - left, h->name);
	fprintf(page->script,
	    "set border 1 lc rgb '" PAGE_GREY "'\nset grid xtics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set xtics autofreq nomirror out scale 0.5 format '%%g' font ',%d' textcolor rgb "
	    "'" PAGE_GREY "'\n"
	    "set xrange [%.17g:%.17g]\nset style fill solid 1 border rgb '#FFFFFF'\n",
	    PAGE_PT_TEXT, edge(h, 0), edge(h, h->n_bins));
	if (alone)
		draw_alone(page);
	else
		draw_rows(page, h, names);
	page_end(page);
}

/* a line for each bin: its edges, a bar, and how many rows it holds */
static void
write_alone(const struct histogram *h, const struct text *text)
{
	size_t taken = 2 * (EDGE_COLUMNS + 1) + 1 + COUNT_COLUMNS;
	size_t width = text->columns > taken ? text->columns - taken : 1;

	for (size_t b = 0; b < h->n_bins; b++) {
		fprintf(text->out, "%*.4g %*.4g ", EDGE_COLUMNS, edge(h, b), EDGE_COLUMNS,
		    edge(h, b + 1));
		text_bar(text, share(h, 0, b) / h->tallest, width);
		fprintf(text->out, " %*zu\n", COUNT_COLUMNS, h->counts[b]);
	}
}

/* one character for bins from..to-1 of a group: the highest of them */
static void
write_level(
    const struct histogram *h, const struct text *text, size_t group, size_t from, size_t to)
{
	double highest = 0;

	for (size_t b = from; b < to; b++)
		highest = fmax(highest, share(h, group, b));
	if (highest > 0)
		text_level(text, highest / h->tallest);
	else
		putc(' ', text->out);
}

/* a line for each label, a character for each bin, or for several where the line is too short */
static void
write_rows(const struct histogram *h, const struct text *text)
{
	const struct groups *g = &h->groups;
	size_t names = groups_name_columns(g), most = text->columns / 3, n;

	most = most < TEXT_NAME_COLUMNS_MAX ? most : TEXT_NAME_COLUMNS_MAX;
	names = names < most ? names : most;
	n = text->columns - names - COUNT_COLUMNS - 2; /* at least 4 of TEXT_COLUMNS_MIN */
	n = n < h->n_bins ? n : h->n_bins;
	for (size_t i = 0; i < g->n; i++) {
		text_cell(text, group_name(&g->list[i]), names, false);
		fprintf(text->out, " %*zu ", COUNT_COLUMNS, g->list[i].n_values);
		for (size_t k = 0; k < n; k++)
			write_level(h, text, i, k * h->n_bins / n, (k + 1) * h->n_bins / n);
		putc('\n', text->out);
	}
}

static void
histogram_write(const void *state, const struct text *text)
{
	const struct histogram *h = state;
	char *title = title_of(h);
	char *note = xasprintf("%zu rows, %zu bin%s from %.4g to %.4g", h->groups.n_values,
	    h->n_bins, h->n_bins == 1 ? "" : "s", edge(h, 0), edge(h, h->n_bins));

	text_title(text, title);
	text_line(text, note);
	if (is_alone(h))
		write_alone(h, text);
	else
		write_rows(h, text);
	free(title);
	free(note);
}

const struct chart chart_histogram = {
    .option = "histogram",
    .argument = "NAME",
    .help = "any table: how often that column has which values, by label",
    .table = "columns",
    .reads = groups_read,
    .create = histogram_create,
    .add = histogram_add,
    .finish = histogram_finish,
    .draw = histogram_draw,
    .write = histogram_write,
    .free = histogram_free,
};
