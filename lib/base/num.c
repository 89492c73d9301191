/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

static const char not_a_number[] = "not a number";
static const char not_whole[] = "not a whole number";
static const char too_small[] = "too small";
static const char too_large[] = "too large";

const char *
num_parse_int(const char *s, int64_t min, int64_t max, int64_t *out)
{
	long long v;
	char *end;

	if (*s == '\0' || strspn(s, "+-0123456789") != strlen(s))
		return not_whole;
	errno = 0;
	v = strtoll(s, &end, 10);
	if (*end != '\0' || end == s)
		return not_whole;
	if (v < min || (errno == ERANGE && v < 0))
		return too_small;
	if (v > max || errno == ERANGE)
		return too_large;
	*out = v;
	return NULL;
}

/* all of a text, without more of it than digits, signs, points and e */
static bool
parse(const char *s, double *out)
{
	char *end;

	if (decimal_parse(s, out))
		return true;
	if (*s == '\0' || strspn(s, "+-.0123456789eE") != strlen(s))
		return false;
	*out = strtod(s, &end);
	return *end == '\0' && end != s;
}

const char *
num_parse_double(const char *s, double min, double max, double *out)
{
	double v;

	if (!parse(s, &v))
		return not_a_number;
	if (v < min)
		return too_small;
	if (v > max || !isfinite(v))
		return too_large;
	*out = v;
	return NULL;
}

size_t
num_format(double x, int n_digits, char *out)
{
	size_t len = decimal_print(x, n_digits, out);

	return len > 0 ? len : (size_t)snprintf(out, NUM_TEXT_LEN, "%.*g", n_digits, x);
}

void
num_print(double x, char *out)
{
	double back;
	int n_digits = 15; /* what always comes back has as many, or one or two more */

	do
		num_format(x, n_digits, out);
	while ((!parse(out, &back) || back != x) && ++n_digits <= NUM_DIGITS_MAX);
}
