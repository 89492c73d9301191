/* SPDX-License-Identifier: MIT */
#ifndef CHART_H
#define CHART_H

#include <stddef.h>

#include "column.h"
#include "confusion.h"
#include "history.h"
#include "learning.h"
#include "page.h"
#include "reliability.h"
#include "table.h"
#include "text.h"
#include "tracks.h"

/* What is drawn: one of the charts, with what was read for it. */
enum chart_kind {
	CHART_TRACKS,
	CHART_CONFUSION,
	CHART_RELIABILITY,
	CHART_HISTORY,
	CHART_LEARNING,
	CHART_COLUMN,
};

struct chart {
	enum chart_kind kind;
	const char *column; /* CHART_COLUMN: its name; the caller's */
	size_t max_tracks;  /* CHART_TRACKS: panels at most */
	union {
		struct tracks tracks;
		struct confusion confusion;
		struct reliability reliability;
		struct history history;
		struct learning learning;
		struct column column;
	} data;
};

/*
 * Reads the table to its end, at least one row. Returns 0, or -1 with table_error. kind, column
 * and max_tracks are the caller's to set before; chart_free in both cases.
 */
int
chart_read(struct chart *chart, struct table *t);

/* Writes the script of the page. */
void
chart_draw(const struct chart *chart, struct page *page);

/*
 * Has gnuplot draw the page into `out`. Returns 0, or -1 with the reason in why[why_len]; errors of
 * `out` are left in it.
 */
int
chart_picture(const struct chart *chart, struct page *page, FILE *out, char *why, size_t why_len);

/* The same as text; not for CHART_TRACKS, which text_prediction shows row by row. */
void
chart_write(const struct chart *chart, const struct text *text);

void
chart_free(struct chart *chart);

#endif
