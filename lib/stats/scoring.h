/* SPDX-License-Identifier: MIT */
#ifndef STATS_SCORING_H
#define STATS_SCORING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How good, and how honest, probabilities are that were given for things whose class is known.
 */
#define SCORING_BINS 15 /* of the confidence, all of one width */

/* predictions of about one confidence */
struct scoring_bin {
	size_t n, right;
	double confidence; /* sum over n */
};

/* begin with a struct of zeros */
struct scoring {
	size_t n, right, right_of_two; /* right_of_two: the class is first or second */
	double loss;                   /* sum of -ln p of the true class */
	struct scoring_bin bins[SCORING_BINS];
};

/*
 * Counts one: its probabilities[n_classes] and its class, n_classes or more for a class that has no
 * probability, which no answer gets right.
 */
void
scoring_add(struct scoring *s, const float *probabilities, size_t n_classes, size_t label);

/* Counts one of which only the winner's confidence is known, for the bins alone. */
void
scoring_add_confidence(struct scoring *s, double confidence, bool right);

/* Shares and means, 0 of none. */
double
scoring_accuracy(const struct scoring *s);

double
scoring_top2(const struct scoring *s);

/* the mean loss; a probability is kept 1e-7 off 0 and 1, as Keras does */
double
scoring_loss(const struct scoring *s);

/*
 * Expected calibration error: |accuracy - mean confidence| of each bin, weighted by how many are in
 * it (Naeini et al. 2015; Guo et al. 2017). 0 .. 1.
 */
double
scoring_ece(const struct scoring *s);

#endif
