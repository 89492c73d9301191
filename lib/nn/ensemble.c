/* SPDX-License-Identifier: MIT */
#include "nn/ensemble.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define PROBABILITY_MIN 1e-30 /* so that its logarithm is finite */

struct ensemble_batch {
	size_t n;
	struct network_batch **members;
	nn_real *probabilities; /* [max_rows][n_classes], of one member */
};

struct ensemble *
ensemble_new(void)
{
	struct ensemble *e = xcalloc(1, sizeof(*e));

	e->tempering.temperature = 1;
	return e;
}

void
ensemble_free(struct ensemble *e)
{
	if (e == NULL)
		return;
	for (size_t i = 0; i < e->n; i++)
		network_free(e->members[i]);
	free(e->members);
	free(e->weight);
	free(e);
}

void
ensemble_add(struct ensemble *e, struct network *net, double weight)
{
	e->members = xreallocarray(e->members, e->n + 1, sizeof(struct network *));
	e->weight = xreallocarray(e->weight, e->n + 1, sizeof(*e->weight));
	e->members[e->n] = net;
	e->weight[e->n++] = weight;
}

void
ensemble_normalise(struct ensemble *e)
{
	double sum = 0;

	for (size_t i = 0; i < e->n; i++)
		sum += e->weight[i];
	for (size_t i = 0; i < e->n; i++)
		e->weight[i] /= sum;
}

void
ensemble_merge(struct ensemble *e)
{
	struct network *first = e->members[0], *mean = network_new(1, first->width);

	for (size_t m = 0; m < e->n; m++) {
		for (size_t i = 0; i < mean->n_params; i++)
			mean->params[i] += (nn_real)e->weight[m] * e->members[m]->params[i];
		network_free(e->members[m]);
	}
	e->members[0] = mean;
	e->weight[0] = 1;
	e->n = 1;
}

size_t
ensemble_n_inputs(const struct ensemble *e)
{
	return e->members[0]->width[0];
}

size_t
ensemble_n_classes(const struct ensemble *e)
{
	return e->members[0]->width[e->members[0]->n_layers];
}

struct ensemble_batch *
ensemble_batch_new(const struct ensemble *e, size_t max_rows)
{
	struct ensemble_batch *b = xcalloc(1, sizeof(*b));

	b->n = e->n;
	b->members = xcalloc(e->n, sizeof(struct network_batch *));
	for (size_t i = 0; i < e->n; i++)
		b->members[i] = network_batch_new(e->members[i], max_rows);
	b->probabilities = xalignedarray(max_rows * ensemble_n_classes(e), sizeof(nn_real));
	return b;
}

void
ensemble_batch_free(struct ensemble_batch *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->n; i++)
		network_batch_free(b->members[i]);
	free(b->members);
	free(b->probabilities);
	free(b);
}

void
ensemble_temper(nn_real *probabilities, size_t n_rows, size_t n_classes, struct tempering tempering)
{
	double low = tempering.temperature * (1 - tempering.spread);
	double high = tempering.temperature * (1 + tempering.spread);

	if (low == 1 && high == 1)
		return;
	for (size_t r = 0; r < n_rows; r++, probabilities += n_classes) {
		double top = 0, sum_low = 0, sum_high = 0;

		for (size_t i = 0; i < n_classes; i++)
			top = (double)probabilities[i] > top ? (double)probabilities[i] : top;
		for (size_t i = 0; i < n_classes; i++) {
			double p = (double)probabilities[i]; /* a NaN stays one */
			double logit = log((p < PROBABILITY_MIN ? PROBABILITY_MIN : p) / top);

			probabilities[i] = (nn_real)logit;
			sum_low += exp((double)probabilities[i] / low);
			sum_high += exp((double)probabilities[i] / high);
		}
		for (size_t i = 0; i < n_classes; i++) {
			double logit = (double)probabilities[i];

			probabilities[i] =
			    (nn_real)((exp(logit / low) / sum_low + exp(logit / high) / sum_high) /
				2);
		}
	}
}

void
ensemble_predict(const struct ensemble *e, struct ensemble_batch *b, gemm_fn *gemm,
    const nn_real *x, size_t n_rows, nn_real *probabilities)
{
	size_t n_classes = ensemble_n_classes(e), n = n_rows * n_classes;

	if (e->n == 1) {
		network_predict(e->members[0], b->members[0], gemm, x, n_rows, probabilities);
	} else {
		memset(probabilities, 0, n * sizeof(*probabilities));
		for (size_t m = 0; m < e->n; m++) {
			network_predict(
			    e->members[m], b->members[m], gemm, x, n_rows, b->probabilities);
			for (size_t i = 0; i < n; i++)
				probabilities[i] += (nn_real)e->weight[m] * b->probabilities[i];
		}
	}
	ensemble_temper(probabilities, n_rows, n_classes, e->tempering);
}
