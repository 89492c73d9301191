/* SPDX-License-Identifier: MIT */
#ifndef DSP_FFT_H
#define DSP_FFT_H

#include <stddef.h>

/*
 * The FFT of real numbers of any even length, by kissfft: the reference for the fast kernels, and
 * what is used for lengths they do not support.
 */
struct fft;

/* n even, 2 or more; the caller frees with fft_free. Dies when memory ends. */
struct fft *
fft_new(size_t n);

void
fft_free(struct fft *f);

/*
 * spectrum[n/2+1][2] = sum over i of x[i] exp(-2 pi j i k / n), real and imaginary part, k from 0
 * to n/2. x[n] is left alone.
 */
void
fft_real(struct fft *f, const float *x, float *spectrum);

#endif
