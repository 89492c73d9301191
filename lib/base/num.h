/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

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

#define NUM_TEXT_LEN DECIMAL_TEXT_LEN
#define NUM_DIGITS_MAX DECIMAL_PRINT_MAX

/*
 * Writes a finite number with at most n_digits digits, 1 to NUM_DIGITS_MAX, to out[NUM_TEXT_LEN]:
 * what printf("%.*g", n_digits, x) does. Returns its length.
 */
size_t
num_format(double x, int n_digits, char *out);

/* Writes the shortest text that reads back as x, a finite number, to out[NUM_TEXT_LEN]. */
void
num_print(double x, char *out);

#endif
