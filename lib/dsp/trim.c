/* SPDX-License-Identifier: MIT */
#include "dsp/trim.h"

#include <math.h>

#include "dsp/time_domain.h"

#define REACH (TRIM_WINDOW / 2)
#define POWER_MIN 1e-10

/* mean square of the window about sample t * TRIM_HOP, at least POWER_MIN */
static double
window_power(const float *x, size_t n, size_t t)
{
	size_t centre = t * TRIM_HOP, first = centre < REACH ? 0 : centre - REACH;
	size_t end = centre + REACH < n ? centre + REACH : n;

	return fmax(sum_of_squares(x + first, end - first) / TRIM_WINDOW, POWER_MIN);
}

struct trim_range
trim_quiet_ends(const float *x, size_t n, double range_db)
{
	size_t first = 0, last = n / TRIM_HOP;
	struct trim_range kept;
	double most = 0, least;

	for (size_t t = 0; t <= last; t++)
		most = fmax(most, window_power(x, n, t));
	least = most * pow(10, -range_db / 10);
	while (window_power(x, n, first) <= least)
		first++;
	while (window_power(x, n, last) <= least)
		last--;
	kept.first = first * TRIM_HOP;
	kept.end = (last + 1) * TRIM_HOP < n ? (last + 1) * TRIM_HOP : n;
	return kept.first < kept.end ? kept : (struct trim_range){0, n};
}
