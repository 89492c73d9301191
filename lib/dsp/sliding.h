/* SPDX-License-Identifier: MIT */
#ifndef DSP_SLIDING_H
#define DSP_SLIDING_H

#include <stddef.h>

#include "dsp/fft.h"

/*
 * Tables for the power spectra of windows one value apart: a Hann window of window_len values, zero
 * padded to twice the length so that autocorrelations do not wrap around. The spectrum of the
 * window function is then three lines two bins apart, -1/4, 1/2 and -1/4; so each bin needs its
 * neighbours on either side, and the kernels need no FFT (vector_sliding_priv.h).
 */
#define SLIDING_SIDE 2       /* bins on either side that a bin looks at */
#define SLIDING_PANEL 24     /* bins that are computed at once, those on the sides included */
#define SLIDING_STEP 16      /* windows that are computed at once */
#define SLIDING_FAST_MAX 344 /* longest window of the fast path */

struct sliding {
	size_t window_len; /* a multiple of 4 */
	size_t n_bins;     /* window_len + 1 */
	float *window;

	/*
	 * from bin -SLIDING_SIDE as far as whole panels reach: w = exp(-2 pi i k / (2 window_len)),
	 */
	float *twiddle_re, *twiddle_im;
	float *drift_re, *drift_im; /* and, of SLIDING_STEP turns by this w, true / rounded - 1 */

	struct fft *reference;
};

/* The caller frees. */
struct sliding *
sliding_new(size_t window_len);

void
sliding_free(struct sliding *s);

#endif
