/* SPDX-License-Identifier: MIT */
#ifndef PLOT_LABEL_H
#define PLOT_LABEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Text from files made fit to be shown: names of tracks and classes are data, and may hold
 * anything.
 */

/*
 * A copy of s for one line of at most max_columns columns (at least 1), the caller frees. A longer
 * text ends in an ellipsis. Newline and tab become a space; other control characters, invisible
 * and direction-changing ones, and bytes that are not UTF-8 become U+FFFD. With `ascii` all that
 * is not ASCII becomes '?'.
 */
char *
label_fit(const char *s, size_t max_columns, bool ascii);

/*
 * What a chart calls a track, the caller frees: of an id that is the path of a file, as its ending
 * says, the base name without that; any other as it stands.
 */
char *
label_of_track(const char *id);

/* columns that UTF-8 text takes on a terminal; East Asian wide characters take two */
size_t
label_columns(const char *s);

/*
 * Writes s, fitted as by label_fit, as a single-quoted string of gnuplot, in which nothing is
 * special but the quote itself. That becomes an apostrophe, U+2019: the doubled quote of gnuplot's
 * manual does not do at the start of a string, nor twice in a row (scanner.c of 5.4 ends it there).
 */
void
label_quote(FILE *f, const char *s, size_t max_columns);

#endif
