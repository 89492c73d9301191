/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_CALIBRATE_H
#define TRAIN_CALIBRATE_H

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
 * yet, nor trained on. 1 without a spread where there are none.
 */
struct tempering
calibrate(const struct dataset *d, const struct row_list *rows, const float *probabilities);

#endif
