/* SPDX-License-Identifier: MIT */
#include "dsp/trim.h"

#include <math.h>

#define REACH (TRIM_WINDOW / 2)
#define WINDOW_HOPS (TRIM_WINDOW / TRIM_HOP)
#define POWER_MIN 1e-10

/* the sum of squares of samples first .. first + len - 1, as far as these exist */
static double
squares(const struct kernel *k, const float *x, size_t n, size_t first, size_t len)
{
	return first >= n ? 0 : k->sum_of_squares(x + first, len < n - first ? len : n - first);
}

/* mean square of the window about sample t * TRIM_HOP, at least POWER_MIN */
static double
window_power(const struct kernel *k, const float *x, size_t n, size_t t)
{
	size_t centre = t * TRIM_HOP, first = centre < REACH ? 0 : centre - REACH;

	return fmax(squares(k, x, n, first, centre + REACH - first) / TRIM_WINDOW, POWER_MIN);
}

/* that of the loudest window; each hop is in WINDOW_HOPS of them */
static double
largest_power(const struct kernel *k, const float *x, size_t n)
{
	double hop[WINDOW_HOPS] = {squares(k, x, n, 0, TRIM_HOP)}; /* the last ones, in any order */
	double most = 0;

	for (size_t t = 0; t <= n / TRIM_HOP; t++) {
		hop[(t + 1) % WINDOW_HOPS] = squares(k, x, n, (t + 1) * TRIM_HOP, TRIM_HOP);
		most = fmax(most, hop[0] + hop[1] + hop[2] + hop[3]);
	}
	return fmax(most / TRIM_WINDOW, POWER_MIN);
}

struct trim_range
trim_quiet_ends(const struct kernel *k, const float *x, size_t n, double range_db)
{
	size_t first = 0, last = n / TRIM_HOP;
	double least = largest_power(k, x, n) * pow(10, -range_db / 10);
	struct trim_range kept;

	while (first < last && window_power(k, x, n, first) <= least)
		first++;
	while (last > first && window_power(k, x, n, last) <= least)
		last--;
	kept.first = first * TRIM_HOP;
	kept.end = (last + 1) * TRIM_HOP < n ? (last + 1) * TRIM_HOP : n;
	return kept.first < kept.end ? kept : (struct trim_range){0, n};
}
