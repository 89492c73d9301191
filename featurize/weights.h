/* SPDX-License-Identifier: MIT */
#ifndef FEATURIZE_WEIGHTS_H
#define FEATURIZE_WEIGHTS_H

#include <stdbool.h>

#include "features/set.h"

#define WEIGHTS_ERROR_LEN 1024

/* The weights of a set. */
struct weights {
	void *shared;                /* what its extractors share, NULL: it needs none */
	struct safetensors *tensors; /* that it lives on, NULL: none */
};

/*
 * *weights of a set, which weights_free frees. Of one that needs some they are read from the file
 * `path`, or, where that is NULL, from $MGC_WEIGHTS, else from the user's folder of data
 * ($XDG_DATA_HOME/mgc, else ~/.local/share/mgc), else from the system's (mgc in those of
 * $XDG_DATA_DIRS, else in /usr/local/share and /usr/share). The first two may name a folder, in
 * which the file has the name that it has in these. Which of them makes no difference: the content
 * is checked. Returns 0, or -1 with a reason in error[WEIGHTS_ERROR_LEN].
 */
int
weights_load(const struct feature_set *set, const char *path, struct weights *weights, char *error);

/*
 * Where weights_load would read those of the set from; "" for a set that needs none. The caller
 * frees. Returns NULL, with a reason as above, when there is no such file that can be read.
 */
char *
weights_path(const struct feature_set *set, const char *path, char *error);

/*
 * Where those of the set are to be put, for all users or the one; "" for a set that needs none. The
 * caller frees. Returns NULL when there is no such place: nobody says where home is.
 */
char *
weights_place(const struct feature_set *set, bool for_all);

/* Frees what weights_load returned for the set. */
void
weights_free(const struct feature_set *set, struct weights *weights);

#endif
