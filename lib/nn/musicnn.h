/* SPDX-License-Identifier: MIT */
#ifndef NN_MUSICNN_H
#define NN_MUSICNN_H

#include "nn/conv.h"

/*
 * musicnn: a convolutional network that tags music (Pons, Serra 2019, "musicnn: Pre-trained
 * convolutional neural networks for music audio tagging", LBD-ISMIR), from a patch of three seconds
 * of a log-mel spectrogram to an embedding and the logits of its tags.
 */
#define MUSICNN_FRAMES 187
#define MUSICNN_BANDS 96
#define MUSICNN_EMBEDDING 200
#define MUSICNN_TAGS 50

/* numbers that the network is made of */
#define MUSICNN_WEIGHTS 792079

/* A network: constant, so threads share it. */
struct musicnn;

/*
 * Of weights[MUSICNN_WEIGHTS], which need not outlive the call: the tensors in the order of the
 * layers in musicnn.c, of each weights and biases, then its normalisation's gamma, beta, mean and
 * variance. All are finite. The caller frees.
 */
struct musicnn *
musicnn_new(const float *weights);

void
musicnn_free(struct musicnn *net);

/* What one thread computes in. The caller frees. */
struct musicnn_work;

struct musicnn_work *
musicnn_work_new(void);

void
musicnn_work_free(struct musicnn_work *work);

/*
 * embedding[MUSICNN_EMBEDDING] and logits[MUSICNN_TAGS] of patch[MUSICNN_FRAMES][MUSICNN_BANDS].
 * A tag's probability is 1 / (1 + exp(-logit)).
 */
void
musicnn_run(const struct musicnn *net, const struct conv_kernel *kernel, struct musicnn_work *work,
    const float *patch, float *embedding, float *logits);

#endif
