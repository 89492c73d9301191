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

/*
 * Where weights_load would read those of the set from; "" for a set that needs none. Dies with a
 * message when there is no such file that can be read. The caller frees.
 */
char *
weights_path(const struct feature_set *set, const char *path);

/* Frees what weights_load returned for the set. */
void
weights_free(const struct feature_set *set, void *weights);

#endif
