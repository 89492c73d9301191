/* SPDX-License-Identifier: MIT */
#include "io/samples.h"

#include <stdint.h>
#include <string.h>

#define EXPONENT 0x7f800000u /* all ones: an infinity or no number */
#define TOO_LOUD 0x58800000u /* that of SAMPLES_MAX */

bool
samples_take(float *samples, size_t n)
{
	uint32_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, &samples[i], sizeof(bits));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		bits = __builtin_bswap32(bits);
		memcpy(&samples[i], &bits, sizeof(bits));
#endif
		bad |= (bits & EXPONENT) >= TOO_LOUD;
	}
	return bad == 0;
}
