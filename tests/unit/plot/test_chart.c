/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
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

/* puts what a chart writes of a table, as text without a terminal, into out[size] */
static void
write_chart(const struct chart *chart, const char *table, const struct chart_request *request,
    char *out, size_t size)
{
	struct csv_reader *csv = open_table(table);
	struct text text = {.columns = 60, .top = SIZE_MAX};
	void *chart_state;

	text.out = fmemopen(out, size, "w");
	assert_non_null(text.out);
	chart_state = chart->create(csv, request);
	assert_non_null(chart_state);
	assert_int_equal(chart_gather(chart, chart_state, csv, &text), 0);
	if (chart->write != NULL)
		chart->write(chart_state, &text);
	chart->free(chart_state);
	csv_reader_free(csv);
	assert_int_equal(fclose(text.out), 0);
}

/* bins are half open, but for the last: no value is lost or counted twice at an edge */
static void
test_histogram_counts_every_value_once(void **state)
{
	const struct chart_request request = {.argument = "x", .max_tracks = 1};
	size_t total = 0, n = 0;
	char out[1024];

	(void)state;
	write_chart(&chart_histogram, "x\n0\n1\n2\n2\n4\n5\n", &request, out, sizeof(out));
	for (const char *line = strchr(strchr(out, '\n') + 1, '\n'); line[1] != '\0'; n++) {
		const char *end = strchr(line + 1, '\n'), *last = end;

		while (last[-1] != ' ')
			last--;
		total += strtoul(last, NULL, 10);
		line = end;
	}
	assert_int_equal(n, 5);
	assert_int_equal(total, 6);
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
	    cmocka_unit_test(test_histogram_counts_every_value_once),
	    cmocka_unit_test(test_a_table_without_rows_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
