/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/rng.h"
#include "dataset.h"
#include "nn/ensemble.h"
#include "partition.h"

/*
 * The networks and their schedule.
 */
enum arch {
	ARCH_MLP,      /* hidden layers, by Adam */
	ARCH_LOGISTIC, /* multinomial logistic regression: no hidden layer, to its optimum */
};

#define ARCHS_MAX 2

struct recipe {
	size_t n_archs; /* their answers are averaged */
	enum arch archs[ARCHS_MAX];
	double l2[ARCHS_MAX]; /* of each: l2 / 2 times the squared weights beside the sum of losses */
	size_t n_nets;        /* of ARCH_MLP, averaged */

	/* of ARCH_MLP */
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

/*
 * What an epoch came to, or a step of a logistic regression; validation is NULL where there are no
 * such rows.
 */
typedef void
fit_observer(void *user, size_t epoch, const struct fit_score *train,
    const struct fit_score *validation);

/*
 * Trains all the networks of the recipe, each arch with the same say. The observer hears of the
 * first one's epochs, may be NULL. The caller frees; temperature is 1. Returns NULL when a loss or
 * a weight is no longer a finite number.
 */
struct ensemble *
fit_ensemble(const struct recipe *recipe, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, fit_observer *observer, void *user);

/*
 * Trains a network of ARCH_MLP on the training rows of x[n_rows][n_features], Glorot uniform weights
 * and zero biases at first, rows in a new order every epoch; the last epoch is kept. The training
 * score that the observer hears of is of the network as dropped out, on the way, as Keras has it.
 */
struct network *
fit_mlp(const struct recipe *recipe, double l2, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, fit_observer *observer, void *user);

/* The same for ARCH_LOGISTIC, all rows at once. Nothing in it is random. */
struct network *
fit_logistic(double l2, const struct dataset *d, const float *x, const struct partition *p,
    fit_observer *observer, void *user);

/*
 * Adds to gradient[n_params] that of rate / 2 times the squared weights, biases left out; returns
 * that penalty.
 */
double
fit_penalise(const struct network *net, double rate, float *gradient);

/* keep[n] for network_gradient: each 1 with probability 1 - dropout, 0 else. */
void
fit_draw_keep(struct rng *rng, double dropout, uint8_t *keep, size_t n);

/* Mean loss and accuracy of one network over some rows of x. */
struct fit_score
fit_score_rows(const struct network *net, const struct dataset *d, const float *x,
    const struct row_list *rows);

/* Rows of x[][n_features] that lie anywhere, side by side in out. */
void
fit_gather(const float *x, size_t n_features, const size_t *rows, size_t n, float *out);

/*
 * probabilities[rows.n][n_classes] of some rows of x.
 */
void
fit_predict(const struct ensemble *e, const float *x, const struct row_list *rows,
    float *probabilities);

#endif
