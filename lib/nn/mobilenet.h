/* SPDX-License-Identifier: MIT */
#ifndef NN_MOBILENET_H
#define NN_MOBILENET_H

#include "nn/conv.h"

/*
 * The networks mnNN_as of EfficientAT (Schmid, Koutini, Widmer 2023, "Efficient large-scale audio
 * tagging via transformer-to-CNN knowledge distillation", ICASSP): MobileNetV3 (Howard et al. 2019)
 * over ten seconds of a log-mel spectrogram, of any width NN/10, which is told by the shapes of the
 * tensors.
 */
#define MOBILENET_BANDS 128
#define MOBILENET_FRAMES 1000

/* A network: constant, so threads share it. */
struct mobilenet;

#define MOBILENET_DIMENSIONS 4

/*
 * The tensor of that name, row major, its shape in shape[MOBILENET_DIMENSIONS], 1 beyond its
 * dimensions; NULL: there is none. The product of the shape is the number of its values, and all
 * are finite.
 */
typedef const float *
mobilenet_find(void *user, const char *name, size_t *shape);

/*
 * Of the tensors as PyTorch names them, which are untrusted and must outlive the network. Returns
 * NULL, and why, when they are not those of such a network. The caller frees.
 */
struct mobilenet *
mobilenet_new(mobilenet_find *find, void *user, const char **why);

void
mobilenet_free(struct mobilenet *net);

/* numbers in its embedding, and its tags */
size_t
mobilenet_embedding_len(const struct mobilenet *net);

size_t
mobilenet_n_tags(const struct mobilenet *net);

/* What one thread computes in. The caller frees. */
struct mobilenet_work;

struct mobilenet_work *
mobilenet_work_new(const struct mobilenet *net);

void
mobilenet_work_free(struct mobilenet_work *work);

/* For tests: from now on `see` is shown each stage's map[rows][columns][channels], 0 to 16. */
typedef void
mobilenet_see(
    void *user, int stage, const float *map, size_t rows, size_t columns, size_t n_channels);

void
mobilenet_watch(struct mobilenet_work *work, mobilenet_see *see, void *user);

/*
 * embedding[mobilenet_embedding_len] and logits[mobilenet_n_tags] of
 * patch[MOBILENET_BANDS][MOBILENET_FRAMES]. A tag's probability is 1 / (1 + exp(-logit)).
 */
void
mobilenet_run(const struct mobilenet *net, const struct conv_kernel *kernel,
    struct mobilenet_work *work, const float *patch, float *embedding, float *logits);

#endif
