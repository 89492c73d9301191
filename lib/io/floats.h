/* SPDX-License-Identifier: MIT */
#ifndef IO_FLOATS_H
#define IO_FLOATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * IEEE floats of 32 bits, little endian, as files and streams have them.
 */

/* Turns x[n], just read, into the machine's own. */
void
floats_from_file(float *x, size_t n);

/* Writes x[n] as a file has them. Errors are left to ferror(). */
void
floats_write(const float *x, size_t n, FILE *file);

/* Whether all of x[n] are finite. */
bool
floats_finite(const float *x, size_t n);

/* Goes on with a CRC-32, at first 0, by x[n] as a file has them. */
uint32_t
floats_crc32(uint32_t crc, const float *x, size_t n);

#endif
