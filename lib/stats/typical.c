/* SPDX-License-Identifier: MIT */
#include "stats/typical.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/*
 * With d = x - m, m being the mean of all, and e = m - m_c it is
 *
 *     (x - m_c)' W (x - m_c) = (d + e)' W (d + e) = d' W d + d' (W + W') e + e' W e,
 *
 * of which only the first two depend on the song, and only the second on its class too: a sum of
 * n_features products. The first and d' A d / 2, which is taken from it, are one d' (W - A / 2) d,
 * in which d_i d_k stands twice: half of that square, with the other half added to it, is enough.
 */
struct typical_ruler {
	const struct typical *t;
	double *square;      /* [n_features][n_features]: W - A / 2, what is below the diagonal
				added to what is above it */
	double *slopes;      /* [n_features][n_classes]: (W + W') e */
	double *constants;   /* [n_classes]: e' W e */
	double *d, *product; /* [n_features] */
	double *of_class;    /* [n_classes] */
};

void
typical_free(struct typical *t)
{
	if (t == NULL)
		return;
	free(t->numbers);
	free(t);
}

static void
prepare_square(struct typical_ruler *r)
{
	const struct typical *t = r->t;
	size_t n = t->n_features;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			double *to = i < k ? &r->square[i * n + k] : &r->square[k * n + i];

			*to += (double)t->within[i * n + k] - (double)t->overall[i * n + k] / 2;
		}
	}
}

static void
prepare_class(struct typical_ruler *r, size_t c)
{
	const struct typical *t = r->t;
	size_t n = t->n_features;
	const float *mean = &t->means[c * n], *middle = &t->means[t->n_classes * n];
	double *e = r->d;

	for (size_t i = 0; i < n; i++)
		e[i] = (double)middle[i] - (double)mean[i];
	for (size_t i = 0; i < n; i++) {
		double row = 0, column = 0;

		for (size_t k = 0; k < n; k++) {
			row += (double)t->within[i * n + k] * e[k];
			column += (double)t->within[k * n + i] * e[k];
		}
		r->slopes[i * t->n_classes + c] = row + column;
		r->constants[c] += row * e[i];
	}
}

struct typical_ruler *
typical_ruler_new(const struct typical *t)
{
	struct typical_ruler *r = xcalloc(1, sizeof(*r));

	r->t = t;
	r->square = xcalloc(t->n_features * t->n_features, sizeof(*r->square));
	r->slopes = xcalloc(t->n_features * t->n_classes, sizeof(*r->slopes));
	r->constants = xcalloc(t->n_classes, sizeof(*r->constants));
	r->d = xcalloc(t->n_features, sizeof(*r->d));
	r->product = xcalloc(t->n_features, sizeof(*r->product));
	r->of_class = xcalloc(t->n_classes, sizeof(*r->of_class));
	prepare_square(r);
	for (size_t c = 0; c < t->n_classes; c++)
		prepare_class(r, c);
	return r;
}

void
typical_ruler_free(struct typical_ruler *r)
{
	if (r == NULL)
		return;
	free(r->square);
	free(r->slopes);
	free(r->constants);
	free(r->d);
	free(r->product);
	free(r->of_class);
	free(r);
}

/* out = square' d, four rows at a time, each from its place in the diagonal */
static void
multiply(const double *restrict square, const double *restrict d, size_t n, double *restrict out)
{
	const double *m = square;
	size_t i = 0;

	memset(out, 0, n * sizeof(*out));
	for (; i + 4 <= n; i += 4, m += 4 * n) {
		for (size_t k = i; k < n; k++)
			out[k] += d[i] * m[k] + d[i + 1] * m[n + k] + d[i + 2] * m[2 * n + k] +
			    d[i + 3] * m[3 * n + k];
	}
	for (; i < n; i++, m += n) {
		for (size_t k = i; k < n; k++)
			out[k] += d[i] * m[k];
	}
}

/* what a song is from the mean of each class, but for what is the same for all */
static void
measure_classes(const struct typical_ruler *r, double *restrict out)
{
	size_t n_classes = r->t->n_classes;

	memcpy(out, r->constants, n_classes * sizeof(*out));
	for (size_t i = 0; i < r->t->n_features; i++) {
		for (size_t c = 0; c < n_classes; c++)
			out[c] += r->d[i] * r->slopes[i * n_classes + c];
	}
}

double
typical_distance(struct typical_ruler *r, const double *x)
{
	const struct typical *t = r->t;
	size_t n = t->n_features;
	const float *middle = &t->means[t->n_classes * n];
	double sum = 0, least = HUGE_VAL;

	for (size_t i = 0; i < n; i++)
		r->d[i] = x[i] - (double)middle[i];
	multiply(r->square, r->d, n, r->product);
	for (size_t i = 0; i < n; i++)
		sum += r->product[i] * r->d[i];
	measure_classes(r, r->of_class);
	for (size_t c = 0; c < t->n_classes; c++)
		least = fmin(least, r->of_class[c]);
	return sum + least;
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
