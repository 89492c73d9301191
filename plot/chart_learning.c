/* SPDX-License-Identifier: MIT */
/* How accuracy grows with the number of songs: series,songs,accuracy,error. */
#include <math.h>
#include <stdlib.h>

#include "base/string_table.h"
#include "base/xmalloc.h"
#include "chart.h"
#include "tables/learning_curve.h"

#define POINTS_MAX ((size_t)10000)
#define SERIES_MAX ((size_t)7) /* as many colours as can be told apart */
#define HEAD 50
#define AXIS 56
#define SCALE 64
#define NAMES 130    /* px, of the series, right of the panel */
#define NAME_GAP 5.0 /* percent, from one name to the next */

struct point {
	size_t series;
	double songs;
	double accuracy, error; /* 0 .. 1; error: a standard error, 0 where none is known */
};

struct learning {
	struct learning_curve_columns columns;
	struct string_table series;
	struct point *points; /* [n_points], in the order of the table */
	size_t n_points, cap;
};

static bool
learning_reads(const struct csv_reader *csv)
{
	struct learning_curve_columns columns;

	return learning_curve_find(csv, &columns);
}

static void *
learning_create(struct csv_reader *csv, const struct chart_request *request)
{
	struct learning *l = xcalloc(1, sizeof(*l));

	(void)request;
	learning_curve_find(csv, &l->columns);
	return l;
}

static int
learning_add(void *state, struct csv_reader *csv)
{
	struct learning *l = state;
	struct learning_curve_point p;

	if (learning_curve_parse(csv, &l->columns, &p) != 0)
		return -1;
	xgrow(&l->points, &l->cap, l->n_points + 1, sizeof(*l->points));
	l->points[l->n_points] = (struct point){
	    .series = string_table_add(&l->series, p.series),
	    .songs = p.songs,
	    .accuracy = p.accuracy,
	    .error = p.error,
	};
	if (l->series.n > SERIES_MAX)
		return csv_fail(csv, "more than %zu series", SERIES_MAX);
	if (++l->n_points > POINTS_MAX)
		return csv_fail(csv, "more than %zu points", POINTS_MAX);
	return 0;
}

static void
learning_free(void *state)
{
	struct learning *l = state;

	string_table_free(&l->series);
	free(l->points);
	free(l);
}

/* Okabe and Ito's colours, but for the yellow */
static const char *const colours[SERIES_MAX] = {
    PAGE_ACCENT, PAGE_SECOND, "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#222222"};

/* $series0, $series1, ...: songs, accuracy and error in percent */
static void
put_data(FILE *f, const struct learning *l)
{
	for (size_t s = 0; s < l->series.n; s++) {
		fprintf(f, "$series%zu << EOD\n", s);
		for (size_t i = 0; i < l->n_points; i++) {
			const struct point *p = &l->points[i];

			if (p->series == s)
				fprintf(f, "%.9g %.9g %.9g\n", p->songs, 100 * p->accuracy,
				    100 * p->error);
		}
		fputs("EOD\n", f);
	}
}

/* the last point of a series */
static const struct point *
last_point(const struct learning *l, size_t series)
{
	const struct point *last = NULL;

	for (size_t i = 0; i < l->n_points; i++) {
		if (l->points[i].series == series)
			last = &l->points[i];
	}
	return last;
}

/*
 * Where the name of each series goes, at[n] in percent: beside its last point, but not on the name
 * of another that ends lower.
 */
static void
place_names(const struct learning *l, double *at)
{
	bool placed[SERIES_MAX] = {false};
	double floor = -NAME_GAP;

	for (size_t s = 0; s < l->series.n; s++)
		at[s] = 100 * last_point(l, s)->accuracy;
	for (size_t k = 0; k < l->series.n; k++) {
		size_t lowest = SERIES_MAX;

		for (size_t s = 0; s < l->series.n; s++) {
			if (!placed[s] && (lowest == SERIES_MAX || at[s] < at[lowest]))
				lowest = s;
		}
		floor = at[lowest] > floor + NAME_GAP ? at[lowest] : floor + NAME_GAP;
		at[lowest] = floor;
		placed[lowest] = true;
	}
}

/* accuracy by number of songs, a line with error bars for each series */
static void
learning_draw(const void *state, struct page *page)
{
	const struct learning *l = state;
	FILE *f = page->script;
	double right, bottom, most = 0, at[SERIES_MAX];

	page_begin(page, 860, 480);
	right = page->width_px - PAGE_MARGIN - NAMES;
	bottom = page->height_px - PAGE_MARGIN - AXIS;
	put_data(f, l);
	page_panel(page, PAGE_MARGIN + SCALE, PAGE_MARGIN + HEAD, right, bottom);
	page_head(page, page->width_px - 2 * PAGE_MARGIN, "Learning curve", NULL);
	page_text(page, (PAGE_MARGIN + SCALE + right) / 2, bottom + 42, PAGE_CENTRE, PAGE_PT_TEXT,
	    PAGE_GREY, right, "songs of each class to learn from");
	for (size_t i = 0; i < l->n_points; i++)
		most = fmax(most, l->points[i].songs);
	place_names(l, at);
	for (size_t s = 0; s < l->series.n; s++)
		page_mark(page, last_point(l, s)->songs, at[s], 1.2, PAGE_LEFT, PAGE_PT_HEAD,
		    colours[s], NAMES, l->series.list[s]);
	fprintf(f,
	    "set border 3 lc rgb '" PAGE_GREY "'\nset grid ytics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set tics nomirror out scale 0.5 font ',%d' textcolor rgb '" PAGE_GREY "'\n"
	    "set xtics %s nomirror format '%%g'\n"
	    "set ytics 0,20,100 nomirror format '%%.0f %%%%'\n"
	    "set xrange [0:*]\nset yrange [0:100]\nplot ",
	    PAGE_PT_TEXT, page_whole_tics(most));
	for (size_t s = 0; s < l->series.n; s++)
		fprintf(f, "%s$series%zu using 1:2:3 with yerrorlines lw 2 pt 7 ps 0.7 lc rgb '%s'",
		    s > 0 ? ", " : "", s, colours[s]);
	putc('\n', f);
	page_end(page);
}

/* a line for each point */
static void
learning_write(const void *state, const struct text *text)
{
	const struct learning *l = state;

	text_title(text, "Learning curve: accuracy by songs of each class");
	for (size_t i = 0; i < l->n_points; i++) {
		const struct point *p = &l->points[i];
		char line[80];

		text_cell(text, l->series.list[p->series], 12, false);
		snprintf(line, sizeof(line), " %5g %5.1f %% +- %4.1f", p->songs, 100 * p->accuracy,
		    100 * p->error);
		text_line(text, line);
	}
}

const struct chart chart_learning = {
    .reads = learning_reads,
    .create = learning_create,
    .add = learning_add,
    .draw = learning_draw,
    .write = learning_write,
    .free = learning_free,
};
