/* SPDX-License-Identifier: MIT */
#include "io/samples.h"

#include <stdint.h>
#include <string.h>

#include "io/floats.h"

#define EXPONENT 0x7f800000 /* its bits all ones: infinity or NaN */
#define TOO_LOUD 0x58800000 /* the exponent bits of SAMPLES_MAX */

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

	/* no early exit: so that the compiler can vectorise the loop */
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
	floats_from_file(samples, n);
	return samples_sound(samples, n) == n;
}
