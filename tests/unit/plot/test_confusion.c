/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "plot/confusion.h"

#define HEADER "track,segment,start,label,predicted,p_a,p_b\n"

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
test_confusion_counts(void **state)
{
	struct table *t = open_table(HEADER "1,,,a,a,1,0\n2,,,a,b,0,1\n3,,,b,b,0,1\n4,,,c,b,0,1\n"
					    "5,,,,b,0,1\n",
	    TABLE_PREDICTIONS);
	struct confusion c;

	(void)state;
	assert_int_equal(confusion_read(&c, t), 0);
	assert_int_equal(c.n_rows, 4);
	assert_int_equal(c.n_right, 2);
	assert_int_equal(c.n_true, 3);
	assert_int_equal(confusion_count(&c, 0, 1), 1);
	assert_int_equal(confusion_support(&c, 0), 2);
	assert_int_equal(confusion_count(&c, 2, 1), 1);
	assert_string_equal(confusion_name(&c, 2), CONFUSION_OTHER);
	assert_false(c.segments);
	confusion_free(&c);
	table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_confusion_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
