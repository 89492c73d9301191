/* SPDX-License-Identifier: MIT */
/* Which class each track is, in bars: what predictions say, as a picture and row by row as text. */
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "chart.h"
#include "label.h"
#include "tables/predictions.h"
#include "tracks.h"

#define GAP 30   /* px, between panels */
#define HEAD 56  /* px, a panel's two lines of title */
#define AXIS 26  /* px, numbers below a panel */
#define VALUE 64 /* px, right of a full bar: its number */
#define NAMES_MAX 210
#define HISTORY_MAX 64 /* rows, more than a line of a terminal names */

struct bars {
	struct predictions table;
	struct tracks tracks;

	/* as text */
	size_t n_lines;   /* of the chart written last, 0: none is */
	size_t n_written; /* tracks that got bars */
	size_t n_more;    /* tracks that are only counted */
	size_t *won;      /* by class, [n_classes + 1]; the last: without an answer */
	size_t max_tracks;
	size_t history[HISTORY_MAX]; /* what rows before were, as in `won`, the newest first */
	size_t n_history;
};

static void
bars_free(void *state)
{
	struct bars *b = state;

	tracks_clear(&b->tracks);
	predictions_clear(&b->table);
	free(b->won);
	free(b);
}

static void *
bars_create(struct csv_reader *csv, const struct chart_request *request)
{
	struct bars *b = xcalloc(1, sizeof(*b));

	if (predictions_init(&b->table, csv) != 0) {
		bars_free(b);
		return NULL;
	}
	tracks_init(&b->tracks, b->table.classes, b->table.n_classes, request->max_tracks);
	b->won = xcalloc(b->table.n_classes + 1, sizeof(*b->won));
	b->max_tracks = request->max_tracks;
	return b;
}

static int
bars_add(void *state, struct csv_reader *csv)
{
	struct bars *b = state;
	struct predictions_row row;

	if (predictions_parse(&b->table, csv, &row) != 0)
		return -1;
	if (row.answered)
		tracks_add(&b->tracks, &row);
	return 0;
}

static int
bars_finish(void *state, struct csv_reader *csv)
{
	struct bars *b = state;

	tracks_finish(&b->tracks);
	return b->tracks.n_tracks > 0
	    ? 0
	    : csv_fail(csv, "no row has an answer: column status says why");
}

struct rect {
	double left, top, right, bottom;
};

/* height of a bar and the white below it: the more bars, the thinner, and in a panel of many */
static int
row_px(size_t n_rows, bool alone)
{
	if (alone)
		return n_rows <= 12 ? 30 : n_rows <= 40 ? 22 : 17;
	return n_rows <= 12 ? 22 : 17;
}

/* size of text for rows of this height */
static int
row_pt(double height)
{
	return height >= 20 ? PAGE_PT_TEXT : height >= 12 ? PAGE_PT_SMALL : PAGE_PT_SMALL - 2;
}

/* room for the names left of the bars, in a panel of that width */
static double
names_px(const char *const *names, size_t n, int pt, double width)
{
	double widest = 0, most = width * 0.4 < NAMES_MAX ? width * 0.4 : NAMES_MAX;

	for (size_t i = 0; i < n; i++) {
		double px = page_text_px(label_columns(names[i]), pt);

		widest = px > widest ? px : widest;
	}
	return (widest < most ? widest : most) + 14;
}

/*
 * Horizontal bars in percent of 100 for share[n], the first on top, names to the left and
 * numbers to the right: texts[n].
 */
static void
draw_bars(struct page *page, struct rect r, const char *const *names, const double *shares,
    char *const *texts, const size_t *order, size_t n, const char *axis_unit)
{
	FILE *f = page->script;
	int pt = row_pt((r.bottom - r.top) / (double)n);
	double names_width = names_px(names, n, pt, r.right - r.left);
	int step = r.right - r.left - names_width - VALUE < 220 ? 50 : 25;

	page_panel(page, r.left + names_width, r.top, r.right - VALUE, r.bottom);
	fprintf(f, "set xrange [0:100]\nset yrange [%zu-0.5:-0.5]\n", n);
	if (axis_unit != NULL)
		fprintf(f,
		    "set grid xtics lt 1 lc rgb '" PAGE_RULE "'\n"
		    "set xtics %d scale 0 format '%%.0f %s' font ',%d' textcolor rgb '" PAGE_GREY
		    "'\n",
		    step, axis_unit, PAGE_PT_SMALL);
	for (size_t i = 0; i < n; i++) {
		const char *colour = i == 0 || shares[order[i]] > 0 ? PAGE_INK : PAGE_GREY;

		page_mark(page, 0, (double)i, -1, PAGE_RIGHT, pt, colour, names_width - 10,
		    names[order[i]]);
		page_mark(page, 100 * shares[order[i]], (double)i, 0.8, PAGE_LEFT, pt, colour,
		    VALUE, texts[order[i]]);
	}
	fputs("$bars << EOD\n", f);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "%zu %.9g\n", i, 100 * shares[order[i]]);
	fputs("EOD\n", f);
}

/* The plot command for $bars, one of them in the strong colour. */
static void
plot_bars(struct page *page, size_t strong)
{
	fprintf(page->script,
	    "plot $bars using 2:1:(0):2:($1-0.36):($1+0.36) with boxxyerror lc rgb '" PAGE_MUTED
	    "', $bars every ::%zu::%zu using 2:1:(0):2:($1-0.36):($1+0.36) with boxxyerror lc rgb "
	    "'" PAGE_ACCENT "'\n",
	    strong, strong);
}

/* order[n]: classes by their share, the largest first, equal ones as they stand */
static void
sort_by_share(const double *shares, size_t n, size_t *order)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = i;

		for (; at > 0 && shares[order[at - 1]] < shares[i]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
}

/* a panel's two lines: what it is about, and what came out */
static void
draw_head(struct page *page, struct rect r, int pt, const char *name, const char *result)
{
	double width = r.right - r.left;

	page_text(page, r.left, r.top + pt * 0.7, PAGE_LEFT, pt, PAGE_INK, width, name);
	page_text(page, r.left, r.top + pt * 0.7 + 24, PAGE_LEFT, PAGE_PT_TEXT + 1, PAGE_ACCENT,
	    width, result);
}

static void
draw_track(struct page *page, struct rect r, const struct tracks *tracks,
    const struct track_mean *track, bool sorted, int head_pt)
{
	size_t n = tracks->n_classes, *order = xcalloc(n, sizeof(*order)), strong = 0;
	char **texts = xcalloc(n, sizeof(*texts));
	struct rect bars = {r.left, r.top + HEAD, r.right, r.bottom - AXIS};
	char *class = label_fit(tracks->classes[track->winner], 40, false), *note = NULL, *result;
	char *name = page->title != NULL && tracks->n_tracks == 1 ? xstrdup(page->title)
								  : label_of_track(track->name);

	for (size_t i = 0; i < n; i++) {
		texts[i] = xasprintf("%.1f %%", 100 * track->p[i]);
		order[i] = i;
	}
	if (sorted)
		sort_by_share(track->p, n, order);
	while (order[strong] != track->winner)
		strong++;
	draw_bars(page, bars, tracks->classes, track->p, texts, order, n, "%%");
	if (track->n_rows > 1)
		note = xasprintf(" (mean of %ld segments)", track->n_rows);
	result = xasprintf(
	    "%s \u2013 %.0f %%%s", class, 100 * track->p[track->winner], note != NULL ? note : "");
	draw_head(page, r, head_pt, *name != '\0' ? name : "(no name)", result);
	plot_bars(page, strong);
	for (size_t i = 0; i < n; i++)
		free(texts[i]);
	free(texts);
	free(order);
	free(class);
	free(name);
	free(note);
	free(result);
}

/*
 * The classes over time: a row of cells each, the darker the more probable. A cell reaches from
 * one segment's start to the next; the last is as long as the one before.
 */
static void
draw_over_time(struct page *page, struct rect r, const struct tracks *tracks)
{
	size_t n = tracks->n_classes, last = tracks->n_segments - 1;
	const double *at = tracks->starts_s;
	double end = at[last] + (at[last] - at[last - 1]);
	FILE *f = page->script;

	page_panel(page, r.left, r.top + HEAD, r.right, r.bottom - AXIS);
	page_text(page, r.left, r.top + HEAD - 18, PAGE_LEFT, PAGE_PT_TEXT, PAGE_GREY,
	    r.right - r.left, "by second, the darker the more probable");
	fprintf(f,
	    "set xrange [%.9g:%.9g]\nset yrange [%zu-0.5:-0.5]\n"
	    "set xtics autofreq scale 0 format '%%g' font ',%d' textcolor rgb '" PAGE_GREY
	    "'\nset border 15 lc rgb '" PAGE_RULE "'\n$segments << EOD\n",
	    at[0], end, n, PAGE_PT_SMALL);
	for (size_t k = 0; k <= last; k++) {
		for (size_t i = 0; i < n; i++)
			fprintf(f, "%.9g %zu %.9g %.9g\n", at[k], i, k < last ? at[k + 1] : end,
			    tracks->segment_p[k * n + i]);
	}
	fputs("EOD\nplot $segments using 1:2:1:3:($2-0.42):($2+0.42):4 with boxxyerror "
	      "fc palette\n",
	    f);
}

static void
draw_one(struct page *page, const struct tracks *tracks)
{
	bool over_time = tracks->n_segments >= 3;
	int rows = row_px(tracks->n_classes, true) * (int)tracks->n_classes;
	struct rect r;

	page_begin(page, over_time ? 1240 : 860,
	    2 * PAGE_MARGIN + HEAD + AXIS + (rows > 120 ? rows : 120));
	r = (struct rect){
	    PAGE_MARGIN, PAGE_MARGIN, page->width_px - PAGE_MARGIN, page->height_px - PAGE_MARGIN};
	if (over_time) {
		double middle = r.left + (r.right - r.left) * 0.56;

		draw_track(page, (struct rect){r.left, r.top, middle, r.bottom}, tracks,
		    &tracks->kept[0], false, PAGE_PT_TITLE);
		draw_over_time(
		    page, (struct rect){middle + GAP / 2, r.top, r.right, r.bottom}, tracks);
	} else {
		draw_track(page, r, tracks, &tracks->kept[0], true, PAGE_PT_TITLE);
	}
	page_end(page);
}

/* One track: bars, and its classes over time where known. Several: a panel each. */
static void
draw_panels(struct page *page, const struct tracks *tracks)
{
	int n = (int)tracks->n_kept;
	int across = n <= 2 ? n : n <= 4 ? 2 : n <= 6 || n == 9 ? 3 : n <= 16 ? 4 : 6;
	int down = (n + across - 1) / across, title_px = page->title != NULL ? 44 : 0;
	int rows = row_px(tracks->n_classes, false) * (int)tracks->n_classes;
	double width, height;

	if (n == 1) {
		draw_one(page, tracks);
		return;
	}
	page_begin(page, 2 * PAGE_MARGIN + across * 440 - GAP,
	    2 * PAGE_MARGIN + title_px + down * (HEAD + AXIS + (rows > 120 ? rows : 120) + GAP) -
		GAP);
	width = (page->width_px - 2 * PAGE_MARGIN + GAP) / (double)across;
	height = (page->height_px - 2 * PAGE_MARGIN - title_px + GAP) / (double)down;
	for (int i = 0; i < n; i++) {
		double left = PAGE_MARGIN + i % across * width;
		double top = PAGE_MARGIN + title_px + i / across * height;

		draw_track(page, (struct rect){left, top, left + width - GAP, top + height - GAP},
		    tracks, &tracks->kept[i], false, PAGE_PT_HEAD);
		if (i == 0 && title_px > 0) {
			page_panel(page, 0, 0, 1, 1);
			page_text(page, PAGE_MARGIN, PAGE_MARGIN + 8, PAGE_LEFT, PAGE_PT_TITLE,
			    PAGE_INK, page->width_px - 2 * PAGE_MARGIN, page->title);
			fputs("plot [0:1] [0:1] -1\n", page->script);
		}
	}
	page_end(page);
}

/* More tracks than were kept: how many of them went to each class. */
static void
draw_summary(struct page *page, const struct tracks *tracks)
{
	size_t n = tracks->n_classes, *order = xcalloc(n, sizeof(*order));
	double *counts = xcalloc(n, sizeof(*counts)), largest;
	char **texts = xcalloc(n, sizeof(*texts)), *name, *class, *result;
	struct rect r;

	for (size_t i = 0; i < n; i++) {
		counts[i] = (double)tracks->n_won[i];
		texts[i] = xasprintf("%ld", tracks->n_won[i]);
	}
	sort_by_share(counts, n, order);
	largest = counts[order[0]];
	for (size_t i = 0; i < n; i++)
		counts[i] /= largest;
	page_begin(page, 860, 2 * PAGE_MARGIN + HEAD + row_px(n, true) * (int)n);
	r = (struct rect){
	    PAGE_MARGIN, PAGE_MARGIN, page->width_px - PAGE_MARGIN, page->height_px - PAGE_MARGIN};
	draw_bars(page, (struct rect){r.left, r.top + HEAD, r.right, r.bottom}, tracks->classes,
	    counts, texts, order, n, NULL);
	name = xasprintf(
	    "%ld track%s by predicted class", tracks->n_tracks, tracks->n_tracks == 1 ? "" : "s");
	class = label_fit(tracks->classes[order[0]], 40, false);
	result = xasprintf("%s \u2013 %.0f %%", class, 100 * largest / (double)tracks->n_tracks);
	draw_head(page, r, PAGE_PT_TITLE, page->title != NULL ? page->title : name, result);
	plot_bars(page, 0);
	page_end(page);
	for (size_t i = 0; i < n; i++)
		free(texts[i]);
	free(texts);
	free(order);
	free(counts);
	free(name);
	free(class);
	free(result);
}

static void
bars_draw(const void *state, struct page *page)
{
	const struct tracks *tracks = &((const struct bars *)state)->tracks;

	if ((size_t)tracks->n_tracks > tracks->max_kept)
		draw_summary(page, tracks);
	else
		draw_panels(page, tracks);
}

/* one line: what the row is about, and what came out */
static void
write_head(const struct text *text, const char *answer, const struct predictions_row *row)
{
	char *about = label_of_track(*row->track != '\0' ? row->track : "(no name)");
	bool ascii = !text->utf8;
	char *name = label_fit(text->title != NULL ? text->title : about, text->columns / 2, ascii);
	char *segment = label_fit(row->segment, TEXT_NAME_COLUMNS_MAX, ascii);
	char *label = label_fit(row->label, TEXT_NAME_COLUMNS_MAX, ascii);
	char start[64] = "", *line;

	if (row->has_start)
		snprintf(start, sizeof(start), " at %.1f s", row->start_s);
	line = xasprintf("%s%s%s%s: %s%s%s%s", name, *segment != '\0' ? " segment " : "", segment,
	    start, answer, *label != '\0' ? " (labelled " : "", label, *label != '\0' ? ")" : "");
	text_line(text, line);
	free(about);
	free(name);
	free(segment);
	free(label);
	free(line);
}

static void
write_unanswered(const struct text *text, const struct predictions_row *row)
{
	char *status = label_fit(row->status, TEXT_NAME_COLUMNS_MAX, !text->utf8);
	char *answer = xasprintf("%s, no answer", status);

	write_head(text, answer, row);
	free(status);
	free(answer);
}

/* the most probable class first; returns the number of lines */
static size_t
write_bars(const struct text *text, const struct predictions *t, const struct predictions_row *row)
{
	size_t n = t->n_classes, order[PREDICTIONS_CLASSES_MAX];
	size_t names = text_name_columns(text, t->classes, n);
	size_t width = text->columns - names - TEXT_VALUE_COLUMNS - 2;
	size_t n_bars = n < text->top ? n : text->top;
	char *class, *answer;

	sort_by_share(row->p, n, order);
	class = label_fit(t->classes[order[0]], TEXT_NAME_COLUMNS_MAX, !text->utf8);
	answer = xasprintf("%s %.0f %%", class, 100 * row->p[order[0]]);
	write_head(text, answer, row);
	free(class);
	free(answer);
	for (size_t i = 0; i < n_bars; i++) {
		bool strong = text->colour && i == 0;

		fputs(strong ? "\033[1m" : "", text->out);
		text_cell(text, t->classes[order[i]], names, false);
		fputs(text->colour ? " \033[34m" : " ", text->out);
		text_bar(text, row->p[order[i]], width);
		fputs(text->colour ? "\033[39m" : "", text->out);
		fprintf(text->out, " %5.1f %%", 100 * row->p[order[i]]);
		fputs(strong ? "\033[0m\n" : "\n", text->out);
	}
	return n_bars + 1;
}

/* "before: rock x3, jazz", the newest first; returns the number of lines */
static size_t
write_history(const struct text *text, const struct bars *b)
{
	char *line = xstrdup("before:");

	for (size_t i = 0, end; i < b->n_history; i = end) {
		size_t class = b->history[i];
		const char *name =
		    class < b->table.n_classes ? b->table.classes[class] : "no answer";
		char *longer, times[24] = "";

		for (end = i + 1; end < b->n_history && b->history[end] == class; end++)
			;
		if (end - i > 1)
			snprintf(times, sizeof(times), " x%zu", end - i);
		longer = xasprintf("%s%s %s%s", line, i > 0 ? "," : "", name, times);
		free(line);
		line = longer;
	}
	text_line(text, line);
	free(line);
	return 1;
}

/* of a whole track, in the words of who listened; returns the number of lines */
static size_t
write_sounds_like(const struct text *text, const struct predictions_row *row)
{
	char *line;

	if (*row->sounds_like == '\0' || *row->segment != '\0')
		return 0;
	line = xasprintf("sounds like %s", row->sounds_like);
	text_line(text, line);
	free(line);
	return 1;
}

static void
remember(struct bars *b, const struct predictions_row *row)
{
	size_t n = b->n_history < HISTORY_MAX - 1 ? b->n_history : HISTORY_MAX - 1;

	memmove(b->history + 1, b->history, n * sizeof(*b->history));
	b->history[0] = row->answered ? row->predicted : b->table.n_classes;
	b->n_history = n + 1;
}

/*
 * Rows of segments all have bars; rows of tracks, of which a library has thousands, the first few.
 */
static int
bars_write_row(void *state, struct csv_reader *csv, const struct text *text)
{
	struct bars *b = state;
	struct predictions_row row;

	if (predictions_parse(&b->table, csv, &row) != 0)
		return -1;
	if (*row.segment == '\0' && b->n_written++ >= b->max_tracks) {
		b->n_more++;
		b->won[row.answered ? row.predicted : b->table.n_classes]++;
		return 0;
	}
	if (b->n_lines > 0 && text->redraw)
		fprintf(text->out, "\033[%zuA\033[J", b->n_lines); /* up, and clear to the end */
	else if (b->n_lines > 0)
		putc('\n', text->out);
	if (row.answered) {
		b->n_lines = write_bars(text, &b->table, &row);
		b->n_lines += write_sounds_like(text, &row);
	} else {
		write_unanswered(text, &row);
		b->n_lines = 1;
	}
	if (text->redraw) {
		b->n_lines += b->n_history > 0 ? write_history(text, b) : 0;
		remember(b, &row);
	}
	return 0;
}

/* the tracks that got no bars, by class, the most frequent first */
static void
bars_write_rest(const void *state, const struct text *text)
{
	const struct bars *b = state;
	size_t n = b->table.n_classes, order[PREDICTIONS_CLASSES_MAX];
	size_t names = text_name_columns(text, b->table.classes, n);
	size_t width = text->columns - names - TEXT_VALUE_COLUMNS - 2;
	double shares[PREDICTIONS_CLASSES_MAX] = {0};

	if (b->n_more == 0)
		return;
	for (size_t i = 0; i < n; i++)
		shares[i] = (double)b->won[i] / (double)b->n_more;
	sort_by_share(shares, n, order);
	fprintf(text->out,
	    b->max_tracks > 0 ? "\nand %zu more, by class%s\n" : "%zu tracks by class%s\n",
	    b->n_more, b->won[n] > 0 ? ", some without an answer" : "");
	for (size_t i = 0; i < n && b->won[order[i]] > 0; i++) {
		text_cell(text, b->table.classes[order[i]], names, false);
		putc(' ', text->out);
		text_bar(text, shares[order[i]], width);
		fprintf(text->out, " %7zu\n", b->won[order[i]]);
	}
}

const struct chart chart_tracks = {
    .reads = predictions_are,
    .create = bars_create,
    .add = bars_add,
    .finish = bars_finish,
    .draw = bars_draw,
    .write_row = bars_write_row,
    .write_rest = bars_write_rest,
    .free = bars_free,
};
