/* SPDX-License-Identifier: MIT */
#ifndef STATS_METRICS_H
#define STATS_METRICS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Metrics of classification: how often predictions are right, and how well their probabilities are
 * calibrated.
 */
#define METRICS_BINS 15 /* of the confidence, all of one width */

/* the predictions of about one confidence */
struct metrics_bin {
	size_t n, right;
	double confidence; /* sum over n */
	double variance;   /* sum of p (1 - p) */
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
 * Keras keeps it (categorical cross-entropy). NaN for a p that is NaN.
 */
double
metrics_log_loss(double p);

/*
 * Counts one prediction: its probabilities[n_classes] and the true class. A true class of n_classes
 * or more is one the classifier does not know: the prediction is wrong.
 */
void
metrics_add(struct metrics *s, const float *probabilities, size_t n_classes, size_t label);

/*
 * Counts one of which only the confidence, the winner's probability, is known: no loss, no top 2.
 */
void
metrics_add_confidence(struct metrics *s, double confidence, bool right);

/* Shares and means of what was counted; 0 of nothing. */
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

/*
 * What the expected calibration error of as many answers, as confident, would be on average if all
 * confidence were true: what is near to it is no fault (binomial bins, taken for normal ones).
 */
double
metrics_ece_by_chance(const struct metrics *s);

/* The numbers by index, with the names that reports give them: "loss", "accuracy",
 * "top2_accuracy", "ece", "ece_by_chance". */
#define METRICS_NUMBERS 5

const char *
metrics_number_name(size_t i);

double
metrics_number(const struct metrics *m, size_t i);

#endif
