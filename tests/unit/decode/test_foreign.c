/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "decode/foreign.h"

static const char *
demuxer(const char *bytes, size_t len)
{
	const struct foreign *f = foreign_find((const unsigned char *)bytes, len);

	return f != NULL ? f->demuxer : "none";
}

#define DEMUXER(bytes) demuxer(bytes, sizeof(bytes) - 1)

static void
test_marks(void **state)
{
	(void)state;
	assert_string_equal(DEMUXER("\0\0\0\x1c"
				    "ftypM4A \0\0\2\0"),
	    "mov");
	assert_string_equal(DEMUXER("\x1a\x45\xdf\xa3\x9f"), "matroska");
	assert_string_equal(DEMUXER("FRM8\0\0\0\0\0\0\1\0DSD FVER"), "iff");
	assert_string_equal(DEMUXER("FRM8\0\0\0\0\0\0\1\0"), "none");
	assert_string_equal(DEMUXER("RIFF\0\0\0\0AVI LIST"), "avi");
	assert_string_equal(DEMUXER("RIFF\0\0\0\0WEBP"), "none");
	assert_string_equal(DEMUXER("MPCK"), "mpc8");
	assert_string_equal(DEMUXER("#!AMR\n\x3c"), "amr");
}

static void
test_lists(void **state)
{
	(void)state;
	assert_string_equal(DEMUXER("#EXTM3U\n#EXTINF:4,\n/etc/passwd\n"), "none");
	assert_string_equal(DEMUXER("ffconcat version 1.0\nfile x\n"), "none");
	assert_string_equal(DEMUXER("<?xml version=\"1.0\"?><MPD>"), "none");
	assert_string_equal(DEMUXER(""), "none");
}

/* headers of ADTS, each of a frame of 100 bytes */
static void
test_adts(void **state)
{
	unsigned char bytes[500] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i += 100)
		memcpy(bytes + i, "\xff\xf1\x50\x80\x0c\x9f\xfc", 7);
	assert_string_equal(demuxer((char *)bytes, sizeof(bytes)), "aac");
	assert_string_equal(demuxer((char *)bytes, 103), "aac");
	assert_string_equal(demuxer((char *)bytes, 5), "none");
	bytes[200] = 0;
	assert_string_equal(demuxer((char *)bytes, sizeof(bytes)), "none");
}

static void
test_ac3(void **state)
{
	(void)state;
	assert_string_equal(DEMUXER("\x0b\x77\x12\x34\x10\x40\x2f"), "ac3");
	assert_string_equal(DEMUXER("\x0b\x77\x12\x34\x10\x80\x2f"), "eac3");
	assert_string_equal(DEMUXER("\x0b\x77\x12\x34\x10\xff\x2f"), "none");
}

static void
test_transport_stream(void **state)
{
	char bytes[600] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i += 188)
		bytes[i] = 0x47;
	assert_string_equal(demuxer(bytes, sizeof(bytes)), "mpegts");
	assert_string_equal(demuxer(bytes, 300), "none");
}

RUN_TESTS(cmocka_unit_test(test_marks), cmocka_unit_test(test_lists), cmocka_unit_test(test_adts),
    cmocka_unit_test(test_ac3), cmocka_unit_test(test_transport_stream))
