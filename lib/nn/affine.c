/* SPDX-License-Identifier: MIT */
#include "nn/affine.h"

#include <string.h>

void
affine(const float *restrict in, size_t n_in, const float *restrict weights, const float *bias,
    size_t n_out, float *restrict out)
{
	memcpy(out, bias, n_out * sizeof(*out));
	for (size_t i = 0; i < n_in; i++) {
		for (size_t o = 0; o < n_out; o++)
			out[o] += in[i] * weights[i * n_out + o];
	}
}
