/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/string_table.h"

static void
test_numbers_are_in_order_of_arrival(void **state)
{
	struct string_table s = {0};
	char buffer[8] = "b";

	(void)state;
	assert_true(string_table_find(&s, "a") == STRING_TABLE_NONE);
	assert_int_equal(string_table_add(&s, buffer), 0);
	buffer[0] = 'a'; /* it was copied */
	assert_int_equal(string_table_add(&s, buffer), 1);
	assert_int_equal(string_table_add(&s, ""), 2);
	assert_int_equal(string_table_add(&s, "b"), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.list[0], "b");
	assert_int_equal(string_table_find(&s, ""), 2);
	assert_true(string_table_find(&s, "ab") == STRING_TABLE_NONE);
	string_table_free(&s);
	assert_int_equal(s.n, 0);
	assert_true(string_table_find(&s, "a") == STRING_TABLE_NONE);
	assert_int_equal(string_table_add(&s, "z"), 0);
	string_table_free(&s);
}

static void
test_many(void **state)
{
	struct string_table s = {0};
	char name[16];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(string_table_add(&s, name), i);
		assert_true(i > 300 ||
		    string_table_find(&s, "none") ==
			STRING_TABLE_NONE); /* there is an empty slot */
	}
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(string_table_find(&s, name), i);
		assert_int_equal(string_table_add(&s, name), i);
		assert_string_equal(s.list[i], name);
	}
	assert_int_equal(s.n, 20000);
	string_table_free(&s);
}

RUN_TESTS(cmocka_unit_test(test_numbers_are_in_order_of_arrival), cmocka_unit_test(test_many))
