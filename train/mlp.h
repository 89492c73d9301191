/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_MLP_H
#define TRAIN_MLP_H

#include <stddef.h>
#include <stdint.h>

#include "base/rng.h"
#include "dataset.h"
#include "nn/network.h"
#include "observer.h"
#include "partition.h"

/*
 * A multilayer perceptron, trained by Adam.
 */
struct mlp_recipe {
	size_t n_hidden;                       /* layers */
	size_t hidden[NETWORK_LAYERS_MAX - 1]; /* units of each */
	double dropout;                        /* share of hidden units, 0 .. 1 */
	double learning_rate;
	size_t epochs, batch_rows;
};

/*
 * Trains a network on the training rows of x[d->n_rows][d->n_features]: Glorot uniform weights and
 * zero biases at first, rows in a new order every epoch; the last epoch is kept. l2 / 2 times the
 * squared weights stands beside the sum of losses, in which a row counts as class_weight[n_classes]
 * says of its class; NULL: each the same. The training metrics that the observer, which
 * may be NULL, hears of are of the network as dropped out, on the way, as Keras has it. Returns
 * NULL when a loss or a weight is no longer a finite number, or the observer ends it. The caller
 * frees.
 */
struct network *
mlp_fit(const struct mlp_recipe *recipe, double l2, const struct dataset *d, const float *x,
    const struct partition *p, const float *class_weight, struct rng *rng,
    training_observer *observer, void *user);

/* keep[n] for network_gradient: each 1 with probability 1 - dropout, 0 else. */
void
mlp_draw_keep(struct rng *rng, double dropout, uint8_t *keep, size_t n);

#endif
