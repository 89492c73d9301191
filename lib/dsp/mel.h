/* SPDX-License-Identifier: MIT */
#ifndef DSP_MEL_H
#define DSP_MEL_H

#include <stddef.h>

/*
 * A bank of triangular mel bands over the bins of an FFT. 1.5 % of the weights are not zero, so
 * each band is a run of bins, of none where it is narrower than a bin.
 */
struct mel_band {
	size_t first_bin;
	size_t n_bins;
	size_t first_weight; /* within weights */
};

struct mel {
	size_t n_bands;
	struct mel_band *bands;
	float *weights;
	size_t n_weights;
};

/*
 * n_bands bands between 0 and max_hz for an FFT of n_fft points at rate Hz, on Slaney's scale
 * (linear below 1 kHz, logarithmic above) and with his area normalisation (Auditory Toolbox, 1998).
 * The caller frees.
 */
struct mel *
mel_new(size_t n_bands, size_t n_fft, double rate, double max_hz);

/*
 * The same as Kaldi has it (feat/mel-computations.h; Povey et al. 2011): equally spaced on the
 * scale 1127 ln(1 + f/700), triangles on that scale and not in Hz, of height 1; the last bin, at
 * half the rate, weighs nothing.
 */
struct mel *
mel_new_kaldi(size_t n_bands, size_t n_fft, double rate, double max_hz);

void
mel_free(struct mel *m);

/* Hz to mel and back (Slaney) */
double
mel_from_hz(double hz);

double
mel_to_hz(double mel);

#endif
