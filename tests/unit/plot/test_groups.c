/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "plot/groups.h"

static void
test_quantiles(void **state)
{
	double five[] = {1, 2, 4, 8, 16}, large[] = {-1.7e308, 1.7e308};
	struct group g = {.values = five, .n_values = 5};

	(void)state;
	assert_true(group_quantile(&g, 0) == 1);
	assert_true(group_quantile(&g, 0.25) == 2);
	assert_true(group_quantile(&g, 0.5) == 4);
	assert_true(group_quantile(&g, 1) == 16);
	g.n_values = 4;
	assert_true(group_quantile(&g, 0.5) == 3);
	g.n_values = 1;
	assert_true(group_quantile(&g, 0.75) == 1);
	g = (struct group){.values = large, .n_values = 2};
	assert_true(group_quantile(&g, 0.5) == 0);
}

static void
test_groups_are_sorted(void **state)
{
	static const char text[] = "track,label,x\n1,b,3\n2,a,5\n3,b,1\n4,,7\n";
	struct csv_reader *csv = csv_reader_new(input_from_memory(text, strlen(text), "test.csv"));
	struct groups g;

	(void)state;
	assert_int_equal(csv_read_header(csv), 0);
	assert_int_equal(groups_init(&g, csv, "x"), 0);
	while (csv_read_row(csv) > 0)
		assert_int_equal(groups_add(&g, csv), 0);
	groups_sort(&g);
	assert_int_equal(g.n, 3);
	assert_int_equal(g.n_values, 4);
	assert_string_equal(g.list[0].label, "");
	assert_string_equal(group_name(&g.list[0]), "(no label)");
	assert_string_equal(g.list[2].label, "b");
	assert_true(g.list[2].values[0] == 1 && g.list[2].values[1] == 3);
	groups_clear(&g);
	csv_reader_free(csv);
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
