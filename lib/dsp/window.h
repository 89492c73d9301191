/* SPDX-License-Identifier: MIT */
#ifndef DSP_WINDOW_H
#define DSP_WINDOW_H

#include <stddef.h>

/* w[i] = 0.5 - 0.5 cos(2 pi i / n), i = 0 .. n-1: Hann's window, periodic, computed in double */
void
window_hann(size_t n, float *w);

#endif
