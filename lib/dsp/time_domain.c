/* SPDX-License-Identifier: MIT */
#include "dsp/time_domain.h"

#define ZERO 1e-10f
#define WAYS 16 /* sums side by side: what a vector unit can keep apart */

double
sum_of_squares(const float *x, size_t n)
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
	return sum;
}

size_t
zero_crossings(const float *x, size_t n)
{
	unsigned count = 0; /* as wide as a sample, for the sake of vectors */

	for (size_t i = 1; i < n; i++)
		count += (x[i - 1] < -ZERO) != (x[i] < -ZERO);
	return count;
}

/* up to 2^29 equal floats their sum is exact in double, and so is the mean */
void
subtract_mean(float *x, size_t n)
{
	double part[WAYS] = {0}, sum = 0;
	size_t i = 0;
	float mean;

	for (; i + WAYS <= n; i += WAYS) {
		for (size_t w = 0; w < WAYS; w++)
			part[w] += (double)x[i + w];
	}
	for (; i < n; i++)
		sum += (double)x[i];
	for (size_t w = 0; w < WAYS; w++)
		sum += part[w];
	mean = (float)(sum / (double)n);
	for (i = 0; i < n; i++)
		x[i] -= mean;
}
