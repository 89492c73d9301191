/* SPDX-License-Identifier: MIT */
#include "experiment_priv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "rows.h"
#include "tables/history.h"

struct observation {
	const struct experiment_options *options;
	const char *what;
	int write_errno; /* of the history, 0: none */
};

/* shows how far it is, and writes the history of the first network */
static bool
observe(void *user, size_t epoch, const struct metrics *train, const struct metrics *validation)
{
	struct observation *o = user;
	const struct experiment_options *options = o->options;

	if (options->progress != NULL)
		options->progress(epoch, options->recipe.mlp.epochs, metrics_loss(train), o->what);
	if (options->history == NULL || *o->what != '\0')
		return true;
	history_write(options->history, epoch, train, validation);
	if (fflush(options->history) != 0)
		o->write_errno = errno;
	return o->write_errno == 0;
}

int
fitted_check_scaler(const struct scaler *s, char *error)
{
	for (size_t i = 0; i < s->n; i++) {
		float mean = (float)s->mean[i], std = (float)s->std[i], floor = (float)s->floor[i];

		if (isfinite(mean) && isfinite(std) && std > 0 && isfinite(floor) &&
		    (s->curve[i] != SCALER_LOG || floor > 0))
			continue;
		snprintf(error, EXPERIMENT_ERROR_LEN,
		    "the numbers of the column '%.80s' are too large, or "
		    "too close together, for a model",
		    s->names[i]);
		return -1;
	}
	return 0;
}

int
fitted_scale(const struct experiment_options *o, const struct dataset *d, const struct partition *p,
    bool rescale, struct fitted *f, char *error)
{
	*f = (struct fitted){0};
	if (rescale) {
		f->scaler = scaler_new(d->n_features, (const char *const *)d->table->features);
		scaler_fit(f->scaler, &o->preprocessing, d->table->values, d->n_rows, p->train.rows,
		    p->train.n);
		if (fitted_check_scaler(f->scaler, error) != 0)
			return -1;
	}
	f->x = dataset_inputs(d, f->scaler);
	return 0;
}

int
fitted_train(const struct experiment_options *o, const struct dataset *d, const struct partition *p,
    bool rescale, struct rng *rng, const char *what, struct fitted *f, char *error)
{
	struct observation observation = {o, what, 0};
	struct partition with_copies = *p;

	if (fitted_scale(o, d, p, rescale, f, error) != 0)
		return -1;
	with_copies.train = row_list_with_copies(d, &p->train);
	f->ensemble = fit_ensemble(&o->recipe, d, f->x, &with_copies, rng, observe, &observation);
	row_list_free(&with_copies.train);
	if (o->progress != NULL)
		o->progress(0, 0, 0, what);
	if (f->ensemble != NULL)
		return 0;
	if (observation.write_errno != 0)
		snprintf(error, EXPERIMENT_ERROR_LEN, "cannot write the history: %s",
		    strerror(observation.write_errno));
	else
		snprintf(error, EXPERIMENT_ERROR_LEN,
		    "the loss is no longer finite: lower "
		    "--learning-rate");
	return -1;
}

void
fitted_free(struct fitted *f)
{
	ensemble_free(f->ensemble);
	scaler_free(f->scaler);
	free(f->x);
}

float *
fitted_answers(const struct fitted *f, const struct dataset *d, const struct row_list *rows)
{
	float *probabilities = xcalloc(rows->n * d->n_classes, sizeof(*probabilities));

	rows_predict(f->ensemble, f->x, rows, probabilities);
	return probabilities;
}
