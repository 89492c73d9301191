/* SPDX-License-Identifier: MIT */
#ifndef NN_NETWORK_H
#define NN_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nn/gemm.h"
#include "nn/real.h"

/*
 * A classifier of dense layers: relu after each but the last, softmax after that. All parameters
 * lie in one array, layer after layer: weight[n_out][n_in], then bias[n_out].
 */
#define NETWORK_LAYERS_MAX 16

struct network {
	size_t n_layers;
	size_t width[NETWORK_LAYERS_MAX + 1]; /* inputs, then the outputs of each layer */
	nn_real *params;
	size_t n_params;
	bool borrows; /* params are another's: not freed */
};

/*
 * n_layers 1 to NETWORK_LAYERS_MAX, width[n_layers + 1], all parameters zero. The product of the
 * widths is the caller's to bound. network_free frees.
 */
struct network *
network_new(size_t n_layers, const size_t *width);

/* The same over parameters that stay the caller's and are not changed. */
struct network *
network_over(size_t n_layers, const size_t *width, const nn_real *params);

void
network_free(struct network *net);

/* Where a layer's weights and biases begin in params. */
size_t
network_weight_at(const struct network *net, size_t layer);

size_t
network_bias_at(const struct network *net, size_t layer);

/* The work space of batches of up to max_rows rows: activations and masks. */
struct network_batch;

struct network_batch *
network_batch_new(const struct network *net, size_t max_rows);

void
network_batch_free(struct network_batch *b);

/*
 * probabilities[n_rows][n_classes] of x[n_rows][n_inputs]; each row sums to 1. n_rows at most
 * max_rows.
 */
void
network_predict(const struct network *net, struct network_batch *b, gemm_fn *gemm, const nn_real *x,
    size_t n_rows, nn_real *probabilities);

/*
 * One step of training without the update: cross-entropy of the true classes label[n_rows] and its
 * gradient[n_params], both means over the rows. Of the outputs of each hidden layer those whose
 * keep is 0 are dropped and the others divided by 1 - dropout (Srivastava et al. 2014); keep holds
 * a byte for each hidden unit of each row, layer after layer, [n_rows][width] each; NULL: none is
 * dropped. A row counts as much as class_weight[n_classes] says of its class; NULL: each the same.
 * Also leaves the probabilities, of the network as dropped out, in
 * probabilities[n_rows][n_classes]. Returns the loss.
 */
double
network_gradient(const struct network *net, struct network_batch *b, gemm_fn *gemm,
    const nn_real *x, const uint32_t *label, const nn_real *class_weight, size_t n_rows,
    double dropout, const uint8_t *keep, nn_real *gradient, nn_real *probabilities);

/* bytes of keep for n_rows rows */
size_t
network_keep_len(const struct network *net, size_t n_rows);

/* Whether all parameters are finite. */
bool
network_is_finite(const struct network *net);

/*
 * Adds to gradient[n_params] that of rate / 2 times the squared weights, biases left out; returns
 * that penalty.
 */
double
network_penalise(const struct network *net, double rate, nn_real *gradient);

#endif
