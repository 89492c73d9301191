/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "decode/tags.h"

static void
check(const char *text, const char *expected)
{
	char tag[TAG_LEN];

	memset(tag, 'x', sizeof(tag));
	tag_take(tag, text);
	assert_string_equal(tag, expected);
}

static void
test_text(void **state)
{
	char text[600], expected[TAG_LEN];

	(void)state;
	check(NULL, "");
	check("", "");
	check("Bj\303\266rk", "Bj\303\266rk");
	check(" a\tb\nc\r\n ", "a b c");
	check("\001", "");
	check("latin \366", "");
	/* of characters of two bytes 127 fit */
	for (size_t i = 0; i < 500; i += 2)
		memcpy(&text[i], "\303\266", 3);
	snprintf(expected, sizeof(expected), "%.254s", text);
	check(text, expected);
}

static void
check_genre(const char *text, const char *expected)
{
	char tag[TAG_LEN];

	tag_take_id3_genre(tag, text);
	assert_string_equal(tag, expected);
}

static void
test_genre(void **state)
{
	(void)state;
	check_genre(NULL, "");
	check_genre("", "");
	check_genre("Rock", "Rock");
	check_genre("(17)", "Rock");
	check_genre("17", "Rock");
	check_genre("(0)", "Blues");
	check_genre("(79)", "Hard Rock");
	check_genre("(17)Kraut", "Kraut");
	check_genre("(17)(18)", "Rock");
	check_genre("(80)", "Folk");
	check_genre("126", "126");
	check_genre("80s", "80s");
	check_genre("7 inch", "7 inch");
	check_genre("(255)", "(255)");
	check_genre("(RX)", "(RX)");
	check_genre("(", "(");
	check_genre("99999999999999999999", "99999999999999999999");
}

RUN_TESTS(cmocka_unit_test(test_text), cmocka_unit_test(test_genre))
