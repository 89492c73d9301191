/* SPDX-License-Identifier: MIT */
#ifndef DSP_DCT_H
#define DSP_DCT_H

#include <stddef.h>

/*
 * matrix[n_out][n_in]: the first n_out rows of the orthonormal DCT-II over n_in points,
 * sqrt(2/n_in) cos(pi i (2m+1) / (2 n_in)), row 0 divided by sqrt(2).
 */
void
dct_matrix(size_t n_out, size_t n_in, float *matrix);

#endif
