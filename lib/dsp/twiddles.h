/* SPDX-License-Identifier: MIT */
#ifndef DSP_TWIDDLES_H
#define DSP_TWIDDLES_H

#include <stddef.h>

/*
 * Twiddle factors: the n-th roots of unity, exp(-2 pi i k / n), of which the tables of FFTs,
 * windows and cosine transforms are made. Only n/4 cosines are computed, the others follow by
 * symmetry: with thousands of calls of sin() a short stream would take a tenth longer.
 */
struct twiddles;

/* n is a multiple of 4. The caller frees. */
struct twiddles *
twiddles_new(size_t n);

void
twiddles_free(struct twiddles *r);

/* cos(2 pi k / n) for any k */
double
twiddles_cos(const struct twiddles *r, size_t k);

/* Puts factor k, any k, at out[0] (real) and out[1] (imaginary). Returns out + 2. */
float *
twiddles_put(const struct twiddles *r, size_t k, float *out);

/*
 * All factors of Stockham's FFT over m points, a divisor of n: pass after pass of radix 4, while 4
 * divides what is left of m, and in each for p = 0, 1, ... the powers w^p, w^2p, w^3p, [re, im]
 * each. The caller frees.
 */
float *
twiddles_of_fft(const struct twiddles *r, size_t m);

#endif
