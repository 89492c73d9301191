/* SPDX-License-Identifier: MIT */
#ifndef PLOT_TEXT_H
#define PLOT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What charts as text, for a terminal or a log, are written with. */
#define TEXT_COLUMNS_MIN 20
#define TEXT_COLUMNS_MAX 1000
#define TEXT_NAME_COLUMNS_MAX 24 /* of a class, a label */
#define TEXT_VALUE_COLUMNS 7     /* "100.0 %" */

struct text {
	FILE *out;      /* the caller's; errors of it are left in it */
	size_t columns; /* TEXT_COLUMNS_MIN..MAX; no line is longer, where that can be */
	bool utf8;      /* block characters, else '#' */
	bool colour;
	const char *title; /* NULL: the chart's own */
	size_t top;        /* bars of a row of predictions at most, from 1 on */
	bool redraw;       /* each chart takes the place of the one before: `out` is a terminal */
};

/*
 * Sets *text to what fits `out`: width, characters and colours of the terminal or as the
 * environment says, all bars, no title. The caller may change them.
 */
void
text_init(struct text *text, FILE *out);

/* Writes s, fitted to `columns` by label_fit and filled up with spaces; `right`: on its left. */
void
text_cell(const struct text *text, const char *s, size_t columns, bool right);

/* Writes s as a line of its own, fitted to the width. */
void
text_line(const struct text *text, const char *s);

/* Writes the user's title, or else this one, as a line. */
void
text_title(const struct text *text, const char *title);

/*
 * Writes a bar as long as `share`, 0 to 1, of `width` columns, to an eighth of one where there are
 * characters for that, and fills the rest with spaces.
 */
void
text_bar(const struct text *text, double share, size_t width);

/* Writes one character, the higher the larger `share`, 0 to 1. */
void
text_level(const struct text *text, double share);

/*
 * Columns for names[n]: what the widest takes, a third of a line or TEXT_NAME_COLUMNS_MAX at most.
 */
size_t
text_name_columns(const struct text *text, const char *const *names, size_t n);

#endif
