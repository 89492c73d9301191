/* SPDX-License-Identifier: MIT */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Decimal numbers as most tables hold them, several times faster than by the C library and to the
 * same bit and byte. What is not so common is left to that: num.h does.
 */

/*
 * Reads a number, [+-]digits[.digits][e[+-]digits], to the double that strtod gives. Takes at most
 * 19 significant digits, and at most 27 after the point; for anything else it returns false and
 * leaves *out alone.
 */
bool
decimal_parse(const char *s, double *out);

#define DECIMAL_PRINT_MAX 17
#define DECIMAL_TEXT_LEN 32

/*
 * Writes what printf("%.*g", n_digits, x) does, of 1 to DECIMAL_PRINT_MAX digits, to
 * out[DECIMAL_TEXT_LEN]. Returns its length, or 0 with nothing written: printf has to write what is
 * below 10^(n_digits - 33), or not below 10^n_digits, both roughly, and what is not finite.
 */
size_t
decimal_print(double x, int n_digits, char *out);

#endif
