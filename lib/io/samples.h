/* SPDX-License-Identifier: MIT */
#ifndef IO_SAMPLES_H
#define IO_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The largest magnitude that is taken for audio, so that its square, summed over a window, still fits
 * a float.
 */
#define SAMPLES_MAX 0x1p50f

/*
 * How many of samples[n] come before the first that is not finite or not less than SAMPLES_MAX
 * either way: n when there is none.
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
