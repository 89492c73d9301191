/* SPDX-License-Identifier: MIT */
#include "experiment_priv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "calibrate.h"
#include "rows.h"

/* the answers to all rows of a list, each by networks that did not see its track */
struct held_out {
	struct row_list rows; /* fold after fold */
	size_t *end;          /* [n_folds]: where the rows of a fold end */
	float *probabilities; /* [rows.n][n_classes], not tempered */
	bool *known;          /* [rows.n]: those networks saw others of its class */
};

static void
held_out_free(struct held_out *h)
{
	row_list_free(&h->rows);
	free(h->end);
	free(h->probabilities);
	free(h->known);
}

/*
 * trains on all folds but one, for each, and lets them answer it; *h is freed also after an error
 */
static int
answer_folds(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, size_t n_folds, const char *purpose, struct rng *rng,
    struct held_out *h, char *error)
{
	/* rows that came through a curve or clipped cannot be scaled anew */
	bool rescale = o->scaler == NULL || scaler_is_affine(o->scaler);
	size_t *fold = xcalloc(d->n_groups, sizeof(*fold)), k = d->n_classes;
	int rc = 0;

	*h = (struct held_out){
	    .rows = {xcalloc(rows->n, sizeof(size_t)), 0},
	    .end = xcalloc(n_folds, sizeof(*h->end)),
	    .probabilities = xcalloc(rows->n * k, sizeof(*h->probabilities)),
	    .known = xcalloc(rows->n, sizeof(*h->known)),
	};

	partition_folds(d, rows, n_folds, rng, fold);
	for (size_t i = 0; i < n_folds && rc == 0; i++) {
		struct partition p = partition_of_fold(d, rows, fold, i);
		char *what = xasprintf(", fold %zu of %zu%s", i + 1, n_folds, purpose);
		struct fitted f;
		bool *known;

		rc = fitted_train(o, d, &p, rescale, rng, what, &f, error);
		if (rc == 0) {
			rows_predict(f.ensemble, f.x, &p.test, &h->probabilities[h->rows.n * k]);
			memcpy(
			    &h->rows.rows[h->rows.n], p.test.rows, p.test.n * sizeof(*p.test.rows));
			known = rows_known(d, &p.train, &p.test);
			memcpy(&h->known[h->rows.n], known, p.test.n * sizeof(*known));
			free(known);
			h->rows.n += p.test.n;
			h->end[i] = h->rows.n;
		}
		fitted_free(&f);
		partition_free(&p);
		free(what);
	}
	free(fold);
	return rc;
}

/* the tempering for one fold, from the answers to all others */
static struct tempering
tempering_of_fold(const struct dataset *d, const struct held_out *h, size_t begin, size_t end)
{
	size_t k = d->n_classes, n_after = h->rows.n - end;
	struct row_list others = {xcalloc(h->rows.n, sizeof(size_t)), begin + n_after};
	float *probabilities = xcalloc(h->rows.n * k, sizeof(*probabilities));
	bool *known = xcalloc(h->rows.n, sizeof(*known));
	struct tempering t;

	memcpy(others.rows, h->rows.rows, begin * sizeof(size_t));
	memcpy(others.rows + begin, h->rows.rows + end, n_after * sizeof(size_t));
	memcpy(probabilities, h->probabilities, begin * k * sizeof(float));
	memcpy(probabilities + begin * k, h->probabilities + end * k, n_after * k * sizeof(float));
	memcpy(known, h->known, begin * sizeof(*known));
	memcpy(known + begin, h->known + end, n_after * sizeof(*known));
	t = calibrate(d, &others, probabilities, known);
	row_list_free(&others);
	free(probabilities);
	free(known);
	return t;
}

int
cross_validate(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, struct rng *rng, struct experiment *e, struct tempering *tempering,
    char *error)
{
	size_t k = d->n_classes, begin = 0;
	struct tempering t = {o->temperature, 0};
	struct held_out h;
	float *tempered;

	if (answer_folds(o, d, rows, o->n_folds, "", rng, &h, error) != 0) {
		held_out_free(&h);
		return -1;
	}
	tempered = xcalloc(h.rows.n * k, sizeof(*tempered));
	memcpy(tempered, h.probabilities, h.rows.n * k * sizeof(*tempered));
	e->folds = xcalloc(o->n_folds, sizeof(*e->folds));
	for (e->n_folds = 0; e->n_folds < o->n_folds; e->n_folds++) {
		size_t end = h.end[e->n_folds];
		struct row_list part = {h.rows.rows + begin, end - begin};
		struct csv_writer out = {.file = o->predictions};

		if (o->temperature == 0)
			t = tempering_of_fold(d, &h, begin, end);
		ensemble_temper(&tempered[begin * k], part.n, k, t);
		e->folds[e->n_folds] = score_of(d, &part, &tempered[begin * k]);
		if (o->predictions != NULL)
			score_write_tracks(d, &part, &tempered[begin * k], &out);
		begin = end;
	}
	e->held_out = score_of(d, &h.rows, tempered);
	if (o->suspects != NULL)
		score_write_suspects(
		    d, &h.rows, tempered, &(struct csv_writer){.file = o->suspects});
	if (o->temperature == 0)
		t = calibrate(d, &h.rows, h.probabilities, h.known);
	free(tempered);
	held_out_free(&h);
	*tempering = t;
	return 0;
}

int
cross_calibrate(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, size_t n_folds, struct tempering *tempering, char *error)
{
	struct held_out h;
	struct rng rng;
	int rc;

	/* a generator of its own: networks are the same whether a temperature is fitted or not */
	rng_seed(&rng, o->seed);
	rc = answer_folds(o, d, rows, n_folds, ", for the temperature", &rng, &h, error);
	if (rc == 0)
		*tempering = calibrate(d, &h.rows, h.probabilities, h.known);
	held_out_free(&h);
	return rc;
}
