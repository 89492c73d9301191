/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "plot/chart.h"

static struct csv_reader *
open_table(const char *text)
{
	struct csv_reader *csv = csv_reader_new(input_from_memory(text, strlen(text), "test.csv"));

	assert_int_equal(csv_read_header(csv), 0);
	return csv;
}

static void
test_charts_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; charts[i] != NULL; i++) {
		const struct chart *c = charts[i];

		assert_true(c->reads != NULL && c->create != NULL && c->add != NULL);
		assert_true(c->draw != NULL && c->free != NULL);
		assert_true((c->write != NULL) != (c->write_row != NULL));
		assert_true((c->option != NULL) == (c->help != NULL && c->table != NULL));
		assert_true(c->option != NULL || c->argument == NULL);
		for (size_t k = 0; k < i && c->option != NULL; k++)
			assert_true(
			    charts[k]->option == NULL || strcmp(charts[k]->option, c->option) != 0);
	}
}

static void
check_found(const char *header, const struct chart *asked, const struct chart *expected)
{
	struct csv_reader *csv = open_table(header);

	assert_ptr_equal(chart_find(asked, csv), expected);
	csv_reader_free(csv);
}

static void
test_the_header_tells_the_chart(void **state)
{
	(void)state;
	check_found("track,predicted,p_a\n", NULL, &chart_tracks);
	check_found("epoch,loss,accuracy\n", NULL, &chart_history);
	check_found("series,songs,accuracy\n", NULL, &chart_learning);
	check_found("track,label,x\n", NULL, NULL);
	check_found("track,label,x\n", &chart_column, &chart_column);
	check_found("track,predicted,p_a\n", &chart_confusion, &chart_confusion);
	check_found("epoch,loss,accuracy\n", &chart_confusion, NULL);
}

static void
test_a_table_without_rows_is_an_error(void **state)
{
	const struct chart_request request = {.argument = "x", .max_tracks = 1};
	struct csv_reader *csv = open_table("x\n");
	void *chart_state = chart_column.create(csv, &request);

	(void)state;
	assert_int_equal(chart_gather(&chart_column, chart_state, csv, NULL), -1);
	assert_non_null(strstr(csv_error(csv), "no rows"));
	chart_column.free(chart_state);
	csv_reader_free(csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_charts_are_complete),
		cmocka_unit_test(test_the_header_tells_the_chart),
		cmocka_unit_test(test_a_table_without_rows_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
