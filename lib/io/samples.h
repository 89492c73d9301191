/* SPDX-License-Identifier: MIT */
#ifndef IO_SAMPLES_H
#define IO_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Turns samples[n], just read as little-endian floats, into the machine's own. Returns whether all
 * are finite.
 */
bool
samples_take(float *samples, size_t n);

#endif
