/* SPDX-License-Identifier: MIT */
#ifndef DSP_MEL_H
#define DSP_MEL_H

#include <stddef.h>

/*
 * A bank of triangular mel bands over the bins of an FFT: Slaney's scale (linear below 1 kHz,
 * logarithmic above) and his area normalisation (Auditory Toolbox, 1998). 1.5 % of the weights are
 * not zero, so each band is a run of bins.
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
 * n_bands bands between 0 and max_hz for an FFT of n_fft points at rate Hz. The caller frees.
 */
struct mel *
mel_new(size_t n_bands, size_t n_fft, double rate, double max_hz);

void
mel_free(struct mel *m);

/* Hz to mel and back (Slaney) */
double
mel_from_hz(double hz);

double
mel_to_hz(double mel);

#endif
