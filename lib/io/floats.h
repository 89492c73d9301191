/* SPDX-License-Identifier: MIT */
#ifndef IO_FLOATS_H
#define IO_FLOATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * IEEE floats of 32 bits, little endian, as files and streams have them.
 */

/* Turns x[n], just read, into the machine's own. */
void
floats_from_file(float *x, size_t n);

/* Whether all of x[n] are finite. */
bool
floats_finite(const float *x, size_t n);

/* The CRC-32 of x[n] as a file has them. */
uint32_t
floats_crc32(const float *x, size_t n);

#endif
