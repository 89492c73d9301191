/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define PREDICT_ROWS ((size_t)256)
#define CACHE_LINE 64
#define AHEAD 4 /* rows */

void
rows_gather(const float *x, size_t n_features, const size_t *rows, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++) {
		/* rows lie anywhere in megabytes: asked for well before they are copied */
		for (size_t k = 0; i + AHEAD < n && k < n_features; k += CACHE_LINE / sizeof(*x))
			__builtin_prefetch(&x[rows[i + AHEAD] * n_features + k]);
		memcpy(&out[i * n_features], &x[rows[i] * n_features], n_features * sizeof(*out));
	}
}

void
rows_labels(const struct dataset *d, const size_t *rows, size_t n, uint32_t *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = d->label[rows[i]];
}

float *
rows_class_weights(const struct dataset *d, const struct row_list *rows)
{
	float *weight = xcalloc(d->n_classes, sizeof(*weight));
	size_t *n_rows = xcalloc(d->n_classes, sizeof(*n_rows)), n_present = 0;

	for (size_t i = 0; i < rows->n; i++)
		n_present += n_rows[d->label[rows->rows[i]]]++ == 0;
	for (size_t c = 0; c < d->n_classes; c++)
		weight[c] =
		    n_rows[c] == 0 ? 1 : (float)((double)rows->n / (double)(n_present * n_rows[c]));
	free(n_rows);
	return weight;
}

bool *
rows_known(const struct dataset *d, const struct row_list *train, const struct row_list *rows)
{
	bool *has_rows = xcalloc(d->n_classes, sizeof(*has_rows));
	bool *known = xcalloc(rows->n, sizeof(*known));

	for (size_t i = 0; i < train->n; i++)
		has_rows[d->label[train->rows[i]]] = true;
	for (size_t i = 0; i < rows->n; i++)
		known[i] = has_rows[d->label[rows->rows[i]]];
	free(has_rows);
	return known;
}

void
rows_predict(
    const struct ensemble *e, const float *x, const struct row_list *rows, float *probabilities)
{
	struct ensemble_batch *b = ensemble_batch_new(e, PREDICT_ROWS);
	size_t n_features = ensemble_n_inputs(e), n_classes = ensemble_n_classes(e);
	float *in = xalignedarray(PREDICT_ROWS * n_features, sizeof(*in));

	for (size_t at = 0; at < rows->n; at += PREDICT_ROWS) {
		size_t n = rows->n - at < PREDICT_ROWS ? rows->n - at : PREDICT_ROWS;

		rows_gather(x, n_features, &rows->rows[at], n, in);
		ensemble_predict(e, b, gemm_blas, in, n, &probabilities[at * n_classes]);
	}
	free(in);
	ensemble_batch_free(b);
}

struct metrics
rows_metrics(
    const struct network *net, const struct dataset *d, const float *x, const struct row_list *rows)
{
	const struct ensemble alone = {.n = 1,
	    .members = (struct network *[]){(struct network *)net},
	    .weight = (double[]){1},
	    .tempering = {1, 0}};
	struct metrics m = {0};
	float *probabilities = xcalloc(rows->n * d->n_classes, sizeof(*probabilities));

	rows_predict(&alone, x, rows, probabilities);
	for (size_t i = 0; i < rows->n; i++)
		metrics_add(
		    &m, &probabilities[i * d->n_classes], d->n_classes, d->label[rows->rows[i]]);
	free(probabilities);
	return m;
}

bool
rows_observe(const struct network *net, const struct dataset *d, const float *x,
    const struct partition *p, size_t epoch, training_observer *observer, void *user)
{
	struct metrics train = rows_metrics(net, d, x, &p->train), validation;

	if (p->validation.n == 0)
		return observer(user, epoch, &train, NULL);
	validation = rows_metrics(net, d, x, &p->validation);
	return observer(user, epoch, &train, &validation);
}
