/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_EXPERIMENT_H
#define TRAIN_EXPERIMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "dataset.h"
#include "fit.h"
#include "io/json.h"
#include "score.h"

/*
 * Training and scoring as a whole: one network on a held-out split, the folds of a
 * cross-validation, and the network to keep.
 */
struct experiment_options {
	struct recipe recipe;
	bool by_rows; /* split rows at random instead of tracks */
	double test_share, validation_share;
	size_t n_folds;              /* 0: no cross-validation */
	bool refit;                  /* the network to keep is trained on all rows */
	uint64_t seed;
	const struct scaler *scaler; /* what the rows have been scaled by, NULL: they are raw */
	FILE *history;               /* CSV rows of the epochs of the first network, NULL: none */
	FILE *predictions;           /* of held-out tracks, NULL: none */
};

#define FOLDS_MAX 1000

struct experiment {
	struct score train, validation, test;
	struct score *folds; /* [n_folds], of the fold left out */
	size_t n_folds;
	struct network *network; /* to keep */
	struct scaler *scaler;   /* that goes with it */
};

/*
 * Runs it. Raw rows are scaled by what is learnt from the training rows of each network; in folds
 * this is done also with rows that come scaled, which changes nothing but for what the test rows
 * had told that scaling. Dies when a column cannot be scaled in floats, the loss is no longer
 * finite or the history cannot be written. experiment_free frees.
 */
struct experiment
experiment_run(const struct experiment_options *o, const struct dataset *d);

void
experiment_free(struct experiment *e);

/* the report of --report (DESIGN.md 4) */
struct json *
experiment_report(const struct experiment *e, const struct experiment_options *o);

/* the same for people, a few lines */
void
experiment_print(const struct experiment *e, const struct experiment_options *o, FILE *f);

#endif
