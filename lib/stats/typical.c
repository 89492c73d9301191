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
 * n_features products.
 */
struct typical_ruler {
	const struct typical *t;
	double *slope;       /* [n_classes][n_features]: (W + W') e */
	double *constant;    /* [n_classes]: e' W e */
	double *d, *product; /* [n_features] */
};

void
typical_free(struct typical *t)
{
	if (t == NULL)
		return;
	free(t->numbers);
	free(t);
}

static double
dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* out = m' d, m[n][n], four rows at a time */
static void
multiply(const float *restrict m, const double *restrict d, size_t n, double *restrict out)
{
	size_t i = 0;

	memset(out, 0, n * sizeof(*out));
	for (; i + 4 <= n; i += 4, m += 4 * n) {
		for (size_t k = 0; k < n; k++)
			out[k] += d[i] * (double)m[k] + d[i + 1] * (double)m[n + k] +
			    d[i + 2] * (double)m[2 * n + k] + d[i + 3] * (double)m[3 * n + k];
	}
	for (; i < n; i++, m += n) {
		for (size_t k = 0; k < n; k++)
			out[k] += d[i] * (double)m[k];
	}
}

static void
prepare_class(struct typical_ruler *r, size_t c)
{
	const struct typical *t = r->t;
	size_t n = t->n_features;
	const float *mean = &t->means[c * n], *middle = &t->means[t->n_classes * n];
	double *slope = &r->slope[c * n], *e = r->d;

	for (size_t i = 0; i < n; i++)
		e[i] = (double)middle[i] - (double)mean[i];
	multiply(t->within, e, n, r->product);
	r->constant[c] = dot(r->product, e, n);
	for (size_t i = 0; i < n; i++) {
		slope[i] = r->product[i];
		for (size_t k = 0; k < n; k++)
			slope[i] += (double)t->within[i * n + k] * e[k];
	}
}

struct typical_ruler *
typical_ruler_new(const struct typical *t)
{
	struct typical_ruler *r = xcalloc(1, sizeof(*r));

	r->t = t;
	r->slope = xcalloc(t->n_classes * t->n_features, sizeof(*r->slope));
	r->constant = xcalloc(t->n_classes, sizeof(*r->constant));
	r->d = xcalloc(t->n_features, sizeof(*r->d));
	r->product = xcalloc(t->n_features, sizeof(*r->product));
	for (size_t c = 0; c < t->n_classes; c++)
		prepare_class(r, c);
	return r;
}

void
typical_ruler_free(struct typical_ruler *r)
{
	if (r == NULL)
		return;
	free(r->slope);
	free(r->constant);
	free(r->d);
	free(r->product);
	free(r);
}

double
typical_distance(struct typical_ruler *r, const double *x)
{
	const struct typical *t = r->t;
	size_t n = t->n_features;
	const float *middle = &t->means[t->n_classes * n];
	double least = HUGE_VAL, within, overall;

	for (size_t i = 0; i < n; i++)
		r->d[i] = x[i] - (double)middle[i];
	multiply(t->within, r->d, n, r->product);
	within = dot(r->product, r->d, n);
	multiply(t->overall, r->d, n, r->product);
	overall = dot(r->product, r->d, n);
	for (size_t c = 0; c < t->n_classes; c++)
		least = fmin(least, dot(&r->slope[c * n], r->d, n) + r->constant[c]);
	return within + least - overall / 2;
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
