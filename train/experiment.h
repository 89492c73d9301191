/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_EXPERIMENT_H
#define TRAIN_EXPERIMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "dataset.h"
#include "fit.h"
#include "score.h"
#include "stats/typical.h"

/*
 * Training and scoring as a whole: networks on a held-out split, the folds of a cross-validation,
 * and the networks to keep.
 */
enum split {
	SPLIT_ARTISTS, /* all tracks of an artist, where rows name artists; the words of --split */
	SPLIT_TRACKS,  /* all rows of a track */
	SPLIT_ROWS,    /* single rows, at random */
};

struct experiment_options {
	struct recipe recipe;
	struct preprocessing preprocessing; /* of raw rows */
	enum split split;                   /* what is held out as a whole */
	const struct partition *given;      /* the split, instead of one at random; NULL: none */
	double test_share, validation_share;
	size_t n_folds;     /* 0: no cross-validation */
	bool typical;       /* find out what songs like those of the model are like */
	bool refit;         /* the model to keep is trained on all rows */
	double temperature; /* 0: fitted on rows not trained on */
	uint64_t seed;
	const struct scaler *scaler; /* what the rows have been scaled by, NULL: they are raw */
	FILE *history;               /* CSV rows of the epochs of the first network, NULL: none */
	FILE *predictions;           /* of held-out tracks, NULL: none */
	FILE *suspects;              /* of the folds' tracks, NULL: none */
	/*
	 * Hears of each epoch of the networks that `what` names ("" or ", fold 1 of 10"), and of
	 * n_epochs 0 when these are done; NULL: nobody does.
	 */
	void (*progress)(size_t epoch, size_t n_epochs, double loss, const char *what);
	void (*remark)(const char *text); /* hears what the user should know; NULL: nobody does */
};

#define EXPERIMENT_ERROR_LEN 256

#define FOLDS_MAX 1000

struct experiment {
	struct score train, validation, test;
	struct score *folds; /* [n_folds], of the fold left out */
	size_t n_folds;
	struct score held_out;     /* of all folds together */
	struct ensemble *ensemble; /* to keep, with its temperature */
	struct typical *typical;   /* songs of what it was trained on; NULL: nothing to say */
	struct scaler *scaler;     /* that goes with it, NULL: the rows came scaled */
};

/*
 * Runs it. Raw rows are scaled by what is learnt from the training rows of each network; in folds
 * this is done also with rows that come scaled, which changes nothing but for what the test rows
 * had told that scaling (it must have been affine). Folds leave out the test rows of a given split.
 *
 * A temperature is fitted on rows that were not trained on: the validation rows, if they are given
 * or of a hundred tracks; else on the answers of all folds, if there are any, or of five folds made
 * for this; for the answers of a fold, on those of the other folds. Few tracks move it little from
 * 1 (calibrate.h).
 *
 * Returns 0, or -1 with a reason in error[EXPERIMENT_ERROR_LEN]: nothing to train on, a column that
 * cannot be scaled in floats, a loss that is no longer finite, a history that cannot be written.
 * experiment_free frees.
 */
int
experiment_run(
    const struct experiment_options *o, const struct dataset *d, struct experiment *e, char *error);

void
experiment_free(struct experiment *e);

#endif
