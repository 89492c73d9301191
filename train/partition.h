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
 * Rows of copies are in no list but one that is made for learning from: a track is tested and
 * calibrated with as it is.
 */

/* All rows in table order but those of copies; the caller frees with row_list_free. */
struct row_list
row_list_all(const struct dataset *d);

/* Drops the rows of copies. */
void
row_list_drop_copies(const struct dataset *d, struct row_list *list);

/* The list, and behind it the rows of copies of its tracks, in table order; the caller frees. */
struct row_list
row_list_with_copies(const struct dataset *d, const struct row_list *list);

void
row_list_free(struct row_list *list);

/*
 * Rows at random: the first ceil(test_share * n) of a permutation are the test, of the rest the
 * last validation_share are for validation, the others for training (the original's
 * split: scikit-learn, then Keras). Pieces of one track come to lie on both sides.
 */
struct partition
partition_rows(
    const struct row_list *rows, double test_share, double validation_share, struct rng *rng);

/*
 * Whole groups of tracks at random, class by class: no track has rows on two sides. Of a class with
 * few groups training gets the first one.
 */
struct partition
partition_groups(const struct dataset *d, const struct row_list *rows, double test_share,
    double validation_share, struct rng *rng);

/* How many groups have rows in the list. */
size_t
partition_n_groups(const struct dataset *d, const struct row_list *rows);

/*
 * Folds of the groups that have rows in the list, class by class: fold[n_groups] = 0 .. n_folds-1,
 * sizes as equal as can be.
 */
void
partition_folds(const struct dataset *d, const struct row_list *rows, size_t n_folds,
    struct rng *rng, size_t *fold);

/* The partition of one fold: test is that fold, training all others of the list, in its order. */
struct partition
partition_of_fold(
    const struct dataset *d, const struct row_list *rows, const size_t *fold, size_t number);

/* All rows of the list for training. */
struct partition
partition_all(const struct row_list *rows);

/* The rows of two lists, the first one's first; the caller frees. */
struct row_list
row_list_join(const struct row_list *a, const struct row_list *b);

void
partition_free(struct partition *p);

#endif
