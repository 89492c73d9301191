/* SPDX-License-Identifier: MIT */
#include "dsp/dct.h"

#include <math.h>

#include "dsp/twiddles.h"

void
dct_matrix(size_t n_out, size_t n_in, float *matrix)
{
	struct twiddles *twiddles = twiddles_new(4 * n_in);

	for (size_t m = 0; m < n_in; m++) {
		for (size_t i = 0; i < n_out; i++)
			*matrix++ = (float)(sqrt((i == 0 ? 1 : 2) / (double)n_in) *
			    twiddles_cos(twiddles, i * (2 * m + 1)));
	}
	twiddles_free(twiddles);
}
