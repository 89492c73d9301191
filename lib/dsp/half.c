/* SPDX-License-Identifier: MIT */
#include "dsp/half.h"

#include <stdint.h>
#include <string.h>

#define NORMAL_MIN 0x1p-14f
#define DROPPED_BITS 13 /* of the 23 that follow the leading one in a float */

float
half_round(float x)
{
	uint32_t bits;

	if (!(x < HALF_MAX))
		return HALF_MAX;
	/* floats between 0.5 and 1 are 2^-24 apart, so adding 0.5 rounds to that */
	if (x < NORMAL_MIN)
		return (x + 0.5f) - 0.5f;
	/* half of what is dropped, or a bit less where a tie is to go down to an even number */
	memcpy(&bits, &x, sizeof(bits));
	bits += (1u << (DROPPED_BITS - 1)) - 1 + (bits >> DROPPED_BITS & 1);
	bits &= ~0u << DROPPED_BITS;
	memcpy(&x, &bits, sizeof(x));
	return x;
}
