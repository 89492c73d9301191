/* SPDX-License-Identifier: MIT */
#ifndef DSP_STFT_H
#define DSP_STFT_H

#include <stdbool.h>
#include <stddef.h>

#include "dsp/fft.h"

#define STFT_ROWS 16
/* the rows that twiddle factors apply to, without 0 and 8; the others are conjugates of these */
/* clang-format off */
#define STFT_TURNED_ROWS {4, 2, 6, 1, 5, 9, 13}
/* clang-format on */
#define STFT_N_TURNED 7
#define STFT_FAST_MAX 2048

/*
 * Tables for windowed FFTs of one length at one hop: the window and what every kernel needs. Not to
 * be shared by threads: kissfft's part is work space.
 */
struct stft {
	size_t n;      /* length of the window and the FFT */
	size_t n_bins; /* n/2 + 1 */
	size_t hop;
	float *window;

	/*
	 * For the fast path, which takes the samples as a matrix of STFT_ROWS rows of m
	 * (vector_fft_priv.h). Where n is no power of two from 64 to STFT_FAST_MAX, or a hop
	 * not four, five or eight rows, it is off and the tables are NULL. Factors are [re, im].
	 */
	bool fast;
	float *column_window; /* [column][row]: the window */
	float *turn;          /* [column][STFT_TURNED_ROWS]: exp(-2 pi i row column / n) */
	float *twiddle;       /* twiddles_of_fft of m points */
	float *split;         /* exp(-2 pi i k / 2m) / 2, k = 0 .. m/2 */

	struct fft *reference;
};

/*
 * A periodic Hann window of n samples, n even, and an FFT as long, every hop samples. The caller
 * frees.
 */
struct stft *
stft_new(size_t n, size_t hop);

/* The same with window[n], which need not outlive the call. */
struct stft *
stft_new_window(size_t n, size_t hop, const float *window);

void
stft_free(struct stft *s);

#endif
