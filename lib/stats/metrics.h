/* SPDX-License-Identifier: MIT */
#ifndef STATS_METRICS_H
#define STATS_METRICS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How good, and how honest, probabilities are that were given for things whose class is known.
 */
#define METRICS_BINS 15 /* of the confidence, all of one width */

/* predictions of about one confidence */
struct metrics_bin {
	size_t n, right;
	double confidence; /* sum over n */
};

/* counts and sums over answers; begin with a struct of zeros */
struct metrics {
	size_t n, right, right_of_two; /* right_of_two: the class is first or second */
	double loss;                   /* sum of -ln p of the true class */
	struct metrics_bin bins[METRICS_BINS];
};

/* The class with the largest of probabilities[n_classes], the first of equals. */
size_t
metrics_winner(const float *probabilities, size_t n_classes);

/*
 * The loss of one answer, -ln p for the probability p of the true class, kept 1e-7 off 0 and 1 as
 * Keras keeps it (categorical cross-entropy). Of a p that is no number, no number.
 */
double
metrics_log_loss(double p);

/*
 * Counts one: its probabilities[n_classes] and its class, n_classes or more for a class that has no
 * probability, which no answer gets right.
 */
void
metrics_add(struct metrics *s, const float *probabilities, size_t n_classes, size_t label);

/* Counts one of which only the winner's confidence is known, for the bins alone. */
void
metrics_add_confidence(struct metrics *s, double confidence, bool right);

/* Shares and means, 0 of none. */
double
metrics_accuracy(const struct metrics *s);

double
metrics_top2(const struct metrics *s);

/* the mean of metrics_log_loss */
double
metrics_loss(const struct metrics *s);

/*
 * Expected calibration error: |accuracy - mean confidence| of each bin, weighted by how many are in
 * it (Naeini et al. 2015; Guo et al. 2017). 0 .. 1.
 */
double
metrics_ece(const struct metrics *s);

/* The four under the names that reports have: "loss", "accuracy", "top2_accuracy", "ece". */
#define METRICS_NUMBERS 4

const char *
metrics_number_name(size_t i);

double
metrics_number(const struct metrics *m, size_t i);

#endif
