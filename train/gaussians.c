/* SPDX-License-Identifier: MIT */
#include "gaussians.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"

#define TINY 1e-12 /* beside the mean variance: features that never vary leave a matrix to invert */

static double
row_weight(const struct gaussians *c, size_t class_)
{
	return c->weight != NULL ? (double)c->weight[class_] : 1;
}

/* what all rows weigh */
static double
whole_weight(const struct gaussians *c)
{
	double sum = 0;

	for (size_t k = 0; k < c->n; k++)
		sum += row_weight(c, k) * (double)c->n_rows[k];
	return sum;
}

static void
find_means(
    struct gaussians *c, const struct dataset *d, const float *x, const struct row_list *rows)
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
    struct gaussians *c, const struct dataset *d, const float *x, const struct row_list *rows)
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
solve_in_place(const double *l, size_t n, double *v)
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

void
gaussians_fit(struct gaussians *g, double shrinkage, const struct dataset *d, const float *x,
    const struct row_list *rows, const float *class_weight)
{
	size_t n = d->n_features;

	*g = (struct gaussians){
	    .n = d->n_classes,
	    .n_features = n,
	    .weight = class_weight,
	    .mean = xcalloc(d->n_classes * n, sizeof(double)),
	    .n_rows = xcalloc(d->n_classes, sizeof(size_t)),
	    .scatter = xcalloc(n * n, sizeof(double)),
	};
	find_means(g, d, x, rows);
	find_scatter(g, d, x, rows);
	shrink(g->scatter, n, shrinkage);
	cholesky(g->scatter, n);
}

void
gaussians_clear(struct gaussians *g)
{
	free(g->mean);
	free(g->n_rows);
	free(g->scatter);
}

double
gaussians_share(const struct gaussians *g, size_t class_)
{
	return row_weight(g, class_) * (double)g->n_rows[class_] / whole_weight(g);
}

void
gaussians_solve(const struct gaussians *g, double *v)
{
	solve_in_place(g->scatter, g->n_features, v);
}
