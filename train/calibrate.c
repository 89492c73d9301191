/* SPDX-License-Identifier: MIT */
#include "calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "nn/ensemble.h"

#define STEPS 40 /* each narrows the interval to 0.62: 4e-9 of it are left */

struct trial {
	const struct dataset *d;
	const struct row_list *rows;
	const float *probabilities;
	float *tempered; /* one row */
};

/* the sum of losses at a temperature of e^t */
static double
loss_at(const struct trial *trial, double t)
{
	size_t k = trial->d->n_classes;
	double loss = 0;

	for (size_t i = 0; i < trial->rows->n; i++) {
		memcpy(trial->tempered, &trial->probabilities[i * k], k * sizeof(float));
		ensemble_temper(trial->tempered, 1, k, exp(t));
		loss += network_loss(trial->tempered, trial->d->label[trial->rows->rows[i]]);
	}
	return loss;
}

/* golden section: the loss is convex in 1/T, so it has one valley in ln T too */
double
calibrate(const struct dataset *d, const struct row_list *rows, const float *probabilities)
{
	const double golden = (sqrt(5) - 1) / 2;
	struct trial trial = {d, rows, probabilities, xcalloc(d->n_classes, sizeof(float))};
	double low = log(CALIBRATE_MIN), high = log(CALIBRATE_MAX);
	double a = high - golden * (high - low), b = low + golden * (high - low);
	double at_a = loss_at(&trial, a), at_b = loss_at(&trial, b);

	for (int i = 0; i < STEPS; i++) {
		if (at_a < at_b) {
			high = b;
			b = a;
			at_b = at_a;
			a = high - golden * (high - low);
			at_a = loss_at(&trial, a);
		} else {
			low = a;
			a = b;
			at_a = at_b;
			b = low + golden * (high - low);
			at_b = loss_at(&trial, b);
		}
	}
	free(trial.tempered);
	return rows->n > 0 ? exp((low + high) / 2) : 1;
}
