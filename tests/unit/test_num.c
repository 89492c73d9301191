/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/num.h"

static void
check_int(const char *s, const char *why, int64_t expected)
{
	int64_t v = -77;
	const char *got = num_parse_int(s, -100, 1000, &v);

	if (why == NULL) {
		assert_null(got);
		assert_true(v == expected);
	} else {
		assert_non_null(got);
		assert_string_equal(got, why);
		assert_true(v == -77);
	}
}

static void
test_whole_numbers(void **state)
{
	(void)state;
	check_int("0", NULL, 0);
	check_int("-100", NULL, -100);
	check_int("+7", NULL, 7);
	check_int("1000", NULL, 1000);
	check_int("007", NULL, 7);
	check_int("-101", "too small", 0);
	check_int("1001", "too large", 0);
	check_int("99999999999999999999", "too large", 0);
	check_int("-99999999999999999999", "too small", 0);
	for (const char *const *s = (const char *const[]){"", " 1", "1 ", "1.0", "0x10", "1e2", "-",
		 "+-1", "1-", "one", "1,000", "\xd9\xa1", NULL};
	     *s != NULL; s++)
		check_int(*s, "not a whole number", 0);
}

static void
test_the_whole_range(void **state)
{
	int64_t v;

	(void)state;
	assert_null(num_parse_int("9223372036854775807", INT64_MIN, INT64_MAX, &v));
	assert_true(v == INT64_MAX);
	assert_null(num_parse_int("-9223372036854775808", INT64_MIN, INT64_MAX, &v));
	assert_true(v == INT64_MIN);
	assert_string_equal(
	    num_parse_int("9223372036854775808", INT64_MIN, INT64_MAX, &v), "too large");
	assert_string_equal(
	    num_parse_int("-9223372036854775809", INT64_MIN, INT64_MAX, &v), "too small");
}

static void
check_double(const char *s, const char *why, double expected)
{
	double v = -77;
	const char *got = num_parse_double(s, -10, 1e300, &v);

	if (why == NULL) {
		assert_null(got);
		assert_true(v == expected);
	} else {
		assert_non_null(got);
		assert_string_equal(got, why);
		assert_true(v == -77);
	}
}

static void
test_numbers(void **state)
{
	(void)state;
	check_double("0.1", NULL, 0.1);
	check_double("-10", NULL, -10);
	check_double(".5", NULL, 0.5);
	check_double("5.", NULL, 5);
	check_double("+1e-3", NULL, 0.001);
	check_double("1E2", NULL, 100);
	check_double("4.9406564584124654e-324", NULL, 0x1p-1074);
	check_double("1e-400", NULL, 0);
	check_double("-10.0000001", "too small", 0);
	check_double("1e301", "too large", 0);
	check_double("1e999", "too large", 0);
	check_double("-1e999", "too small", 0);
	for (const char *const *s = (const char *const[]){"", "nan", "inf", "-inf", "NaN", "0x1p3",
		 "1,5", " 1", "1 ", "1e", "e1", ".", "1.2.3", "--1", "infinity", "1d", NULL};
	     *s != NULL; s++)
		check_double(*s, "not a number", 0);
}

RUN_TESTS(cmocka_unit_test(test_whole_numbers), cmocka_unit_test(test_the_whole_range),
    cmocka_unit_test(test_numbers))
