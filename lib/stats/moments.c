/* SPDX-License-Identifier: MIT */
#include "stats/moments.h"

#include <math.h>

#define NOISE 1e-6 /* of the mean */
#define WAYS 4     /* partial sums, added in a fixed order: the same result on every machine */

struct moments
moments_of(const float *x, size_t n)
{
	double sum[WAYS] = {0}, s2[WAYS] = {0}, s3[WAYS] = {0}, s4[WAYS] = {0};
	double mean, m2 = 0, m3 = 0, m4 = 0, count = (double)n;

	for (size_t i = 0; i < n; i++)
		sum[i % WAYS] += (double)x[i];
	mean = (sum[0] + sum[1] + sum[2] + sum[3]) / count;
	for (size_t i = 0; i < n; i++) {
		double d = (double)x[i] - mean, d2 = d * d;

		s2[i % WAYS] += d2;
		s3[i % WAYS] += d2 * d;
		s4[i % WAYS] += d2 * d2;
	}
	for (int w = 0; w < WAYS; w++) {
		m2 += s2[w] / count;
		m3 += s3[w] / count;
		m4 += s4[w] / count;
	}
	if (m2 <= NOISE * NOISE * mean * mean)
		return (struct moments){mean, 0, 0, -3};
	return (struct moments){mean, sqrt(m2), m3 / (m2 * sqrt(m2)), m4 / (m2 * m2) - 3};
}

double
moments_get(const struct moments *m, enum moment which)
{
	switch (which) {
	case MOMENT_MEAN:
		return m->mean;
	case MOMENT_STD:
		return m->std;
	case MOMENT_SKEW:
		return m->skew;
	case MOMENT_KURTOSIS:
		break;
	}
	return m->kurtosis;
}
