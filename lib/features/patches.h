/* SPDX-License-Identifier: MIT */
#ifndef FEATURES_PATCHES_H
#define FEATURES_PATCHES_H

#include <stdbool.h>
#include <stddef.h>

#include "features/set.h"

/*
 * What the sets of networks share: rows of embedding and tags, and their mean over the patches of a
 * segment, which are computed here or handed to who has asked for them (struct feature_patches).
 */
struct patches {
	size_t n_columns;
	double *sum, *row; /* [n_columns], of all patches so far, of one */
	size_t n;
	feature_patch_sink *take; /* NULL: patches are computed */
	void *user;
};

/* patches_clear frees what it holds. */
void
patches_init(struct patches *p, size_t n_columns);

void
patches_clear(struct patches *p);

/* Forgets the patches so far. */
void
patches_reset(struct patches *p);

/* Hands patches to `take` from now on. */
void
patches_divert(struct patches *p, feature_patch_sink *take, void *user);

/* The next patch of the segment, by compute of struct feature_patches. */
void
patches_add(struct patches *p, void *extractor,
    void (*compute)(void *extractor, const float *patch, double *row), const float *patch);

/* The mean row[n_columns] of the patches, of which there is one at least; none where diverted. */
void
patches_mean(const struct patches *p, double *row);

/*
 * The row[n_columns] of what a network gave: sources below first_tag are of the embedding, the
 * others of the logits, whose logistic is a probability.
 */
void
patches_row(const struct feature_column *columns, size_t n_columns, int first_tag,
    const float *embedding, const float *logits, double *row);

/* a fuzzer has no weights whose checksum is right */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define PATCHES_ANY_WEIGHTS true
#else
#define PATCHES_ANY_WEIGHTS false
#endif

#endif
