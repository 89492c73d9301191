/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/crc32.h"

static void
test_known_values(void **state)
{
	unsigned char zeros[32] = {0}, ones[32], run[32];

	(void)state;
	memset(ones, 0xff, sizeof(ones));
	for (int i = 0; i < 32; i++)
		run[i] = (unsigned char)i;
	assert_true(crc32_update(0, "123456789", 9) == 0xcbf43926);
	assert_true(crc32_update(0, "", 0) == 0);
	assert_true(crc32_update(0, "a", 1) == 0xe8b7be43);
	assert_true(crc32_update(0, zeros, 32) == 0x190a55ad);
	assert_true(crc32_update(0, ones, 32) == 0xff6cab0b);
	assert_true(crc32_update(0, run, 32) == 0x91267e8a);
}

/* bit by bit, by the polynomial */
static uint32_t
naive(const unsigned char *p, size_t len)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < len; i++) {
		crc ^= p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	return ~crc;
}

static void
test_pieces_and_lengths(void **state)
{
	unsigned char data[100];

	(void)state;
	for (int i = 0; i < 100; i++)
		data[i] = (unsigned char)(i * i + 7);
	for (size_t len = 0; len <= 100; len++) {
		uint32_t whole = naive(data, len);

		for (size_t cut = 0; cut <= len; cut++)
			assert_true(crc32_update(crc32_update(0, data, cut), data + cut,
					len - cut) == whole);
	}
}

RUN_TESTS(cmocka_unit_test(test_known_values), cmocka_unit_test(test_pieces_and_lengths))
