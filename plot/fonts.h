/* SPDX-License-Identifier: MIT */
#ifndef PLOT_FONTS_H
#define PLOT_FONTS_H

#include <stdint.h>

/*
 * What the fonts of this machine, which gnuplot draws with, can show: fontconfig knows.
 */

/*
 * A copy of UTF-8 text in which every character that no font has is U+25A1, a white square; the
 * caller frees. *missing is the first of them, 0: all can be shown. Where there are no fonts at
 * all, or only what every font has is in the text, it is copied as it is.
 */
char *
fonts_replace_missing(const char *text, uint32_t *missing);

/* The Debian package with a font that has such characters, for messages. */
const char *
fonts_package(uint32_t c);

#endif
