/* SPDX-License-Identifier: MIT */
#ifndef DSP_ROOTS_H
#define DSP_ROOTS_H

#include <stddef.h>

/*
 * The n-th roots of unity, exp(-2 pi i k / n): what tables of FFTs, windows and cosine transforms
 * are made of. Thousands of sines would be a tenth of the time that a short stream takes; these
 * are n/4 cosines.
 */
struct roots;

/* n is a multiple of 4. The caller frees. */
struct roots *
roots_new(size_t n);

void
roots_free(struct roots *r);

/* cos(2 pi k / n) for any k */
double
roots_cos(const struct roots *r, size_t k);

/* Puts root k, any k, at out[0] (real) and out[1] (imaginary). Returns out + 2. */
float *
roots_put(const struct roots *r, size_t k, float *out);

/*
 * The twiddle factors of Stockham's FFT over m points, a divisor of n: for its passes of radix 4 in
 * order, while 4 divides what is left of m, and for each p the roots w^p, w^2p, w^3p, [re, im] each.
 * The caller frees.
 */
float *
roots_twiddles(const struct roots *r, size_t m);

#endif
