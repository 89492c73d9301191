/* SPDX-License-Identifier: MIT */
#include "dsp/window.h"

#include <math.h>

#define PI 3.14159265358979323846

void
window_hann(size_t n, float *w)
{
	for (size_t i = 0; i < n; i++)
		w[i] = (float)(0.5 - 0.5 * cos(2 * PI * (double)i / (double)n));
}
