/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/label.h"

static void
check_fit(const char *s, size_t columns, bool ascii, const char *expected)
{
	char *got = label_fit(s, columns, ascii);

	assert_string_equal(got, expected);
	free(got);
}

static void
check_quote(const char *s, size_t columns, const char *expected)
{
	char buf[512] = "";
	FILE *f = fmemopen(buf, sizeof(buf), "w");

	assert_non_null(f);
	label_quote(f, s, columns);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(buf, expected);
}

static void
test_plain_text_stays(void **state)
{
	(void)state;
	check_fit("", 5, false, "");
	check_fit("blues", 5, false, "blues");
	check_fit("blues", 5, true, "blues");
	check_fit("Na\u00efve \u65e5\u672c", 10, false, "Na\u00efve \u65e5\u672c");
	check_fit("caf\u00e9 \u65e5", 10, true, "caf? ?");
}

static void
test_long_text_is_clipped(void **state)
{
	(void)state;
	check_fit("classical", 8, false, "classic\u2026");
	check_fit("classical", 8, true, "class...");
	check_fit("classical", 1, false, "\u2026");
	check_fit("classical", 2, true, ".");
	check_fit("\u65e5\u672c\u8a9e", 5, false, "\u65e5\u672c\u2026");
	check_fit("\u65e5\u672c\u8a9e", 4, false, "\u65e5\u2026");
	check_fit("\u65e5\u672c\u8a9e", 6, false, "\u65e5\u672c\u8a9e");
}

static void
test_control_bytes_are_replaced(void **state)
{
	(void)state;
	check_fit("a\nb\tc", 9, false, "a b c");
	check_fit("\033[31m\x7f", 9, false, "\ufffd[31m\ufffd");
	check_fit("\033[31m\x7f", 9, true, "?[31m?");
	check_fit("\xc2\x85\u202e\u200b\u2066\ufeff", 9, false, "\ufffd\ufffd\ufffd\ufffd\ufffd");
}

static void
test_invalid_utf8_is_replaced(void **state)
{
	(void)state;
	check_fit("a\xff", 9, false, "a\ufffd");
	check_fit("\xc0\xaf", 9, false, "\ufffd\ufffd");                     /* overlong */
	check_fit("\xed\xa0\x80", 9, false, "\ufffd\ufffd\ufffd");           /* surrogate */
	check_fit("\xf4\x90\x80\x80", 9, false, "\ufffd\ufffd\ufffd\ufffd"); /* past U+10FFFF */
	check_fit("\xe2\x80", 9, false, "\ufffd\ufffd");                     /* cut short */
	check_fit("\xe2", 9, true, "?");
}

static void
test_piled_marks_are_dropped(void **state)
{
	(void)state;
	check_fit("e\u0301\u0301\u0301\u0301x", 2, false, "e\u0301\u0301x");
}

static void
test_columns(void **state)
{
	(void)state;
	assert_int_equal(label_columns(""), 0);
	assert_int_equal(label_columns("rock"), 4);
	assert_int_equal(label_columns("\u65e5\u672c"), 4);
	assert_int_equal(label_columns("e\u0301"), 1);
	assert_int_equal(label_columns("\xff\xfe"), 2);
	assert_int_equal(label_columns("\U0001f3b5"), 2);
	assert_int_equal(label_columns("\u0938\u0941\u0930"), 2); /* Devanagari, a vowel below */
}

/* whatever the bytes, the result is within its columns */
static void
test_every_byte_pair_fits(void **state)
{
	(void)state;
	for (int a = 1; a < 256; a++) {
		for (int b = 1; b < 256; b++) {
			char s[] = {'x', (char)a, (char)b, 'y', '\0'};

			for (size_t columns = 1; columns < 5; columns++) {
				char *got = label_fit(s, columns, false);

				assert_true(label_columns(got) <= columns);
				assert_null(strpbrk(got, "\n\r\t\033"));
				free(got);
			}
		}
	}
}

static void
test_quote(void **state)
{
	(void)state;
	check_quote("rock", 10, "'rock'");
	check_quote("'; !ls '", 10, "'\u2019; !ls \u2019'");
	check_quote("a''b", 10, "'a\u2019\u2019b'");
	check_quote("`x` @y \"%s\\", 20, "'`x` @y \"%s\\'");
	check_quote("a\n!ls", 10, "'a !ls'");
	check_quote("classical", 4, "'cla\u2026'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plain_text_stays),
	    cmocka_unit_test(test_long_text_is_clipped),
	    cmocka_unit_test(test_control_bytes_are_replaced),
	    cmocka_unit_test(test_invalid_utf8_is_replaced),
	    cmocka_unit_test(test_piled_marks_are_dropped),
	    cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_every_byte_pair_fits),
	    cmocka_unit_test(test_quote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
