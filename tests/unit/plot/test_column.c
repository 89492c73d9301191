/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "plot/column.h"

static struct table *
open_table(const char *text, enum table_kind expected)
{
	struct table *t = table_new(
	    csv_reader_new(input_from_memory(text, strlen(text), "test.csv")));
	enum table_kind kind;

	assert_int_equal(table_read_header(t, &kind), 0);
	assert_int_equal(kind, expected);
	return t;
}

static void
test_quantiles(void **state)
{
	const double sorted[] = {1, 2, 4, 8, 16}, huge[] = {-1.7e308, 1.7e308};

	(void)state;
	assert_true(column_quantile(sorted, 5, 0) == 1);
	assert_true(column_quantile(sorted, 5, 0.25) == 2);
	assert_true(column_quantile(sorted, 5, 0.5) == 4);
	assert_true(column_quantile(sorted, 4, 0.5) == 3);
	assert_true(column_quantile(sorted, 5, 1) == 16);
	assert_true(column_quantile(sorted, 1, 0.75) == 1);
	assert_true(column_quantile(huge, 2, 0.5) == 0);
}

static void
test_groups_are_sorted(void **state)
{
	struct table *t = open_table("track,label,x\n1,b,3\n2,a,5\n3,b,1\n4,,7\n", TABLE_FEATURES);
	struct column c;

	(void)state;
	assert_int_equal(column_read(&c, t, "x"), 0);
	assert_int_equal(c.n_groups, 3);
	assert_string_equal(c.groups[0].label, "");
	assert_string_equal(c.groups[2].label, "b");
	assert_true(c.groups[2].min == 1 && c.groups[2].median == 2 && c.groups[2].max == 3);
	column_free(&c);
	table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quantiles),
		cmocka_unit_test(test_groups_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
