/* SPDX-License-Identifier: MIT */
#include "io/floats.h"

#include <string.h>

#include "base/crc32.h"

#define EXPONENT 0x7f800000 /* its bits all ones: infinity or NaN */

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
static float
swapped(float x)
{
	uint32_t bits;

	memcpy(&bits, &x, sizeof(bits));
	bits = __builtin_bswap32(bits);
	memcpy(&x, &bits, sizeof(x));
	return x;
}
#endif

void
floats_from_file(float *x, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (size_t i = 0; i < n; i++)
		x[i] = swapped(x[i]);
#else
	(void)x;
	(void)n;
#endif
}

void
floats_write(const float *x, size_t n, FILE *file)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (size_t i = 0; i < n; i++) {
		float x_swapped = swapped(x[i]);

		fwrite(&x_swapped, sizeof(x_swapped), 1, file);
	}
#else
	fwrite(x, sizeof(*x), n, file);
#endif
}

bool
floats_finite(const float *x, size_t n)
{
	int32_t bad = 0;

	/* no early exit: so that the compiler can vectorise the loop */
	for (size_t i = 0; i < n; i++) {
		int32_t bits;

		memcpy(&bits, &x[i], sizeof(bits));
		bad |= -((bits & EXPONENT) == EXPONENT);
	}
	return bad == 0;
}

uint32_t
floats_crc32(uint32_t crc, const float *x, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (size_t i = 0; i < n; i++) {
		float x_swapped = swapped(x[i]);

		crc = crc32_update(crc, &x_swapped, sizeof(x_swapped));
	}
	return crc;
#else
	return crc32_update(crc, x, n * sizeof(*x));
#endif
}
