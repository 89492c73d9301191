/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_ADAM_H
#define TRAIN_ADAM_H

#include <stddef.h>

/*
 * Adam (Kingma, Ba 2015) as Keras 2.2.4 has it: beta 0.9 and 0.999, epsilon 1e-7 added to the root.
 */
struct adam;

/* for n parameters; the caller frees */
struct adam *
adam_new(size_t n, double learning_rate);

void
adam_free(struct adam *a);

/* One step: params[n] by gradient[n]. */
void
adam_step(struct adam *a, const float *gradient, float *params);

#endif
