/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/utf8.h"

static void
test_valid(void **state)
{
	static const char *const good[] = {"", "a b", "\303\251", "\357\277\275",
	    "\360\237\216\265", "\364\217\277\277", "\342\202\254x"};
	/* alone, cut, overlong, half a surrogate, past the end of Unicode, no such byte */
	static const char *const bad[] = {"\351", "x\303", "\200", "\300\200", "\340\200\200",
	    "\355\240\200", "\364\220\200\200", "\377", "\342\202", "a\357\277\275\357\277"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(utf8_valid(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(utf8_valid(bad[i]));
}

static void
test_round_trip(void **state)
{
	static const uint32_t points[] = {
	    1, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff};

	(void)state;
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		char text[UTF8_LEN_MAX + 1] = "";
		const char *at = text;
		size_t len = utf8_put(points[i], text);

		assert_int_equal(strlen(text), len);
		assert_int_equal(utf8_next(&at), points[i]);
		assert_ptr_equal(at, text + len);
		assert_int_equal(utf8_next(&at), 0);
		assert_ptr_equal(at, text + len);
	}
}

static void
test_kinds(void **state)
{
	static const uint32_t spaces[] = {' ', '\t', '\n', 0x85, 0xa0, 0x2003, 0x2028, 0x3000};
	static const uint32_t hidden[] = {0x1b, 0x7f, 0x9b, 0xad, 0x34f, 0x61c, 0x200b, 0x200e,
	    0x2028, 0x202e, 0x2065, 0x2066, 0x3164, 0xfdd0, 0xfeff, 0xfff9, 0xffff, 0xe0041,
	    0xe0fff, 0x10ffff};
	static const uint32_t words[] = {
	    'a', 'Z', '7', 0xe9, 0x301, 0x3b1, 0x915, 0x93f, 0x4e00, 0x2605};
	static const uint32_t parting[] = {
	    ' ', '-', '!', '$', 0xa0, 0xab, 0x2013, 0x3001, UTF8_BAD};

	(void)state;
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		assert_true(utf8_is_space(spaces[i]));
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		assert_true(utf8_is_hidden(hidden[i]));
		assert_false(utf8_is_word(hidden[i]) && hidden[i] != 0x34f && hidden[i] != 0x3164);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		assert_true(utf8_is_word(words[i]));
		assert_false(utf8_is_hidden(words[i]) || utf8_is_space(words[i]));
	}
	for (size_t i = 0; i < sizeof(parting) / sizeof(parting[0]); i++)
		assert_false(utf8_is_word(parting[i]));
	assert_false(utf8_is_space(0x200b) || utf8_is_space('x'));
	assert_false(utf8_is_hidden(0x200c) || utf8_is_hidden(0x200d)); /* joiners */
	assert_false(utf8_is_hidden(0xfe0f) || utf8_is_hidden(0x180b)); /* variation selectors */
	assert_false(utf8_is_hidden(UTF8_BAD));
}

static void
test_columns(void **state)
{
	static const struct {
		uint32_t c;
		size_t columns;
	} cases[] = {{'a', 1}, {0xe9, 1}, {0x301, 0}, {0x200d, 0}, {0xfe0f, 0}, {0x65e5, 2},
	    {0xff21, 2}, {0xac00, 2}, {0x1f3b5, 2}, {0x3b1, 1}, {UTF8_BAD, 1}, {0x10fffd, 1},
	    {0x378, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (utf8_columns(cases[i].c) != cases[i].columns)
			fail_msg("%x", (unsigned)cases[i].c);
	}
}

/* nothing has more parts than there is room for, and folding twice is folding once */
static void
test_fold(void **state)
{
	uint32_t out[UTF8_FOLD_MAX], again[UTF8_FOLD_MAX];

	(void)state;
	assert_int_equal(utf8_fold(0xc9, out), 2); /* E with acute */
	assert_int_equal(out[0], 'e');
	assert_int_equal(out[1], 0x301);
	assert_int_equal(utf8_fold(0xdf, out), 2);    /* sharp s */
	assert_int_equal(utf8_fold(0xfdfa, out), 18); /* the longest */
	assert_int_equal(utf8_fold(0x200d, out), 0);
	for (uint32_t c = 1; c < 0x110000; c++) {
		size_t n = c >= 0xd800 && c < 0xe000 ? 0 : utf8_fold(c, out);

		assert_true(n <= UTF8_FOLD_MAX);
		for (size_t i = 0; i < n; i++) {
			if (utf8_fold(out[i], again) != 1 || again[0] != out[i])
				fail_msg("%x", (unsigned)c);
		}
	}
}

RUN_TESTS(cmocka_unit_test(test_valid), cmocka_unit_test(test_round_trip),
    cmocka_unit_test(test_kinds), cmocka_unit_test(test_columns), cmocka_unit_test(test_fold))
