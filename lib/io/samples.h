/* SPDX-License-Identifier: MIT */
#ifndef IO_SAMPLES_H
#define IO_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Samples must be smaller in magnitude than this, 2^50: their squares, summed over a window, then
 * still fit a float.
 */
#define SAMPLES_MAX 0x1p50f

/*
 * The number of the first of samples[n] that is not finite or not within +-SAMPLES_MAX; n when all
 * are sound.
 */
size_t
samples_sound(const float *samples, size_t n);

/*
 * Turns samples[n], just read as little-endian floats, into the machine's own. Returns whether all
 * are sound.
 */
bool
samples_take(float *samples, size_t n);

#endif
