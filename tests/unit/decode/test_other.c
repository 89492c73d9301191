/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "decode/other.h"

static bool
is_other(const char *path, const char *bytes, size_t len)
{
	return other_than_music(path, (const unsigned char *)bytes, len);
}

#define OTHER(path, bytes) is_other(path, bytes, sizeof(bytes) - 1)

static void
test_content(void **state)
{
	(void)state;
	assert_true(OTHER("cover", "\xff\xd8\xff\xe0\0\x10JFIF"));
	assert_true(OTHER("cover", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
	assert_true(OTHER("cover", "GIF89a\1\0"));
	assert_true(OTHER("cover", "BM\x36\0\3\0\0\0\0\0\x36\0"));
	assert_true(OTHER("cover", "RIFF\0\1\0\0WEBPVP8 \0\0"));
	assert_true(OTHER("cover",
	    "\0\0\0\x18"
	    "ftypheic\0\0\0\0"));
	assert_true(OTHER("booklet", "%PDF-1.4\n\x80\x81\0"));
	assert_true(OTHER("README", "words of a song\r\n\tand more\n"));
	assert_true(OTHER("words", "d\303\251j\303\240 vu, \351t\351\n"));
	assert_true(OTHER("words", "\xff\xfew\0o\0r\0d\0\n\0"));
	assert_true(OTHER("nothing", ""));
	assert_true(OTHER("a.unheard-of", "#EXTM3U\nsong.mp3\n"));
}

static void
test_name(void **state)
{
	(void)state;
	assert_true(OTHER("a.mp3/Thumbs.DB", "\xd0\xcf\x11\xe0\0\0"));
	assert_true(OTHER("x.JPG", "\0\1\2"));
	assert_false(OTHER("x.mp3", "a page that says 404\n"));
	assert_false(OTHER("x.dsf", ""));
	assert_false(OTHER("x.m4a", "\xff\xd8\xff\xe0\0\x10JFIF"));
}

static void
test_doubt(void **state)
{
	(void)state;
	assert_false(OTHER("song",
	    "\0\0\0\x1c"
	    "ftypM4A \0\0\2\0"));
	assert_false(OTHER("song.new", "\x1a\x45\xdf\xa3\1\0\0\0"));
	assert_false(OTHER("song.ape", "MAC \x96\x0f\0\0"));
	assert_false(OTHER("a.jpg/song", "BM\1\2\3\4\5\6\7\10"));
	assert_false(OTHER("a.txt.", "\0\1"));
	assert_false(OTHER("", "\0\1"));
}

RUN_TESTS(cmocka_unit_test(test_content), cmocka_unit_test(test_name), cmocka_unit_test(test_doubt))
