/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_EXPERIMENT_PRIV_H
#define TRAIN_EXPERIMENT_PRIV_H

#include "experiment.h"

/*
 * The parts of an experiment. What can fail returns -1 with a reason in
 * error[EXPERIMENT_ERROR_LEN].
 */

/* networks and the scaler of their inputs */
struct fitted {
	struct ensemble *ensemble;
	struct scaler *scaler; /* NULL: the rows came scaled */
	float *x;              /* all rows as they take them */
};

/*
 * The scaler that the training rows of a partition tell, with rescale, and all rows scaled by it;
 * no ensemble yet. fitted_free frees, also after an error.
 */
int
fitted_scale(const struct experiment_options *o, const struct dataset *d, const struct partition *p,
    bool rescale, struct fitted *f, char *error);

/*
 * Trains on a partition; with rescale, on rows scaled by what its training rows tell. `what` says
 * which networks these are, for people; the first ones' is "", and their epochs are the history.
 * fitted_free frees, also after an error.
 */
int
fitted_train(const struct experiment_options *o, const struct dataset *d, const struct partition *p,
    bool rescale, struct rng *rng, const char *what, struct fitted *f, char *error);

void
fitted_free(struct fitted *f);

/* probabilities[rows->n][n_classes], tempered as the ensemble says; the caller frees */
float *
fitted_answers(const struct fitted *f, const struct dataset *d, const struct row_list *rows);

/* Whether a model can hold a scaler: it holds floats, and divides by deviations. */
int
fitted_check_scaler(const struct scaler *s, char *error);

/*
 * Cross-validates over o->n_folds folds of the rows: fills in e's folds and held_out, and writes
 * the predictions. *tempering is for networks trained on all of the rows.
 */
int
cross_validate(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, struct rng *rng, struct experiment *e, struct tempering *tempering,
    char *error);

/*
 * The tempering for networks trained on the rows, fitted on the answers to folds of them by
 * networks that were trained on the other folds. n_folds is at most the number of groups.
 */
int
cross_calibrate(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, size_t n_folds, struct tempering *tempering, char *error);

#endif
