/* SPDX-License-Identifier: MIT */
#ifndef DSP_ONSET_H
#define DSP_ONSET_H

#include <stddef.h>

/*
 * How many onsets there are in strength[n] (melgram_flux): values that are no less than the one
 * before and, on a scale from the least to the largest, 0.07 above the mean of the nine around
 * them; after one, the next value is none (Boeck, Krebs, Schedl 2012; docs/extended.md 5).
 */
size_t
onset_count(const float *strength, size_t n);

#endif
