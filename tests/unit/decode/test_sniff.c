/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "decode/sniff.h"

static unsigned char bytes[256 * 1024];

/* MPEG 1 layer 3, 128 kbit/s, 44100 Hz: frames of 417 bytes, every third of 418 */
static size_t
put_frames(size_t at, int n)
{
	for (int i = 0; i < n; i++) {
		bool padded = i % 3 == 2;

		memcpy(bytes + at, (unsigned char[]){0xff, 0xfb, padded ? 0x92 : 0x90, 0x40}, 4);
		at += padded ? 418 : 417;
	}
	return at;
}

static int
set_up(void **state)
{
	(void)state;
	memset(bytes, 0, sizeof(bytes));
	return 0;
}

static void
test_frames(void **state)
{
	size_t len = put_frames(0, 20);

	(void)state;
	assert_true(sniff_is_mpeg(bytes, len));
	assert_true(sniff_is_mpeg(bytes, 417 + 4)); /* the bytes end within the chain */
	bytes[417] = 0;
	assert_false(sniff_is_mpeg(bytes, 4000)); /* one header is no chain */
	assert_false(sniff_is_mpeg(bytes, 0));
}

static void
test_other_headers(void **state)
{
	static const struct {
		unsigned char head[4];
		size_t len;
	} kinds[] = {
	    {{0xff, 0xfd, 0x84, 0x00}, 417}, /* MPEG 1 layer 2, 128 kbit/s, 48000 */
	    {{0xff, 0xff, 0x40, 0x00}, 136}, /* MPEG 1 layer 1, 128 kbit/s, 44100 */
	    {{0xff, 0xf3, 0x80, 0x00}, 208}, /* MPEG 2 layer 3, 64 kbit/s, 22050 */
	    {{0xff, 0xe3, 0x80, 0x00}, 417}, /* MPEG 2.5 layer 3, 64 kbit/s, 11025 */
	};

	(void)state;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		size_t len = kinds[k].len;

		memset(bytes, 0, sizeof(bytes));
		if (k == 0)
			len = 144 * 128000 / 48000;
		for (size_t i = 0; i < 6; i++)
			memcpy(bytes + i * len, kinds[k].head, 4);
		if (!sniff_is_mpeg(bytes, 6 * len))
			print_error("kind %zu\n", k);
		assert_true(sniff_is_mpeg(bytes, 6 * len));
	}
}

static void
test_behind_others(void **state)
{
	size_t len;

	(void)state;
	memset(bytes, 0, sizeof(bytes));
	len = put_frames(5000, 20); /* behind a little of something else */
	assert_true(sniff_is_mpeg(bytes, len));
}

static void
test_free_rate(void **state)
{
	size_t at = 0;

	(void)state;
	for (int i = 0; i < 10; i++) {
		bool padded = i % 3 == 0;

		memcpy(bytes + at, (unsigned char[]){0xff, 0xfb, padded ? 2 : 0, 0x44}, 4);
		at += padded ? 1001 : 1000;
	}
	assert_true(sniff_is_mpeg(bytes, at));
	assert_int_equal(sniff_free_frame_len(bytes, at), 1000);
	assert_int_equal(sniff_free_frame_len(bytes, 1900), 0);
	bytes[2001] = 0;
	assert_int_equal(sniff_free_frame_len(bytes, 5000), 0);
	assert_int_equal(sniff_free_frame_len(bytes, 0), 0);
}

static void
test_others_are_not(void **state)
{
	static const char *const magics[] = {
	    "RIFF", "RIFX", "RF64", "FORM", ".snd", "fLaC", "OggS", "caff", "riff"};
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		memset(bytes, 0, sizeof(bytes));
		memcpy(bytes, magics[i], 4);
		len = put_frames(100, 20); /* samples may look like anything */
		assert_false(sniff_is_mpeg(bytes, len));
		assert_int_equal(sniff_is_pcm_container(bytes, len), i < 5 || i == 7);
	}
	assert_false(sniff_is_mpeg((const unsigned char *)"hello, this is text\n", 20));
	memset(bytes, 0xff, sizeof(bytes));
	assert_false(sniff_is_mpeg(bytes, sizeof(bytes)));
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

RUN_TESTS(TEST(test_frames), TEST(test_other_headers), TEST(test_behind_others),
    TEST(test_free_rate), TEST(test_others_are_not))
