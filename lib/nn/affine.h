/* SPDX-License-Identifier: MIT */
#ifndef NN_AFFINE_H
#define NN_AFFINE_H

#include <stddef.h>

/* out[n_out] = bias[n_out] + in[n_in] times weights[n_in][n_out] */
void
affine(const float *in, size_t n_in, const float *weights, const float *bias, size_t n_out,
    float *out);

#endif
