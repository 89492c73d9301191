/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_LDA_H
#define TRAIN_LDA_H

#include "dataset.h"
#include "nn/network.h"
#include "observer.h"
#include "partition.h"

/*
 * Linear discriminant analysis (Fisher 1936; Hastie, Tibshirani, Friedman, The Elements of
 * Statistical Learning, 4.3): every class is a normal distribution about its mean, all with one
 * covariance, S within classes, shrunk towards a multiple of the identity:
 * (1 - shrinkage) S + shrinkage tr(S) / n I (Friedman 1989). What is most probable then follows
 * from a linear function of the features: a network without a hidden layer. A class is held for as
 * frequent as its rows are, each counted by its weight; one without rows is never the answer.
 * Nothing in it is random.
 *
 * shrinkage is more than 0 and at most 1. x, class_weight, the observer, who hears once, and what
 * is returned are as for mlp_fit.
 */
struct network *
lda_fit(double shrinkage, const struct dataset *d, const float *x, const struct partition *p,
    const float *class_weight, training_observer *observer, void *user);

#endif
