/* SPDX-License-Identifier: MIT */
#ifndef DECODE_RESAMPLE_H
#define DECODE_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

/*
 * A stream of mono samples from one rate to another: libsoxr's HQ quality (band limited, linear
 * phase, aliases below -100 dB). Equal rates pass unchanged.
 */
struct resampler;

/* The caller frees. Returns NULL when libsoxr refuses the rates. */
struct resampler *
resampler_new(long from_hz, long to_hz);

/*
 * A frame at which a resampler may begin instead of at the first, so that from the sample `wanted`
 * on it gives the same, bit for bit; *first is the number of the first sample that it gives then.
 * libsoxr computes in blocks, and rounding depends on where they begin: so it is at a whole number
 * of blocks, and of periods of the ratio. 0: there is none but the first.
 */
int64_t
resampler_start(long from_hz, long to_hz, int64_t wanted, int64_t *first);

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
