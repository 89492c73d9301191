/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "io/mpeg.h"

/* lengths by hand: samples / 8 * bit rate / sample rate, in slots, with the padding slot */
static void
test_lengths(void **state)
{
	static const struct {
		unsigned char head[4];
		int layer;
		size_t len;
	} cases[] = {
	    {{0xff, 0xfb, 0x90, 0x64}, 3, 417}, /* MPEG 1, 128 kbit/s, 44100 Hz */
	    {{0xff, 0xfb, 0x92, 0x64}, 3, 418}, /* padded */
	    {{0xff, 0xfa, 0xe4, 0x00}, 3, 960}, /* 320 kbit/s, 48000 Hz, with a checksum */
	    {{0xff, 0xfb, 0x18, 0x00}, 3, 144}, /* 32 kbit/s, 32000 Hz */
	    {{0xff, 0xfd, 0x84, 0x00}, 2, 384}, /* 128 kbit/s, 48000 Hz */
	    {{0xff, 0xff, 0x40, 0x00}, 1, 136}, /* 128 kbit/s, 44100 Hz */
	    {{0xff, 0xff, 0x42, 0x00}, 1, 140}, /* padded by four bytes */
	    {{0xff, 0xf3, 0x80, 0x00}, 3, 208}, /* MPEG 2, 64 kbit/s, 22050 Hz */
	    {{0xff, 0xf5, 0x80, 0x00}, 2, 417}, /* 64 kbit/s, 22050 Hz */
	    {{0xff, 0xf7, 0x88, 0x00}, 1, 384}, /* 128 kbit/s, 16000 Hz */
	    {{0xff, 0xe3, 0x80, 0x00}, 3, 417}, /* MPEG 2.5, 64 kbit/s, 11025 Hz */
	    {{0xff, 0xe3, 0x18, 0x00}, 3, 72},  /* 8 kbit/s, 8000 Hz */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mpeg_frame f = {0};

		assert_true(mpeg_read_header(cases[i].head, &f));
		assert_int_equal(f.layer, cases[i].layer);
		assert_int_equal(f.len, cases[i].len);
	}
}

static void
test_no_headers(void **state)
{
	static const unsigned char cases[][4] = {
	    {0xfe, 0xfb, 0x90, 0x64}, {0xff, 0xdb, 0x90, 0x64}, /* no sync word */
	    {0xff, 0xeb, 0x90, 0x64},                           /* no such version */
	    {0xff, 0xf9, 0x90, 0x64},                           /* no such layer: AAC has it */
	    {0xff, 0xfb, 0x00, 0x64},                           /* a free bit rate */
	    {0xff, 0xfb, 0xf0, 0x64}, {0xff, 0xfb, 0x9c, 0x64}, /* no such rates */
	};
	struct mpeg_frame f;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_false(mpeg_read_header(cases[i], &f));
}

/* whatever the bytes: a header's frame is longer than the header */
static void
test_every_header(void **state)
{
	(void)state;
	for (unsigned b = 0; b < 0x10000; b++) {
		unsigned char head[4] = {0xff, (unsigned char)(b >> 8), (unsigned char)b, 0};
		struct mpeg_frame f;

		if (mpeg_read_header(head, &f))
			assert_true(
			    f.len > MPEG_HEADER_LEN && f.len < 3000 && f.layer > 0 && f.layer < 4);
	}
}

static void
test_tag(void **state)
{
	static const unsigned char tag[] = "ID3\4\0\0\0\0\7\150", footer[] = "ID3\4\0\20\0\0\0\1",
				   large[] = "ID3\3\0\0\177\177\177\177";

	(void)state;
	assert_int_equal(mpeg_id3_len(tag, 10), 10 + 1000);
	assert_int_equal(mpeg_id3_len(tag, 9), 0);
	assert_int_equal(mpeg_id3_len(footer, 10), 21);
	assert_int_equal(mpeg_id3_len(large, 10), 10 + (1 << 28) - 1);
	assert_int_equal(mpeg_id3_len((const unsigned char *)"ID4\4\0\0\0\0\0\1", 10), 0);
	assert_int_equal(mpeg_id3_len(tag, 0), 0);
}

RUN_TESTS(cmocka_unit_test(test_lengths), cmocka_unit_test(test_no_headers),
    cmocka_unit_test(test_every_header), cmocka_unit_test(test_tag))
