/* SPDX-License-Identifier: MIT */
#ifndef DSP_FBANK_H
#define DSP_FBANK_H

#include "dsp/kernel.h"

/*
 * The log-mel spectrogram of a piece of audio as Kaldi (Povey et al. 2011) and what was trained on
 * it have it (docs/audioset.md 2): differences y[n] = x[n+1] - 0.97 x[n], continued at both ends by
 * reflection; windows centred on every `hop`-th of them; power, bands of mel_new_kaldi, and the
 * logarithm of these plus 1e-5.
 */
struct fbank_plan {
	size_t n_samples; /* of a piece */
	size_t hop;       /* a multiple of 4; a window is at most five hops */
	size_t window;    /* of a symmetric Hann window, which is in the middle of */
	size_t fft;       /* so many; n_samples is more than half of it */
	size_t n_bands;
	double rate, max_hz;
};

/* windows in a piece */
#define FBANK_WINDOWS(n_samples, hop) (((n_samples)-1) / (hop) + 1)

struct fbank;

/* Not to be shared by threads. The caller frees. */
struct fbank *
fbank_new(const struct fbank_plan *plan);

void
fbank_free(struct fbank *f);

/* log_mel[n_bands][windows] of x[n_samples] */
void
fbank_compute(struct fbank *f, const struct kernel *kernel, const float *x, float *log_mel);

#endif
