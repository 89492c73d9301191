/* SPDX-License-Identifier: MIT */
#ifndef DECODE_RESAMPLE_H
#define DECODE_RESAMPLE_H

#include <stddef.h>

/*
 * A stream of mono samples from one rate to another: libsoxr's HQ quality (band limited, linear
 * phase, aliases below -100 dB). Equal rates pass unchanged.
 */
struct resampler;

/* The caller frees. Returns NULL when libsoxr refuses the rates. */
struct resampler *
resampler_new(long from_hz, long to_hz);

void
resampler_free(struct resampler *r);

/*
 * Takes in[n_in], or n_in = 0 for the end of the signal, and gives what it has ready: *out, valid
 * until the next call. Returns the number of samples in *out; after the end, call until it is 0.
 * -1 when libsoxr fails.
 */
long
resampler_push(struct resampler *r, const float *in, size_t n_in, const float **out);

#endif
