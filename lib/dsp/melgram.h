/* SPDX-License-Identifier: MIT */
#ifndef DSP_MELGRAM_H
#define DSP_MELGRAM_H

#include <stddef.h>

#include "base/arena.h"
#include "dsp/kernel.h"

/*
 * The mel spectrogram of a segment in decibels, and what follows from it. Decibels are floored 80
 * below the largest of the segment, so all windows are kept until it is complete: 512 bytes a
 * window (docs/seed.md 5, 6).
 */
struct melgram;

#define MELGRAM_BANDS 128

/*
 * For power spectra of n_fft points at rate Hz, and n_mfcc coefficients; windows are kept in the
 * arena. The caller frees, before the arena.
 */
struct melgram *
melgram_new(struct arena *arena, size_t n_fft, double rate, size_t n_mfcc);

void
melgram_free(struct melgram *m);

/* Forgets the segment. */
void
melgram_reset(struct melgram *m);

/* Adds n_windows windows, power[n_fft/2+1][LANES]; after fewer than LANES of them, no more. */
void
melgram_add(struct melgram *m, const struct kernel *kernel, const float *power, int n_windows);

/* mfcc[n_mfcc][windows]; each row has room for a multiple of LANES. */
void
melgram_mfcc(const struct melgram *m, const struct kernel *kernel, float *const *mfcc);

/*
 * Onset strength, flux[windows]: the mean over bands of the increase in decibels since the window
 * before, decreases counting 0. flux[t] is the increase into window t-2; the first three values are
 * 0, the last two increases are dropped.
 */
void
melgram_flux(const struct melgram *m, const struct kernel *kernel, float *flux);

#endif
