/* SPDX-License-Identifier: MIT */
#ifndef NN_ENSEMBLE_H
#define NN_ENSEMBLE_H

#include <stddef.h>

#include "nn/network.h"

/*
 * How sure the answers are: a temperature above 1 makes them less confident, one below 1 more; the
 * most probable class stays the same. With a spread they are the mean of the answers at two
 * temperatures, temperature (1 - spread) and temperature (1 + spread): not all songs are equally
 * hard to tell.
 */
struct tempering {
	double temperature; /* above 0; 1 without a spread changes nothing */
	double spread;      /* from 0 to below 1 */
};

/* Networks whose probabilities are averaged with weights, then tempered. */
struct ensemble {
	size_t n;
	struct network **members; /* all of the same inputs and classes */
	double *weight;           /* [n], of each; they sum to 1 */
	struct tempering tempering;
};

/* No members yet, temperature 1, no spread. */
struct ensemble *
ensemble_new(void);

void
ensemble_free(struct ensemble *e);

/*
 * Adds a network, which becomes the ensemble's. The weights need not sum to 1 until
 * ensemble_normalise.
 */
void
ensemble_add(struct ensemble *e, struct network *net, double weight);

/* Divides the weights by their sum, which must be positive. */
void
ensemble_normalise(struct ensemble *e);

/*
 * Replaces members, all of one layer, by one: its weights and biases are the weighted means of
 * theirs, its answer the geometric mean of theirs (a mean of logits). The weights sum to 1.
 */
void
ensemble_merge(struct ensemble *e);

size_t
ensemble_n_inputs(const struct ensemble *e);

size_t
ensemble_n_classes(const struct ensemble *e);

/* The work space of batches of up to max_rows rows. */
struct ensemble_batch;

struct ensemble_batch *
ensemble_batch_new(const struct ensemble *e, size_t max_rows);

void
ensemble_batch_free(struct ensemble_batch *b);

/*
 * probabilities[n_rows][n_classes] of x[n_rows][n_inputs]; each row sums to 1. n_rows at most
 * max_rows.
 */
void
ensemble_predict(const struct ensemble *e, struct ensemble_batch *b, gemm_fn *gemm,
    const nn_real *x, size_t n_rows, nn_real *probabilities);

/*
 * Temperature scaling in place (Guo et al. 2017): p_i to p_i^(1/t), divided by their sum; for one
 * network this divides its logits by t. With a spread it is the mean of two.
 */
void
ensemble_temper(
    nn_real *probabilities, size_t n_rows, size_t n_classes, struct tempering tempering);

#endif
