/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_LOGISTIC_H
#define TRAIN_LOGISTIC_H

#include "dataset.h"
#include "nn/network.h"
#include "observer.h"
#include "partition.h"

/*
 * Multinomial logistic regression: a network without a hidden layer, whose loss is convex, taken to
 * its minimum over all training rows of x[d->n_rows][d->n_features] at once. Nothing in it is
 * random. l2, class_weight, the observer and what is returned are as for mlp_fit.
 */
struct network *
logistic_fit(double l2, const struct dataset *d, const float *x, const struct partition *p,
    const float *class_weight, training_observer *observer, void *user);

#endif
