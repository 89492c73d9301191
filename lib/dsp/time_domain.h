/* SPDX-License-Identifier: MIT */
#ifndef DSP_TIME_DOMAIN_H
#define DSP_TIME_DOMAIN_H

#include <stddef.h>

/* the sum of the squares of x[n] */
double
sum_of_squares(const float *x, size_t n);

/*
 * Changes of sign between neighbours of x[n]. Zero counts as positive, and so does whatever is no
 * further from it than 1e-10 (FEATURES.md 4).
 */
size_t
zero_crossings(const float *x, size_t n);

/* Subtracts from x[n], n > 0, its mean: a constant becomes exactly zero. */
void
subtract_mean(float *x, size_t n);

#endif
