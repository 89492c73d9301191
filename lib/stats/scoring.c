/* SPDX-License-Identifier: MIT */
#include "stats/scoring.h"

#include <math.h>

#define PROBABILITY_MIN 1e-7

void
scoring_add_confidence(struct scoring *s, double confidence, bool right)
{
	size_t bin = (size_t)(confidence * SCORING_BINS);
	struct scoring_bin *b = &s->bins[bin < SCORING_BINS ? bin : SCORING_BINS - 1];

	b->n++;
	b->right += right;
	b->confidence += confidence;
	s->n++;
	s->right += right;
}

void
scoring_add(struct scoring *s, const float *probabilities, size_t n_classes, size_t label)
{
	size_t winner = 0, before = 0;
	double p = label < n_classes ? (double)probabilities[label] : 0;

	for (size_t i = 1; i < n_classes; i++) {
		if (probabilities[i] > probabilities[winner])
			winner = i;
	}
	/* how many stand before the true class; of equals the first wins */
	for (size_t i = 0; label < n_classes && i < n_classes; i++)
		before += probabilities[i] > probabilities[label] ||
		    (probabilities[i] == probabilities[label] && i < label);
	s->right_of_two += label < n_classes && before < 2;
	s->loss -= log(fmin(fmax(p, PROBABILITY_MIN), 1 - PROBABILITY_MIN));
	scoring_add_confidence(s, (double)probabilities[winner], winner == label);
}

static double
per_one(const struct scoring *s, double sum)
{
	return s->n > 0 ? sum / (double)s->n : 0;
}

double
scoring_accuracy(const struct scoring *s)
{
	return per_one(s, (double)s->right);
}

double
scoring_top2(const struct scoring *s)
{
	return per_one(s, (double)s->right_of_two);
}

double
scoring_loss(const struct scoring *s)
{
	return per_one(s, s->loss);
}

double
scoring_ece(const struct scoring *s)
{
	double sum = 0;

	for (size_t i = 0; i < SCORING_BINS; i++)
		sum += fabs((double)s->bins[i].right - s->bins[i].confidence);
	return per_one(s, sum);
}
