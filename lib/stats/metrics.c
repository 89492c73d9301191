/* SPDX-License-Identifier: MIT */
#include "stats/metrics.h"

#include <math.h>

#define PROBABILITY_MIN 1e-7

size_t
metrics_winner(const float *probabilities, size_t n_classes)
{
	size_t best = 0;

	for (size_t i = 1; i < n_classes; i++) {
		if (probabilities[i] > probabilities[best])
			best = i;
	}
	return best;
}

double
metrics_log_loss(double p)
{
	/* comparisons, not fmin and fmax, which would hide a NaN */
	p = p < PROBABILITY_MIN ? PROBABILITY_MIN : p;
	p = p > 1 - PROBABILITY_MIN ? 1 - PROBABILITY_MIN : p;
	return -log(p);
}

void
metrics_add_confidence(struct metrics *s, double confidence, bool right)
{
	size_t bin = confidence < 1 ? (size_t)(confidence * METRICS_BINS) : METRICS_BINS - 1;
	struct metrics_bin *b = &s->bins[bin < METRICS_BINS ? bin : METRICS_BINS - 1];

	b->n++;
	b->right += right;
	b->confidence += confidence;
	b->variance += confidence * (1 - confidence);
	s->n++;
	s->right += right;
}

void
metrics_add(struct metrics *s, const float *probabilities, size_t n_classes, size_t label)
{
	size_t winner = metrics_winner(probabilities, n_classes), before = 0;

	/* how many classes rank before the true one; of equals the first does */
	for (size_t i = 0; label < n_classes && i < n_classes; i++)
		before += probabilities[i] > probabilities[label] ||
		    (probabilities[i] == probabilities[label] && i < label);
	s->right_of_two += label < n_classes && before < 2;
	s->loss += metrics_log_loss(label < n_classes ? (double)probabilities[label] : 0);
	metrics_add_confidence(s, (double)probabilities[winner], winner == label);
}

static double
per_one(const struct metrics *s, double sum)
{
	return s->n > 0 ? sum / (double)s->n : 0;
}

double
metrics_accuracy(const struct metrics *s)
{
	return per_one(s, (double)s->right);
}

double
metrics_top2(const struct metrics *s)
{
	return per_one(s, (double)s->right_of_two);
}

double
metrics_loss(const struct metrics *s)
{
	return per_one(s, s->loss);
}

double
metrics_ece(const struct metrics *s)
{
	double sum = 0;

	for (size_t i = 0; i < METRICS_BINS; i++)
		sum += fabs((double)s->bins[i].right - s->bins[i].confidence);
	return per_one(s, sum);
}

double
metrics_ece_by_chance(const struct metrics *s)
{
	const double mean_of_normal = 0.7978845608028654; /* of its absolute value: sqrt(2 / pi) */
	double sum = 0;

	for (size_t i = 0; i < METRICS_BINS; i++)
		sum += mean_of_normal * sqrt(s->bins[i].variance);
	return per_one(s, sum);
}

static const struct {
	const char *name;
	double (*number)(const struct metrics *);
} numbers[METRICS_NUMBERS] = {
    {"loss", metrics_loss},
    {"accuracy", metrics_accuracy},
    {"top2_accuracy", metrics_top2},
    {"ece", metrics_ece},
    {"ece_by_chance", metrics_ece_by_chance},
};

const char *
metrics_number_name(size_t i)
{
	return numbers[i].name;
}

double
metrics_number(const struct metrics *m, size_t i)
{
	return numbers[i].number(m);
}
