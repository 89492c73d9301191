/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/*
 * Text to number: the whole string, in range [min, max], or a reason.
 * Returns NULL and sets *out, or returns a static reason ("not a number", "too small",
 * "too large") and leaves *out alone. Never looks at the locale: none is ever set.
 */
const char *
num_parse_int(const char *s, int64_t min, int64_t max, int64_t *out);

/* finite decimal numbers only: no "nan", "inf" or hexadecimal */
const char *
num_parse_double(const char *s, double min, double max, double *out);

#define NUM_TEXT_LEN 32

/* Writes the shortest text that reads back as x, a finite number, to out[NUM_TEXT_LEN]. */
void
num_print(double x, char *out);

#endif
