/* SPDX-License-Identifier: MIT */
#ifndef DSP_STFT_H
#define DSP_STFT_H

#include <stdbool.h>
#include <stddef.h>

#include "dsp/fft.h"

/*
 * What a windowed FFT of one size needs: the window and the tables of every kernel. Constant after
 * stft_new but for `reference`, which holds kissfft's scratch: one thread uses one struct.
 */
struct stft {
	size_t n;          /* length of the FFT */
	size_t n_bins;     /* n/2 + 1 */
	size_t window_len; /* at most n; zeros follow */
	float *window;     /* periodic Hann of window_len */

	/*
	 * For the fast path, a complex FFT of n/2 points whose input is even samples as real and
	 * odd ones as imaginary parts. Where n is no power of two from 16 on, it is off and the
	 * tables are NULL.
	 */
	bool fast;
	float *half_window; /* window / 2, which saves the halving when the two parts are taken apart */
	float *twiddle;     /* passes of radix 4 in order, for each p: w^p, w^2p, w^3p, [re, im] each */
	float *split;       /* exp(-2 pi j k / n), k = 0 .. n/4, [re, im] each */
	float *scratch;     /* 2 * n * LANES */

	struct fft *reference;
	float *frame;    /* n */
	float *spectrum; /* 2 * n_bins */
};

/*
 * A Hann window of window_len samples, then an FFT of n points: n even, window_len 1 to n. The
 * caller frees.
 */
struct stft *
stft_new(size_t n, size_t window_len);

void
stft_free(struct stft *s);

#endif
