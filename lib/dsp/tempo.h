/* SPDX-License-Identifier: MIT */
#ifndef DSP_TEMPO_H
#define DSP_TEMPO_H

#include <stddef.h>

#include "dsp/kernel.h"

/*
 * Tempo from an onset strength curve: the mean autocorrelation of Hann-weighted stretches of eight
 * seconds around every window (Grosche, Mueller, Kurth 2010), weighted by a prior about 120 beats
 * a minute (Ellis 2007); docs/seed.md 8.
 */
struct tempo;

#define TEMPO_WINDOW 344 /* values of onset strength: 8 s at 22050 / 512 a second */

/* values_per_s: onset values a second; the caller frees */
struct tempo *
tempo_new(double values_per_s);

void
tempo_free(struct tempo *t);

/*
 * mean[TEMPO_WINDOW]: the mean over windows of the autocorrelation at each lag, each divided by
 * its value at lag 0, of onset[n], n > 0. All zero when onset is.
 */
void
tempo_autocorrelation(
    struct tempo *t, const struct kernel *kernel, const float *onset, size_t n, double *mean);

/* beats a minute of a lag, 1 or more */
double
tempo_bpm(const struct tempo *t, size_t lag);

/* log prior of a tempo: -0.5 log2(bpm/120)^2 */
double
tempo_log_prior(double bpm);

/* The lag with the largest mean * prior among those below 320 bpm, as bpm; 120 when all are 0. */
double
tempo_estimate(const struct tempo *t, const double *mean);

/*
 * The same as later versions of librosa have it: the first lag with the largest
 * ln(1 + 1e6 mean) + log prior; 0 when the mean is 0 at lag 0 (docs/extended.md 5).
 */
double
tempo_estimate_log(const struct tempo *t, const double *mean);

#endif
