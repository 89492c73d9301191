/* SPDX-License-Identifier: MIT */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>

/*
 * Reads a decimal number, [+-]digits[.digits][e[+-]digits], several times faster than strtod and to
 * the same double. Takes at most 19 significant digits, and at most 19 after the point; for
 * anything else it returns false and leaves *out alone, and strtod has to read it.
 */
bool
decimal_parse(const char *s, double *out);

#endif
