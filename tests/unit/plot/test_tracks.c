/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "plot/tracks.h"

#define HEADER "track,segment,start,label,predicted,p_a,p_b\n"

/* reads a table of predictions to its end */
static void
read_tracks(struct tracks *tracks, const char *text, size_t max_kept)
{
	struct csv_reader *csv = csv_reader_new(input_from_memory(text, strlen(text), "test.csv"));
	struct predictions table;
	struct predictions_row row;

	assert_int_equal(csv_read_header(csv), 0);
	assert_int_equal(predictions_init(&table, csv), 0);
	tracks_init(tracks, table.classes, table.n_classes, max_kept);
	while (csv_read_row(csv) > 0) {
		assert_int_equal(predictions_parse(&table, csv, &row), 0);
		tracks_add(tracks, &row);
	}
	tracks_finish(tracks);
	predictions_clear(&table);
	csv_reader_free(csv);
}

static void
test_segments_are_averaged(void **state)
{
	struct tracks tracks;

	(void)state;
	read_tracks(&tracks,
	    HEADER "x,0,0,,a,0.75,0.25\nx,1,3,,b,0.25,0.75\n"
		   "x,2,6,,b,0.125,0.875\ny,0,0,,a,1,0\n",
	    1);
	assert_int_equal(tracks.n_tracks, 2);
	assert_int_equal(tracks.n_kept, 1);
	assert_string_equal(tracks.kept[0].name, "x");
	assert_int_equal(tracks.kept[0].n_rows, 3);
	assert_true(tracks.kept[0].p[0] == 0.375);
	assert_int_equal(tracks.kept[0].winner, 1);
	assert_int_equal(tracks.n_won[0], 1);
	assert_int_equal(tracks.n_won[1], 1);
	assert_int_equal(tracks.n_segments, 3);
	assert_true(tracks.starts_s[2] == 6);
	assert_true(tracks.segment_p[2 * 2 + 1] == 0.875);
	tracks_clear(&tracks);
}

static void
test_rows_without_segment_are_tracks(void **state)
{
	struct tracks tracks;

	(void)state;
	read_tracks(&tracks, HEADER "x,,,,a,1,0\nx,,,,b,0,1\nx,0,0,,b,0,1\n", 9);
	assert_int_equal(tracks.n_tracks, 3);
	assert_int_equal(tracks.n_segments, 0);
	tracks_clear(&tracks);
}

static void
test_starts_that_go_back_have_no_segments_over_time(void **state)
{
	struct tracks tracks;

	(void)state;
	read_tracks(&tracks, HEADER "x,0,3,,a,1,0\nx,1,0,,a,1,0\nx,2,9,,a,1,0\n", 9);
	assert_int_equal(tracks.n_tracks, 1);
	assert_int_equal(tracks.n_segments, 0);
	tracks_clear(&tracks);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_segments_are_averaged),
	    cmocka_unit_test(test_rows_without_segment_are_tracks),
	    cmocka_unit_test(test_starts_that_go_back_have_no_segments_over_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
