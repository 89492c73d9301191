/* SPDX-License-Identifier: MIT */
#ifndef DSP_DCT_H
#define DSP_DCT_H

#include <stddef.h>

/*
 * The first n_out rows of the orthonormal DCT-II over n_in points, column after column,
 * matrix[n_in][n_out]: element m of row i is sqrt(2/n_in) cos(pi i (2m+1) / (2 n_in)), in row 0
 * divided by sqrt(2).
 */
void
dct_matrix(size_t n_out, size_t n_in, float *matrix);

#endif
