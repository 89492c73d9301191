/* SPDX-License-Identifier: MIT */
#include "dsp/onset.h"

#define AROUND 4 /* values on either side: 100 ms at 22050 / 512 a second */
#define ABOVE 0.07

/* the mean of strength[i - AROUND .. i + AROUND], as far as these exist */
static double
mean_around(const float *strength, size_t n, size_t i)
{
	size_t first = i < AROUND ? 0 : i - AROUND, end = i + AROUND < n ? i + AROUND + 1 : n;
	double sum = 0;

	for (size_t k = first; k < end; k++)
		sum += (double)strength[k];
	return sum / (double)(end - first);
}

size_t
onset_count(const float *strength, size_t n)
{
	float least = strength[0], most = strength[0];
	size_t count = 0;
	double above;

	for (size_t i = 1; i < n; i++) {
		least = strength[i] < least ? strength[i] : least;
		most = strength[i] > most ? strength[i] : most;
	}
	if (most <= least)
		return 0;
	above = ABOVE * (double)(most - least);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && strength[i] < strength[i - 1])
			continue;
		if ((double)strength[i] >= mean_around(strength, n, i) + above) {
			count++;
			i++;
		}
	}
	return count;
}
