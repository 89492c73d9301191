/* SPDX-License-Identifier: MIT */
#include "dsp/window.h"

#include <math.h>

#include "dsp/twiddles.h"

#define PI 3.14159265358979323846

void
window_hann(size_t n, float *w)
{
	struct twiddles *twiddles = n % 4 == 0 ? twiddles_new(n) : NULL;

	w[0] = 0;
	for (size_t i = 1; i <= n / 2; i++)
		w[i] = w[n - i] = (float)(0.5 -
		    0.5 *
			(twiddles != NULL ? twiddles_cos(twiddles, i)
					  : cos(2 * PI * (double)i / (double)n)));
	twiddles_free(twiddles);
}
