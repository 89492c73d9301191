/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/rng.h"
#include "dataset.h"
#include "nn/network.h"
#include "partition.h"

/*
 * The network and its schedule.
 */
struct recipe {
	size_t n_hidden;
	size_t hidden[NETWORK_LAYERS_MAX - 1];
	double dropout;
	double learning_rate;
	size_t epochs, batch_rows;
};

/* Mean loss and accuracy over rows. */
struct fit_score {
	double loss, accuracy;
};

/* What an epoch came to; validation is NULL where there are no such rows. */
typedef void
fit_observer(void *user, size_t epoch, const struct fit_score *train,
    const struct fit_score *validation);

/*
 * Trains a network on the training rows of x[n_rows][n_features], Glorot uniform weights and zero
 * biases at first, rows in a new order every epoch; the last epoch is kept. The observer hears of
 * each epoch, may be NULL; its training score is of the network as dropped out, on the way, as
 * Keras has it. The caller frees. Returns NULL when the loss or a weight is no longer a finite
 * number.
 */
struct network *
fit_network(const struct recipe *recipe, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, fit_observer *observer, void *user);

/* keep[n] for network_gradient: each 1 with probability 1 - dropout, 0 else. */
void
fit_draw_keep(struct rng *rng, double dropout, uint8_t *keep, size_t n);

/*
 * probabilities[rows.n][n_classes] of some rows of x.
 */
void
fit_predict(const struct network *net, const float *x, const struct row_list *rows,
    float *probabilities);

#endif
