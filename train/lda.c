/* SPDX-License-Identifier: MIT */
#include "lda.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "rows.h"

#define ABSENT (-1e4F) /* the bias of a class without rows */
#define TINY 1e-12 /* beside the mean variance: features that never vary leave a matrix to invert */

struct classes {
	size_t n, n_features;
	const float *weight; /* [n], of a row; NULL: 1 */
	double *mean;        /* [n][n_features] */
	size_t *n_rows;      /* [n] */
	double
	    *scatter; /* [n_features][n_features], the lower triangle: covariance within classes */
};

static double
row_weight(const struct classes *c, size_t class_)
{
	return c->weight != NULL ? (double)c->weight[class_] : 1;
}

/* what all rows weigh */
static double
whole_weight(const struct classes *c)
{
	double sum = 0;

	for (size_t k = 0; k < c->n; k++)
		sum += row_weight(c, k) * (double)c->n_rows[k];
	return sum;
}

static void
find_means(struct classes *c, const struct dataset *d, const float *x, const struct row_list *rows)
{
	for (size_t r = 0; r < rows->n; r++) {
		const float *row = &x[rows->rows[r] * c->n_features];
		uint32_t label = d->label[rows->rows[r]];

		c->n_rows[label]++;
		for (size_t i = 0; i < c->n_features; i++)
			c->mean[label * c->n_features + i] += (double)row[i];
	}
	for (size_t k = 0; k < c->n; k++) {
		for (size_t i = 0; i < c->n_features && c->n_rows[k] > 0; i++)
			c->mean[k * c->n_features + i] /= (double)c->n_rows[k];
	}
}

/* the weighted mean over rows of the products of deviations from the means of their classes */
static void
find_scatter(
    struct classes *c, const struct dataset *d, const float *x, const struct row_list *rows)
{
	size_t n = c->n_features;
	double *deviation = xcalloc(n, sizeof(*deviation)), whole = whole_weight(c);

	for (size_t r = 0; r < rows->n; r++) {
		const float *row = &x[rows->rows[r] * n];
		size_t class_ = d->label[rows->rows[r]];
		const double *mean = &c->mean[class_ * n];
		double weight = row_weight(c, class_);

		for (size_t i = 0; i < n; i++)
			deviation[i] = (double)row[i] - mean[i];
		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k <= i; k++)
				c->scatter[i * n + k] += weight * deviation[i] * deviation[k];
		}
	}
	for (size_t i = 0; i < n * n; i++)
		c->scatter[i] /= whole;
	free(deviation);
}

static void
shrink(double *m, size_t n, double shrinkage)
{
	double trace = 0;

	for (size_t i = 0; i < n; i++)
		trace += m[i * n + i];
	for (size_t i = 0; i < n * n; i++)
		m[i] *= 1 - shrinkage;
	for (size_t i = 0; i < n; i++)
		m[i * n + i] += (shrinkage + TINY) * trace / (double)n + (trace > 0 ? 0 : 1);
}

/*
 * m[n][n], positive definite, of which the lower triangle is given, becomes L with L L^T = m there
 */
static void
cholesky(double *m, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k <= i; k++) {
			double sum = m[i * n + k];

			for (size_t j = 0; j < k; j++)
				sum -= m[i * n + j] * m[k * n + j];
			m[i * n + k] = i == k ? sqrt(sum) : sum / m[k * n + k];
		}
	}
}

/* solves L L^T v = v in place */
static void
solve(const double *l, size_t n, double *v)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			v[i] -= l[i * n + k] * v[k];
		v[i] /= l[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			v[i] -= l[k * n + i] * v[k];
		v[i] /= l[i * n + i];
	}
}

/* the weights of a class are S^-1 mean, its bias ln of its share - mean . S^-1 mean / 2 */
static void
set_class(struct network *net, const struct classes *c, size_t class_)
{
	size_t n = c->n_features;
	const double *mean = &c->mean[class_ * n];
	double *v, product = 0;
	float *bias = &net->params[network_bias_at(net, 0) + class_];

	*bias = ABSENT;
	if (c->n_rows[class_] == 0)
		return;
	v = xcalloc(n, sizeof(*v));
	for (size_t i = 0; i < n; i++)
		v[i] = mean[i];
	solve(c->scatter, n, v);
	for (size_t i = 0; i < n; i++) {
		net->params[network_weight_at(net, 0) + class_ * n + i] = (float)v[i];
		product += v[i] * mean[i];
	}
	*bias = (float)(log(row_weight(c, class_) * (double)c->n_rows[class_] / whole_weight(c)) -
	    product / 2);
	free(v);
}

struct network *
lda_fit(double shrinkage, const struct dataset *d, const float *x, const struct partition *p,
    const float *class_weight, training_observer *observer, void *user)
{
	const size_t width[] = {d->n_features, d->n_classes}, n = d->n_features;
	struct network *net = network_new(1, width);
	struct classes c = {
	    .n = d->n_classes,
	    .n_features = n,
	    .weight = class_weight,
	    .mean = xcalloc(d->n_classes * n, sizeof(double)),
	    .n_rows = xcalloc(d->n_classes, sizeof(size_t)),
	    .scatter = xcalloc(n * n, sizeof(double)),
	};
	bool on;

	find_means(&c, d, x, &p->train);
	find_scatter(&c, d, x, &p->train);
	shrink(c.scatter, n, shrinkage);
	cholesky(c.scatter, n);
	for (size_t k = 0; k < c.n; k++)
		set_class(net, &c, k);
	free(c.mean);
	free(c.n_rows);
	free(c.scatter);
	on = network_is_finite(net) &&
	    (observer == NULL || rows_observe(net, d, x, p, 1, observer, user));
	if (on)
		return net;
	network_free(net);
	return NULL;
}
