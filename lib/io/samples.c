/* SPDX-License-Identifier: MIT */
#include "io/samples.h"

#include <stdint.h>
#include <string.h>

#define EXPONENT 0x7f800000 /* all ones: an infinity or no number */
#define TOO_LOUD 0x58800000 /* that of SAMPLES_MAX */

static int32_t
exponent(float sample)
{
	int32_t bits;

	memcpy(&bits, &sample, sizeof(bits));
	return bits & EXPONENT;
}

size_t
samples_sound(const float *samples, size_t n)
{
	int32_t bad = 0;
	size_t sound = 0;

	/* all of them, whatever comes: a loop without an exit is one that vectors can do */
	for (size_t i = 0; i < n; i++)
		bad |= -(exponent(samples[i]) >= TOO_LOUD);
	if (bad == 0)
		return n;
	while (exponent(samples[sound]) < TOO_LOUD)
		sound++;
	return sound;
}

bool
samples_take(float *samples, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (size_t i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, &samples[i], sizeof(bits));
		bits = __builtin_bswap32(bits);
		memcpy(&samples[i], &bits, sizeof(bits));
	}
#endif
	return samples_sound(samples, n) == n;
}
