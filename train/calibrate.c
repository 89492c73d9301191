/* SPDX-License-Identifier: MIT */
#include "calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "stats/metrics.h"

#define PRIOR_STD 0.5 /* of the logarithm of a temperature: two of three lie in 0.6 to 1.65 */
#define STEPS 40      /* each narrows the interval to 0.62: 4e-9 of it are left */

struct trial {
	const struct dataset *d;
	const struct row_list *rows;
	const float *probabilities;
	const bool *known;
	float *tempered; /* one row */
	float *sums;     /* [n_tracks][n_classes] */
	size_t *n_rows;  /* [n_tracks], of each in the list */
};

/* sums[n_classes] over n rows: the greatest of the means */
static double
confidence(const float *sums, size_t n_classes, size_t n)
{
	float top = 0;

	for (size_t c = 0; c < n_classes; c++)
		top = sums[c] > top ? sums[c] : top;
	return (double)top / (double)n;
}

/*
 * The sum of the tracks' losses at a temperature of e^t, and what t costs by itself: t is normal
 * about 0 before anything is known (Bayes: the sum is the negative log posterior).
 */
static double
loss_at(const struct trial *trial, double t)
{
	const struct dataset *d = trial->d;
	size_t k = d->n_classes;
	double loss = t * t / (2 * PRIOR_STD * PRIOR_STD);

	memset(trial->sums, 0, d->n_tracks * k * sizeof(float));
	for (size_t i = 0; i < trial->rows->n; i++) {
		float *sum = &trial->sums[d->track[trial->rows->rows[i]] * k];

		memcpy(trial->tempered, &trial->probabilities[i * k], k * sizeof(float));
		ensemble_temper(
		    trial->tempered, 1, k, (struct tempering){exp(t), CALIBRATE_SPREAD});
		for (size_t c = 0; c < k; c++)
			sum[c] += trial->tempered[c];
	}
	/* each row counts as its track does, so that every track weighs the same */
	for (size_t i = 0; i < trial->rows->n; i++) {
		size_t row = trial->rows->rows[i], track = d->track[row];
		const float *sums = &trial->sums[track * k];
		size_t n = trial->n_rows[track];
		double right = trial->known[i] ? (double)sums[d->label[row]] / (double)n
					       : 1 - confidence(sums, k, n);

		loss += metrics_log_loss(right) / (double)n;
	}
	return loss;
}

/* golden section: of tracks of one row the loss is convex in 1/T, so it has one valley in ln T */
struct tempering
calibrate(const struct dataset *d, const struct row_list *rows, const float *probabilities,
    const bool *known)
{
	const double golden = (sqrt(5) - 1) / 2;
	struct trial trial = {
	    .d = d,
	    .rows = rows,
	    .probabilities = probabilities,
	    .known = known,
	    .tempered = xcalloc(d->n_classes, sizeof(float)),
	    .sums = xcalloc(d->n_tracks * d->n_classes, sizeof(float)),
	    .n_rows = xcalloc(d->n_tracks, sizeof(size_t)),
	};
	double low = log(CALIBRATE_MIN), high = log(CALIBRATE_MAX);
	double a = high - golden * (high - low), b = low + golden * (high - low), at_a, at_b;

	for (size_t i = 0; i < rows->n; i++)
		trial.n_rows[d->track[rows->rows[i]]]++;
	at_a = loss_at(&trial, a);
	at_b = loss_at(&trial, b);
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
	free(trial.sums);
	free(trial.n_rows);
	return rows->n > 0 ? (struct tempering){exp((low + high) / 2), CALIBRATE_SPREAD}
			   : (struct tempering){1, 0};
}
