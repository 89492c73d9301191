/* SPDX-License-Identifier: MIT */
#ifndef DSP_TUNING_H
#define DSP_TUNING_H

#include <stddef.h>

#include "dsp/kernel.h"

/*
 * How far a recording is tuned from A = 440 Hz: the mode, in hundredths of a semitone, of the
 * distances of its spectral peaks from the nearest semitone (docs/seed.md 7; parabolic
 * interpolation, Smith).
 */
struct tuning;

#define TUNING_STEPS 100

/* for power spectra of n_fft points at rate Hz; the caller frees */
struct tuning *
tuning_new(size_t n_fft, double rate);

void
tuning_free(struct tuning *t);

/* Forgets all peaks. */
void
tuning_reset(struct tuning *t);

/* Adds the peaks of n_windows lanes of power[n_fft/2+1][LANES]. */
void
tuning_add(struct tuning *t, const struct kernel *kernel, const float *power, int n_windows);

/* The first fullest bin of the histogram, 0 .. TUNING_STEPS-1; TUNING_STEPS/2 without peaks. */
int
tuning_step(struct tuning *t);

/* The tuning, in semitones, that a step stands for: its left edge, -0.5 to 0.49. */
double
tuning_of_step(int step);

#endif
