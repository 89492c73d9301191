/* SPDX-License-Identifier: MIT */
#include "dsp/time_domain.h"

#include <math.h>

#define ZERO 1e-10f
#define WAYS 16 /* sums side by side: what a vector unit can keep apart */

float
root_mean_square(const float *x, size_t n)
{
	float part[WAYS] = {0};
	double sum = 0;
	size_t i = 0;

	for (; i + WAYS <= n; i += WAYS) {
		for (size_t w = 0; w < WAYS; w++)
			part[w] += x[i + w] * x[i + w];
	}
	for (; i < n; i++)
		sum += (double)(x[i] * x[i]);
	for (size_t w = 0; w < WAYS; w++)
		sum += (double)part[w];
	return (float)sqrt(sum / (double)n);
}

size_t
zero_crossings(const float *x, size_t n)
{
	size_t count = 0;

	for (size_t i = 1; i < n; i++)
		count += (x[i - 1] < -ZERO) != (x[i] < -ZERO);
	return count;
}
