/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "io/floats.h"
#include "split/raw.h"

static void
test_formats(void **state)
{
	struct raw_format f = {0};

	(void)state;
	assert_null(raw_parse("22050:1", &f));
	assert_true(f.rate == 22050 && f.channels == 1);
	assert_null(raw_parse("192000:64", &f));
	for (const char *const *s =
		 (const char *const[]){"", "22050", ":", "22050:", ":1", "0:1", "22050:0",
		     "22050:65", "768001:1", "22050:1:1", "22050:1x", "a:1", "22050.5:1", NULL};
	     *s != NULL; s++)
		assert_non_null(raw_parse(*s, &f));
}

/* of the bytes that a file of these numbers has; one at a time */
static struct raw_reader *
open_floats(const float *x, size_t len, int channels)
{
	static float file[6];
	struct raw_format f = {8000, channels};
	size_t n = (len + sizeof(*x) - 1) / sizeof(*x);

	assert_true(n <= 6);
	memcpy(file, x, n * sizeof(*x));
	floats_from_file(file, n); /* which is also the way back */
	return raw_reader_new(input_from_memory(file, len, "raw"), &f, "name");
}

static void
test_reading(void **state)
{
	const float x[] = {1, 2, 3, 4, 5, 6};
	struct raw_reader *r = open_floats(x, sizeof(x), 2);
	struct stream_item item;

	(void)state;
	assert_int_equal(raw_read(r, &item), 1);
	assert_int_equal(item.type, STREAM_TRACK);
	assert_string_equal(item.track->id, "name");
	assert_true(
	    item.track->rate == 8000 && item.track->channels == 2 && item.track->n_frames == -1);
	assert_int_equal(raw_read(r, &item), 1);
	assert_int_equal(item.type, STREAM_SAMPLES);
	assert_int_equal(item.n_frames, 3);
	assert_true(item.samples[5] == 6);
	assert_int_equal(raw_read(r, &item), 1);
	assert_int_equal(item.type, STREAM_TRACK_END);
	assert_int_equal(raw_read(r, &item), 0);
	raw_reader_free(r);
	raw_reader_free(NULL);
}

static void
check_refused(const float *x, size_t len, int channels, const char *words)
{
	struct raw_reader *r = open_floats(x, len, channels);
	struct stream_item item;
	int rc;

	while ((rc = raw_read(r, &item)) > 0)
		;
	assert_int_equal(rc, -1);
	assert_says(raw_error(r), words);
	raw_reader_free(r);
}

static void
test_what_is_refused(void **state)
{
	const float x[] = {1, 2, 3, NAN, INFINITY};

	(void)state;
	check_refused(x, 0, 1, "no samples");
	check_refused(x, 3, 1, "ends within frame 0");
	check_refused(x, 9, 1, "ends within frame 2");
	check_refused(x, 12, 2, "ends within frame 1");
	check_refused(x, 16, 1, "not finite");
	check_refused(x + 4, 4, 1, "not finite");
}

RUN_TESTS(cmocka_unit_test(test_formats), cmocka_unit_test(test_reading),
    cmocka_unit_test(test_what_is_refused))
