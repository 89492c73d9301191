/* SPDX-License-Identifier: MIT */
#ifndef STATS_TYPICAL_H
#define STATS_TYPICAL_H

#include <stddef.h>

/*
 * How typical a song is of those that a model was trained on: what is far from all of them is like
 * none of its classes, whatever the class is that it is most like.
 *
 * A song x, the mean of its rows as the networks take them, is as far out as
 *
 *     min over classes c of (x - m_c)' W (x - m_c)  -  1/2 (x - m)' A (x - m)
 *
 * m_c the mean of the songs of c and W the inverse of their covariance about such means: the
 * Mahalanobis distance, squared; m and A the same of all songs at once. The second term takes off
 * half of what is odd about a song whatever its class (Ren et al. 2021 take off all of it, and then
 * what differs from all classes alike is not seen).
 */
#define TYPICAL_FEATURES_MAX 512
#define TYPICAL_DISTANCES_MAX 1024

struct typical {
	size_t n_features, n_classes, n_distances;
	const float *means;     /* [n_classes + 1][n_features]: m_c, then m */
	const float *within;    /* W[n_features][n_features] */
	const float *overall;   /* A[n_features][n_features] */
	const float *distances; /* of songs held out, ascending; at least one */
	float *numbers;         /* all of these, NULL: they are another's */
};

void
typical_free(struct typical *t);

/* What measures how far out songs are, by numbers that are valid as long as it is. */
struct typical_ruler;

/* The caller frees. */
struct typical_ruler *
typical_ruler_new(const struct typical *t);

void
typical_ruler_free(struct typical_ruler *r);

/* How far out x[n_features] is; may be negative. */
double
typical_distance(struct typical_ruler *r, const double *x);

/* The share of the songs held out that were farther out: 0 .. 1. */
double
typical_share(const struct typical *t, double distance);

#endif
