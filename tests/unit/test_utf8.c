/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/utf8.h"

static void
test_valid(void **state)
{
	static const char *const good[] = {"", "a b", "\303\251", "\357\277\275", "\360\237\216\265",
	    "\364\217\277\277", "\342\202\254x"};
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
	static const uint32_t points[] = {1, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff,
	    0x10000, 0x10ffff};

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

RUN_TESTS(cmocka_unit_test(test_valid), cmocka_unit_test(test_round_trip))
