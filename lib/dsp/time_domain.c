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
	float low[WAYS], high[WAYS];
	size_t i = 0;

	for (size_t w = 0; w < WAYS; w++) {
		low[w] = *least;
		high[w] = *most;
	}
	for (; i + WAYS <= n; i += WAYS) {
		for (size_t w = 0; w < WAYS; w++) {
			low[w] = x[i + w] < low[w] ? x[i + w] : low[w];
			high[w] = x[i + w] > high[w] ? x[i + w] : high[w];
		}
	}
	for (; i < n; i++) {
		low[0] = x[i] < low[0] ? x[i] : low[0];
		high[0] = x[i] > high[0] ? x[i] : high[0];
	}
	for (size_t w = 0; w < WAYS; w++) {
		*least = low[w] < *least ? low[w] : *least;
		*most = high[w] > *most ? high[w] : *most;
	}
}
