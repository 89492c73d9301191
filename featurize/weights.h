/* SPDX-License-Identifier: MIT */
#ifndef FEATURIZE_WEIGHTS_H
#define FEATURIZE_WEIGHTS_H

#include "features/set.h"

/*
 * The weights of a set that needs some, NULL for one that does not: from the file `path`, or, where
 * that is NULL, from $MGC_WEIGHTS, else from the user's folder of data ($XDG_DATA_HOME/mgc, else
 * ~/.local/share/mgc). Dies with a message when they cannot be had.
 */
void *
weights_load(const struct feature_set *set, const char *path);

/* Frees what weights_load returned for the set. */
void
weights_free(const struct feature_set *set, void *weights);

#endif
