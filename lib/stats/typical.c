/* SPDX-License-Identifier: MIT */
#include "stats/typical.h"

#include <math.h>
#include <stdlib.h>

void
typical_free(struct typical *t)
{
	if (t == NULL)
		return;
	free(t->numbers);
	free(t);
}

/* (x - mean)' m (x - mean), m[n][n] */
static double
squared_distance(const float *m, const float *mean, const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double row = 0;

		for (size_t k = 0; k < n; k++)
			row += (double)m[i * n + k] * (x[k] - (double)mean[k]);
		sum += row * (x[i] - (double)mean[i]);
	}
	return sum;
}

double
typical_distance(const struct typical *t, const double *x)
{
	size_t n = t->n_features;
	double least = HUGE_VAL;

	for (size_t c = 0; c < t->n_classes; c++)
		least = fmin(least, squared_distance(t->within, &t->means[c * n], x, n));
	return least - squared_distance(t->overall, &t->means[t->n_classes * n], x, n) / 2;
}

double
typical_share(const struct typical *t, double distance)
{
	size_t low = 0,
	       high = t->n_distances; /* those before low are not farther, from high on are */

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((double)t->distances[middle] > distance)
			high = middle;
		else
			low = middle + 1;
	}
	return (double)(t->n_distances - low) / (double)t->n_distances;
}
