/* SPDX-License-Identifier: MIT */
#ifndef DSP_CHROMA_H
#define DSP_CHROMA_H

#include <stddef.h>

#define CHROMA_BINS 12

/*
 * filter[n_fft/2+1][CHROMA_BINS]: the weight of each FFT bin in each pitch class, C first, for an A
 * of 440 * 2^(tuning/12) Hz. Gaussian bumps in log frequency, columns of unit length, weighted
 * about the fifth octave (Ellis 2007; docs/seed.md 7).
 */
void
chroma_filter(double tuning, size_t n_fft, double rate, float *filter);

/*
 * Scales columns [CHROMA_BINS][LANES] so that the largest value of each lane is 1; a lane that is
 * silent is left alone.
 */
void
chroma_normalise(float *chroma);

#endif
