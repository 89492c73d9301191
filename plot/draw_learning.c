/* SPDX-License-Identifier: MIT */
#include "draw.h"

#define MARGIN 28
#define HEAD 50
#define AXIS 56
#define SCALE 64
#define NAMES 130    /* px, of the series, right of the panel */
#define NAME_GAP 5.0 /* percent, from one name to the next */

/* Okabe and Ito's colours, but for the yellow */
static const char *const colours[LEARNING_SERIES_MAX] = {PAGE_ACCENT, PAGE_SECOND, "#009E73",
    "#CC79A7", "#56B4E9", "#E69F00", "#222222"};

/* $series0, $series1, ...: songs, accuracy and error in percent */
static void
put_data(FILE *f, const struct learning *l)
{
	for (size_t s = 0; s < l->series.n; s++) {
		fprintf(f, "$series%zu << EOD\n", s);
		for (size_t i = 0; i < l->n_points; i++) {
			const struct learning_point *p = &l->points[i];

			if (p->series == s)
				fprintf(f, "%.9g %.9g %.9g\n", p->songs, 100 * p->accuracy,
				    100 * p->error);
		}
		fputs("EOD\n", f);
	}
}

/* the last point of a series */
static const struct learning_point *
last_point(const struct learning *l, size_t series)
{
	const struct learning_point *last = NULL;

	for (size_t i = 0; i < l->n_points; i++) {
		if (l->points[i].series == series)
			last = &l->points[i];
	}
	return last;
}

/*
 * Where the name of each series goes, at[n] in percent: beside its last point, but not on the name of
 * another that ends lower.
 */
static void
place_names(const struct learning *l, double *at)
{
	bool placed[LEARNING_SERIES_MAX] = {false};
	double floor = -NAME_GAP;

	for (size_t s = 0; s < l->series.n; s++)
		at[s] = 100 * last_point(l, s)->accuracy;
	for (size_t k = 0; k < l->series.n; k++) {
		size_t lowest = LEARNING_SERIES_MAX;

		for (size_t s = 0; s < l->series.n; s++) {
			if (!placed[s] && (lowest == LEARNING_SERIES_MAX || at[s] < at[lowest]))
				lowest = s;
		}
		floor = at[lowest] > floor + NAME_GAP ? at[lowest] : floor + NAME_GAP;
		at[lowest] = floor;
		placed[lowest] = true;
	}
}

void
draw_learning(struct page *page, const struct learning *l)
{
	FILE *f = page->script;
	double right, bottom, at[LEARNING_SERIES_MAX];

	page_begin(page, 860, 480);
	right = page->width_px - MARGIN - NAMES;
	bottom = page->height_px - MARGIN - AXIS;
	put_data(f, l);
	page_panel(page, MARGIN + SCALE, MARGIN + HEAD, right, bottom);
	page_text(page, MARGIN, MARGIN + 4, PAGE_LEFT, PAGE_PT_TITLE, PAGE_INK,
	    page->width_px - 2 * MARGIN, page->title != NULL ? page->title : "Learning curve");
	page_text(page, (MARGIN + SCALE + right) / 2, bottom + 42, PAGE_CENTRE, PAGE_PT_TEXT,
	    PAGE_GREY, right, "songs of each class to learn from");
	place_names(l, at);
	for (size_t s = 0; s < l->series.n; s++)
		page_mark(page, last_point(l, s)->songs, at[s], 1.2, PAGE_LEFT, PAGE_PT_HEAD, colours[s],
		    NAMES, l->series.list[s]);
	fprintf(f,
	    "set border 3 lc rgb '" PAGE_GREY "'\nset grid ytics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set tics nomirror out scale 0.5 font ',%d' textcolor rgb '" PAGE_GREY "'\n"
	    "set xtics autofreq nomirror format '%%g'\n"
	    "set ytics 0,20,100 nomirror format '%%.0f %%%%'\n"
	    "set xrange [0:*]\nset yrange [0:100]\nplot ",
	    PAGE_PT_TEXT);
	for (size_t s = 0; s < l->series.n; s++)
		fprintf(f, "%s$series%zu using 1:2:3 with yerrorlines lw 2 pt 7 ps 0.7 lc rgb '%s'",
		    s > 0 ? ", " : "", s, colours[s]);
	putc('\n', f);
	page_end(page);
}
