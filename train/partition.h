/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_PARTITION_H
#define TRAIN_PARTITION_H

#include <stddef.h>

#include "base/rng.h"
#include "dataset.h"

/*
 * Which rows are for what. A list of row numbers; rows lie in the order in which they were drawn.
 */
struct row_list {
	size_t *rows;
	size_t n;
};

struct partition {
	struct row_list train, validation, test;
};

/*
 * Rows at random: the first ceil(test_share * n) of a permutation are the test, of the rest the
 * last validation_share are for validation, the others for training (the original's
 * split: scikit-learn, then Keras). Pieces of one track come to lie on both sides.
 */
struct partition
partition_rows(const struct dataset *d, double test_share, double validation_share,
    struct rng *rng);

/*
 * Whole tracks at random, class by class: no track has rows on two sides. Of a class with few
 * tracks training gets the first one.
 */
struct partition
partition_tracks(const struct dataset *d, double test_share, double validation_share,
    struct rng *rng);

/*
 * Folds of whole tracks, class by class: fold[n_tracks] = 0 .. n_folds-1, sizes as equal as can be.
 */
void
partition_folds(const struct dataset *d, size_t n_folds, struct rng *rng, size_t *fold);

/* The partition of one fold: test is that fold, training all others, in table order. */
struct partition
partition_of_fold(const struct dataset *d, const size_t *fold, size_t number);

/* All rows for training. */
struct partition
partition_all(const struct dataset *d);

void
partition_free(struct partition *p);

#endif
