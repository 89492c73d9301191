/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_ROWS_H
#define TRAIN_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "dataset.h"
#include "nn/ensemble.h"
#include "observer.h"
#include "partition.h"
#include "stats/metrics.h"

/*
 * Some rows of the inputs x[d->n_rows][d->n_features] of a dataset, by their numbers.
 */

/* Copies n rows that lie anywhere, side by side, to out[n][n_features]. */
void
rows_gather(const float *x, size_t n_features, const size_t *rows, size_t n, float *out);

/* Their labels, to out[n]. */
void
rows_labels(const struct dataset *d, const size_t *rows, size_t n, uint32_t *out);

/*
 * What makes all classes that have rows in the list weigh the same: a weight for the rows of each
 * class, with mean 1 over the rows; 1 for a class without. The caller frees.
 */
float *
rows_class_weights(const struct dataset *d, const struct row_list *rows);

/* known[rows->n]: whether there are rows of the class of each in `train`. The caller frees. */
bool *
rows_known(const struct dataset *d, const struct row_list *train, const struct row_list *rows);

/* probabilities[rows->n][n_classes] by an ensemble, with its temperature */
void
rows_predict(
    const struct ensemble *e, const float *x, const struct row_list *rows, float *probabilities);

/* What one network's answers to them are worth. */
struct metrics
rows_metrics(const struct network *net, const struct dataset *d, const float *x,
    const struct row_list *rows);

/*
 * Lets an observer hear what a network is worth on the training rows and, if there are any, the
 * validation rows. Returns what it says: whether to go on.
 */
bool
rows_observe(const struct network *net, const struct dataset *d, const float *x,
    const struct partition *p, size_t epoch, training_observer *observer, void *user);

#endif
