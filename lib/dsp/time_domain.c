/* SPDX-License-Identifier: MIT */
#include "dsp/time_domain.h"

#define WAYS 16 /* partial sums, as many as vector units can add at once */

/* the sum of up to 2^29 equal floats is exact in double, and so is their mean */
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

void
widen_range(const float *x, size_t n, float *least, float *most)
{
	float low = *least, high = *most;

	for (size_t i = 0; i < n; i++) {
		low = x[i] < low ? x[i] : low;
		high = x[i] > high ? x[i] : high;
	}
	*least = low;
	*most = high;
}
