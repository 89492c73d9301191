/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <errno.h>
#include <math.h>
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

const char *
num_parse_double(const char *s, double min, double max, double *out)
{
	double v;

	if (!decimal_parse(s, &v)) {
		char *end;

		if (*s == '\0' || strspn(s, "+-.0123456789eE") != strlen(s))
			return not_a_number;
		v = strtod(s, &end);
		if (*end != '\0' || end == s)
			return not_a_number;
	}
	if (v < min)
		return too_small;
	if (v > max || !isfinite(v))
		return too_large;
	*out = v;
	return NULL;
}

void
num_print(double x, char *out)
{
	int digits = 15; /* what always comes back has as many, or one or two more */

	do
		snprintf(out, NUM_TEXT_LEN, "%.*g", digits, x);
	while (strtod(out, NULL) != x && ++digits <= 17);
}
