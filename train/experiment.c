/* SPDX-License-Identifier: MIT */
#include "experiment.h"

#include <stdlib.h>

#include "calibrate.h"
#include "experiment_priv.h"
#include "rows.h"
#include "tables/history.h"
#include "tables/predictions.h"
#include "typicality.h"

#define CALIBRATION_TRACKS 100 /* validation tracks that are enough to fit a temperature on */
#define CALIBRATION_FOLDS ((size_t)5)

/*
 * The temperature that is asked for, or the best for rows that were not trained on: the validation
 * rows, if the user gave them or they are of many tracks; else those of the folds, which is
 * over_all; else of folds made for this. Returns 0, or -1 with error.
 */
static int
find_tempering(const struct experiment_options *o, const struct dataset *d,
    const struct partition *p, const struct fitted *f, struct tempering over_all,
    struct tempering *tempering, char *error)
{
	bool given = o->given != NULL && o->given->validation.n > 0;
	struct row_list seen;
	size_t n_groups;
	float *probabilities;
	bool *known;
	int rc;

	*tempering = (struct tempering){1, 0};
	if (o->temperature > 0) {
		tempering->temperature = o->temperature;
		return 0;
	}
	if (given || partition_n_groups(d, &p->validation) >= CALIBRATION_TRACKS) {
		probabilities = fitted_answers(f, d, &p->validation);
		known = rows_known(d, &p->train, &p->validation);
		*tempering = calibrate(d, &p->validation, probabilities, known);
		free(probabilities);
		free(known);
		return 0;
	}
	if (o->n_folds > 0) {
		*tempering = over_all;
		return 0;
	}
	seen = row_list_join(&p->train, &p->validation);
	n_groups = partition_n_groups(d, &seen);
	rc = n_groups < 2
	    ? 0
	    : cross_calibrate(o, d, &seen,
		  n_groups < CALIBRATION_FOLDS ? n_groups : CALIBRATION_FOLDS, tempering, error);
	if (n_groups < 2 && o->remark != NULL)
		o->remark("no tracks to fit a temperature on, it stays 1");
	row_list_free(&seen);
	return rc;
}

static struct score
score_part(
    const struct fitted *f, const struct dataset *d, const struct row_list *rows, FILE *predictions)
{
	float *probabilities = fitted_answers(f, d, rows);
	struct csv_writer out = {.file = predictions};
	struct score s = score_of(d, rows, probabilities);

	if (predictions != NULL)
		score_write_tracks(d, rows, probabilities, &out);
	free(probabilities);
	return s;
}

/* the rows of a list, copied */
static struct row_list
copy(const struct row_list *rows)
{
	return row_list_join(rows, &(struct row_list){0});
}

/* what is trained on, watched and tested */
static struct partition
make_partition(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, struct rng *rng)
{
	struct partition p;

	if (o->given == NULL)
		return o->split == SPLIT_ROWS
		    ? partition_rows(rows, o->test_share, o->validation_share, rng)
		    : partition_groups(d, rows, o->test_share, o->validation_share, rng);
	if (o->given->validation.n > 0) {
		p.train = copy(&o->given->train);
		p.validation = copy(&o->given->validation);
	} else {
		p = partition_groups(d, &o->given->train, 0, o->validation_share, rng);
		row_list_free(&p.test);
	}
	p.test = copy(&o->given->test);
	return p;
}

/* all rows that may be trained on; and with_test all others too */
static struct row_list
rows_at_hand(const struct experiment_options *o, const struct dataset *d, bool with_test)
{
	struct row_list seen, all;

	if (o->given == NULL)
		return row_list_all(d);
	seen = row_list_join(&o->given->train, &o->given->validation);
	if (!with_test)
		return seen;
	all = row_list_join(&seen, &o->given->test);
	row_list_free(&seen);
	return all;
}

/* what cannot be done; 0, or -1 with error */
static int
check(const struct experiment_options *o, const struct dataset *d, const struct row_list *rows,
    const struct partition *p, char *error)
{
	size_t n_groups = partition_n_groups(d, rows);

	if (o->scaler != NULL && fitted_check_scaler(o->scaler, error) != 0)
		return -1;
	*error = '\0';
	if (p->train.n == 0)
		snprintf(error, EXPERIMENT_ERROR_LEN, "no row is left to train on");
	else if (o->n_folds > n_groups)
		snprintf(error, EXPERIMENT_ERROR_LEN, "--folds: %zu folds of %zu tracks",
		    o->n_folds, n_groups);
	else if (o->n_folds > 0 && o->scaler != NULL && !scaler_is_affine(o->scaler))
		snprintf(error, EXPERIMENT_ERROR_LEN,
		    "--folds: rows scaled through a curve or clipped "
		    "cannot be scaled anew for each fold: give raw rows with --log, --logit or "
		    "--clip");
	if (*error != '\0')
		return -1;
	return 0;
}

/* trains on a part and scores all parts; *over_all is the tempering for networks of all rows */
static int
run_split(const struct experiment_options *o, const struct dataset *d, const struct row_list *rows,
    const struct partition *p, struct rng *rng, struct experiment *e, struct fitted *f,
    struct tempering *over_all, char *error)
{
	const struct predictions_form form = {.n_classes = d->n_classes, .classes = d->classes};
	struct csv_writer out = {.file = o->predictions};

	if (o->history != NULL)
		history_write_header(o->history);
	if (o->predictions != NULL)
		predictions_write_header(&out, &form);
	if (fitted_train(o, d, p, o->scaler == NULL, rng, "", f, error) != 0)
		return -1;
	if (o->n_folds > 0 && cross_validate(o, d, rows, rng, e, over_all, error) != 0)
		return -1;
	if (find_tempering(o, d, p, f, *over_all, &f->ensemble->tempering, error) != 0)
		return -1;
	if ((f->ensemble->tempering.temperature <= CALIBRATE_MIN * 1.01 ||
		f->ensemble->tempering.temperature >= CALIBRATE_MAX / 1.01) &&
	    o->temperature == 0 && o->remark != NULL)
		o->remark(
		    "the temperature is at the bound of its range: confidence will not be honest");
	if (o->n_folds == 0)
		*over_all = f->ensemble->tempering;
	e->train = score_part(f, d, &p->train, NULL);
	e->validation = score_part(f, d, &p->validation, NULL);
	/* with folds every track is held out once, and those predictions are the ones to look at */
	e->test = score_part(f, d, &p->test, o->n_folds == 0 ? o->predictions : NULL);
	return o->typical && !o->refit ? typicality_fit(o, d, &p->train, f, &e->typical, error) : 0;
}

/* once more, on all rows, with a temperature; what was fitted before goes */
static int
refit(const struct experiment_options *o, const struct dataset *d, struct rng *rng,
    struct tempering tempering, struct experiment *e, struct fitted *f, char *error)
{
	struct row_list rows = rows_at_hand(o, d, true);
	struct partition p = partition_all(&rows);
	int rc;

	fitted_free(f);
	rc = fitted_train(o, d, &p, o->scaler == NULL, rng, ", on all rows", f, error);
	if (rc == 0)
		f->ensemble->tempering = tempering;
	if (rc == 0 && o->typical)
		rc = typicality_fit(o, d, &rows, f, &e->typical, error);
	partition_free(&p);
	row_list_free(&rows);
	return rc;
}

int
experiment_run(
    const struct experiment_options *o, const struct dataset *d, struct experiment *e, char *error)
{
	struct row_list rows = rows_at_hand(o, d, false);
	struct fitted f = {0};
	struct partition p;
	struct rng rng;
	struct tempering over_all = {1, 0};
	int rc;

	*e = (struct experiment){0};
	rng_seed(&rng, o->seed);
	p = make_partition(o, d, &rows, &rng);
	rc = check(o, d, &rows, &p, error);
	if (rc == 0)
		rc = run_split(o, d, &rows, &p, &rng, e, &f, &over_all, error);
	partition_free(&p);
	row_list_free(&rows);
	if (rc == 0 && o->refit)
		rc = refit(o, d, &rng, over_all, e, &f, error);
	if (rc != 0) {
		fitted_free(&f);
		experiment_free(e);
		return -1;
	}
	e->ensemble = f.ensemble;
	e->scaler = f.scaler;
	free(f.x);
	return 0;
}

void
experiment_free(struct experiment *e)
{
	ensemble_free(e->ensemble);
	scaler_free(e->scaler);
	typical_free(e->typical);
	free(e->folds);
}
