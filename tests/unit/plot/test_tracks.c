/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "plot/tracks.h"

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
test_segments_are_averaged(void **state)
{
	struct table *t = open_table(HEADER "x,0,0,,a,0.75,0.25\nx,1,3,,b,0.25,0.75\n"
					    "x,2,6,,b,0.125,0.875\ny,0,0,,a,1,0\n",
	    TABLE_PREDICTIONS);
	struct tracks tracks;

	(void)state;
	assert_int_equal(tracks_read(&tracks, t, 1), 0);
	assert_int_equal(tracks.n_tracks, 2);
	assert_int_equal(tracks.n_kept, 1);
	assert_string_equal(tracks.kept[0].name, "x");
	assert_int_equal(tracks.kept[0].n_rows, 3);
	assert_true(tracks.kept[0].p[0] == 0.375);
	assert_int_equal(tracks.kept[0].winner, 1);
	assert_int_equal(tracks.n_won[0], 1);
	assert_int_equal(tracks.n_won[1], 1);
	assert_int_equal(tracks.n_moments, 3);
	assert_true(tracks.starts_s[2] == 6);
	assert_true(tracks.moments[2 * 2 + 1] == 0.875);
	tracks_free(&tracks);
	table_free(t);
}

static void
test_rows_without_segment_are_tracks(void **state)
{
	struct table *t = open_table(
	    HEADER "x,,,,a,1,0\nx,,,,b,0,1\nx,0,0,,b,0,1\n", TABLE_PREDICTIONS);
	struct tracks tracks;

	(void)state;
	assert_int_equal(tracks_read(&tracks, t, 9), 0);
	assert_int_equal(tracks.n_tracks, 3);
	assert_int_equal(tracks.n_moments, 0);
	tracks_free(&tracks);
	table_free(t);
}

static void
test_starts_that_go_back_draw_no_moments(void **state)
{
	struct table *t = open_table(
	    HEADER "x,0,3,,a,1,0\nx,1,0,,a,1,0\nx,2,9,,a,1,0\n", TABLE_PREDICTIONS);
	struct tracks tracks;

	(void)state;
	assert_int_equal(tracks_read(&tracks, t, 9), 0);
	assert_int_equal(tracks.n_tracks, 1);
	assert_int_equal(tracks.n_moments, 0);
	tracks_free(&tracks);
	table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_segments_are_averaged),
		cmocka_unit_test(test_rows_without_segment_are_tracks),
		cmocka_unit_test(test_starts_that_go_back_draw_no_moments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
