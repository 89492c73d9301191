/* SPDX-License-Identifier: MIT */
#include "dsp/dct.h"

#include <math.h>

#include "dsp/roots.h"

void
dct_matrix(size_t n_out, size_t n_in, float *matrix)
{
	struct roots *roots = roots_new(4 * n_in);

	for (size_t m = 0; m < n_in; m++) {
		for (size_t i = 0; i < n_out; i++)
			*matrix++ = (float)(sqrt((i == 0 ? 1 : 2) / (double)n_in) *
			    roots_cos(roots, i * (2 * m + 1)));
	}
	roots_free(roots);
}
