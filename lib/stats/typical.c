/* SPDX-License-Identifier: MIT */
#include "stats/typical.h"

#include <math.h>
#include <stdlib.h>

#define ROWS 4 /* side by side, since the additions of one wait for each other */

void
typical_free(struct typical *t)
{
	if (t == NULL)
		return;
	free(t->numbers);
	free(t);
}

/* what n_rows rows of m[n][n] from i on add to d' m d */
static inline double
add_rows(double sum, const float *m, const double *d, size_t n, size_t i, size_t n_rows)
{
	double row[ROWS] = {0};

	for (size_t k = 0; k < n; k++) {
		for (size_t r = 0; r < n_rows; r++)
			row[r] += (double)m[(i + r) * n + k] * d[k];
	}
	for (size_t r = 0; r < n_rows; r++)
		sum += row[r] * d[i + r];
	return sum;
}

/* (x - mean)' m (x - mean), m[n][n] */
static double
squared_distance(const float *m, const float *mean, const double *x, size_t n)
{
	double d[TYPICAL_FEATURES_MAX], sum = 0;
	size_t i = 0;

	for (size_t k = 0; k < n; k++)
		d[k] = x[k] - (double)mean[k];
	for (; i + ROWS <= n; i += ROWS)
		sum = add_rows(sum, m, d, n, i, ROWS);
	for (; i < n; i++)
		sum = add_rows(sum, m, d, n, i, 1);
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
