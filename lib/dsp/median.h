/* SPDX-License-Identifier: MIT */
#ifndef DSP_MEDIAN_H
#define DSP_MEDIAN_H

#include <stddef.h>

/*
 * The median of x[n], n > 0, finite numbers; of an even number of them the mean of the middle two.
 * Leaves x in another order.
 */
float
median(float *x, size_t n);

#endif
