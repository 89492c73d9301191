/* SPDX-License-Identifier: MIT */
#include "dsp/window.h"

#include <math.h>

#include "dsp/roots.h"

#define PI 3.14159265358979323846

void
window_hann(size_t n, float *w)
{
	struct roots *roots = n % 4 == 0 ? roots_new(n) : NULL;

	w[0] = 0;
	for (size_t i = 1; i <= n / 2; i++)
		w[i] = w[n - i] = (float)(0.5 - 0.5 * (roots != NULL ? roots_cos(roots, i)
		    : cos(2 * PI * (double)i / (double)n)));
	roots_free(roots);
}
