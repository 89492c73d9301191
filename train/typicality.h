/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TYPICALITY_H
#define TRAIN_TYPICALITY_H

#include "experiment_priv.h"
#include "stats/typical.h"

/*
 * What songs like those of the rows are like, on inputs that have been scaled as f says. How far
 * out unknown ones are is told by folds of them, each by the others and scaled by what these tell.
 *
 * *t is the caller's; NULL where there is nothing to say: more than TYPICAL_FEATURES_MAX features,
 * rows of fewer than two groups, or no class of two tracks, of which one could tell how far apart
 * they lie. Returns 0, or -1 with error[EXPERIMENT_ERROR_LEN].
 */
int
typicality_fit(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, const struct fitted *f, struct typical **t, char *error);

#endif
