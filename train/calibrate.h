/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_CALIBRATE_H
#define TRAIN_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>

#include "dataset.h"
#include "nn/ensemble.h"
#include "partition.h"

#define CALIBRATE_MIN 0.1
#define CALIBRATE_MAX 100.0

#define CALIBRATE_SPREAD 0.5

/*
 * The temperature, CALIBRATE_MIN to CALIBRATE_MAX, with CALIBRATE_SPREAD, under which the answers
 * for tracks, each the mean of its rows' tempered probabilities[rows->n][n_classes], have the least
 * loss (after Guo et al. 2017), shrunk towards 1 where there are few: its logarithm has a normal
 * prior of deviation 0.5, which weighs as much as some tracks. The rows must not have been tempered
 * yet, nor trained on. Of a track that is not known[rows->n], since there was no other of its class
 * to learn from, any answer is wrong: its loss is that of having been so sure of it. 1 without a
 * spread where there are no rows.
 */
struct tempering
calibrate(const struct dataset *d, const struct row_list *rows, const float *probabilities,
    const bool *known);

#endif
