/* SPDX-License-Identifier: MIT */
#ifndef STATS_MOMENTS_H
#define STATS_MOMENTS_H

#include <stddef.h>

struct moments {
	double mean, std, skew, kurtosis;
};

enum moment {
	MOMENT_MEAN,
	MOMENT_STD,
	MOMENT_SKEW,
	MOMENT_KURTOSIS,
};

/* One of them. */
double
moments_get(const struct moments *m, enum moment which);

/*
 * Mean, standard deviation, skewness and excess kurtosis (Fisher's: a normal distribution has 0)
 * of x[n], n > 0: population moments, two passes about the mean, in double. A deviation of at most
 * a millionth of the mean is rounding noise and counts as none: then std and skew are 0 and
 * kurtosis is -3 (docs/seed.md 9).
 */
struct moments
moments_of(const float *x, size_t n);

#endif
