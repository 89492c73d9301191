/* SPDX-License-Identifier: MIT */
#ifndef IO_SAMPLES_H
#define IO_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

/* No audio is as loud, and the power of whatever is less loud stays within floats. */
#define SAMPLES_MAX 0x1p50f

/*
 * Turns samples[n], just read as little-endian floats, into the machine's own. Returns whether all
 * are finite and less than SAMPLES_MAX either way.
 */
bool
samples_take(float *samples, size_t n);

#endif
