/* SPDX-License-Identifier: MIT */
#ifndef DSP_TIME_DOMAIN_H
#define DSP_TIME_DOMAIN_H

#include <stddef.h>

/* Subtracts from x[n], n > 0, its mean: a constant becomes exactly zero. */
void
subtract_mean(float *x, size_t n);

/* Widens the range *least to *most to the values of x[n]; all are finite. */
void
widen_range(const float *x, size_t n, float *least, float *most);

#endif
