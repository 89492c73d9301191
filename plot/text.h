/* SPDX-License-Identifier: MIT */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "column.h"
#include "confusion.h"
#include "history.h"
#include "learning.h"
#include "reliability.h"
#include "table.h"

/* The charts as text, for a terminal or a log. */
#define TEXT_COLUMNS_MIN 20
#define TEXT_COLUMNS_MAX 1000

struct text {
	FILE *out;
	size_t columns; /* no line is longer, where that can be */
	bool utf8;      /* block characters, else '#' */
	bool colour;
	const char *title; /* NULL: the chart's own */
	size_t top;        /* bars of a row of predictions at most */
	long n_rows;       /* rows of predictions so far */
};

/*
 * What fits standard output: the width, the characters and colours of the terminal or of the
 * environment. The caller may change them.
 */
void
text_init(struct text *text, FILE *out);

/* bars for one row of predictions, the most probable class first */
void
text_prediction(struct text *text, const struct table *t, const struct table_prediction *row);

/* the last epoch, the best one, and the course in one line each */
void
text_history(const struct text *text, const struct history *h);

/* a line for each point */
void
text_learning(const struct text *text, const struct learning *l);

/* counts, true classes down, predicted across */
void
text_confusion(const struct text *text, const struct confusion *c);

/* a line for each bin of confidence that holds something */
void
text_reliability(const struct text *text, const struct reliability *r);

/* least, quartiles, largest for each label */
void
text_column(const struct text *text, const struct column *c, const char *name);

#endif
