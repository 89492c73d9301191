/* SPDX-License-Identifier: MIT */
#include "base/crc32.h"

#define POLYNOMIAL 0xedb88320u
#define SLICES 8

/*
 * Slicing by 8 (Kounavis, Berry 2005): table[k][b] is the remainder of byte b followed by k zero
 * bytes, so eight bytes are eight independent look-ups.
 */
static uint32_t table[SLICES][256];

static void
build_table(void)
{
	for (uint32_t b = 0; b < 256; b++) {
		uint32_t crc = b;

		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
		table[0][b] = crc;
	}
	for (int k = 1; k < SLICES; k++) {
		for (int b = 0; b < 256; b++) {
			uint32_t before = table[k - 1][b];

			table[k][b] = (before >> 8) ^ table[0][before & 255];
		}
	}
}

uint32_t
crc32_update(uint32_t crc, const void *data, size_t len)
{
	const unsigned char *p = data;

	if (table[0][1] == 0)
		build_table();
	crc = ~crc;
	for (; len >= SLICES; len -= SLICES, p += SLICES) {
		uint32_t low = crc ^ ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
		    (uint32_t)p[3] << 24);

		crc = table[7][low & 255] ^ table[6][low >> 8 & 255] ^ table[5][low >> 16 & 255] ^
		    table[4][low >> 24] ^ table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^
		    table[0][p[7]];
	}
	while (len-- > 0)
		crc = (crc >> 8) ^ table[0][(crc ^ *p++) & 255];
	return ~crc;
}
