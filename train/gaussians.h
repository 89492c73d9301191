/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_GAUSSIANS_H
#define TRAIN_GAUSSIANS_H

#include "dataset.h"
#include "partition.h"

/*
 * Every class as a normal distribution about its mean, all with one covariance, S within classes,
 * shrunk towards a multiple of the identity: (1 - shrinkage) S + shrinkage tr(S) / n I (Friedman
 * 1989).
 */
struct gaussians {
	size_t n, n_features;
	const float *weight; /* [n], of a row of each class, the caller's; NULL: 1 */
	double *mean;        /* [n][n_features]; 0 of a class without rows */
	size_t *n_rows;      /* [n] */
	double *scatter;     /* [n_features][n_features], the lower triangle: L of S = L L' */
};

/* Of some rows of x[d->n_rows][d->n_features], at least one; gaussians_clear releases. */
void
gaussians_fit(struct gaussians *g, double shrinkage, const struct dataset *d, const float *x,
    const struct row_list *rows, const float *class_weight);

void
gaussians_clear(struct gaussians *g);

/* The share of a class in what all rows weigh. */
double
gaussians_share(const struct gaussians *g, size_t class_);

/* v[n_features] becomes S^-1 v. */
void
gaussians_solve(const struct gaussians *g, double *v);

#endif
