/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_OBSERVER_H
#define TRAIN_OBSERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/metrics.h"

/*
 * Hears what an epoch came to, or a step of a logistic regression; validation is NULL where there
 * are no such rows. Returns whether to go on; false ends the training, which then gives nothing.
 */
typedef bool
training_observer(
    void *user, size_t epoch, const struct metrics *train, const struct metrics *validation);

#endif
