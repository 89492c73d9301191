/* SPDX-License-Identifier: MIT */
#ifndef PLOT_DRAWING_H
#define PLOT_DRAWING_H

#include "chart.h"

/*
 * The script of a picture, on its way from the process that read the table, and may do no more, to
 * the one that starts gnuplot.
 */
struct drawing {
	char *script; /* ended by a NUL byte */
	size_t len;
};

/*
 * Makes it, and writes it to the descriptor `to`; -1: it is made where it is drawn. Returns 0, or
 * -1 with errno.
 */
int
drawing_make(
    struct drawing *d, const struct chart *chart, const void *state, struct page *page, int to);

/* Reads it to the end of the descriptor. Returns 0, or -1 with errno. */
int
drawing_receive(struct drawing *d, int from);

void
drawing_free(struct drawing *d);

#endif
