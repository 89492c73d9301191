/* SPDX-License-Identifier: MIT */
#include "io/samples.h"

#include <stdint.h>
#include <string.h>

#define EXPONENT 0x7f800000 /* all ones: an infinity or no number */
#define TOO_LOUD 0x58800000 /* that of SAMPLES_MAX */

bool
samples_take(float *samples, size_t n)
{
	int32_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, &samples[i], sizeof(bits));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		bits = __builtin_bswap32(bits);
		memcpy(&samples[i], &bits, sizeof(bits));
#endif
		/* signed, which vector units compare: they have no other order */
		bad |= -((int32_t)(bits & EXPONENT) >= TOO_LOUD);
	}
	return bad == 0;
}
