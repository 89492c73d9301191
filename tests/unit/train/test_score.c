/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "train/score.h"

/* tracks: 0 of class a with rows 0, 2, 4; 1 of class b with rows 1, 3; 2 of class b with row 5 */
static char a[] = "a", b[] = "b, too", one[] = "one", two[] = "\"two\"", three[] = "three";
static char *classes[] = {a, b}, *tracks[] = {one, two, one, two, one, three};
static char *labels[] = {a, b, a, b, a, b};
static uint32_t label[] = {0, 1, 0, 1, 0, 1}, group_label[] = {0, 1, 1};
static size_t track[] = {0, 1, 0, 1, 0, 2};
static struct feature_table table = {.tracks = tracks, .labels = labels, .n_rows = 6};
static const struct dataset data = {.table = &table,
    .n_rows = 6,
    .n_classes = 2,
    .classes = classes,
    .label = label,
    .n_tracks = 3,
    .track = track,
    .n_groups = 3,
    .group = track,
    .group_label = group_label};

/* of rows 4, 3, 1, 0: two of three by track 0 are wrong, but not by much */
static size_t some[] = {4, 3, 1, 0, 2};
static const float probabilities[] = {
    0.4f, 0.6f,  /* row 4, wrong */
    0.3f, 0.7f,  /* row 3 */
    0.8f, 0.2f,  /* row 1, wrong */
    0.9f, 0.1f,  /* row 0 */
    0.45f, 0.55f /* row 2, wrong */
};

static void
test_score(void **state)
{
	struct row_list rows = {some, 5};
	struct score s = score_of(&data, &rows, probabilities);

	(void)state;
	assert_int_equal(s.segment.n, 5);
	assert_int_equal(s.track.n, 2);
	assert_near(metrics_accuracy(&s.segment), 2 / 5.0, 1e-12);
	/*
	 * track 0: (0.4 + 0.9 + 0.45) / 3 = 0.58 for a, right; track 1: (0.7 + 0.2) / 2 for b,
	 * wrong
	 */
	assert_near(metrics_accuracy(&s.track), 1 / 2.0, 1e-12);
	assert_near(metrics_loss(&s.segment),
	    -(log(0.4) + log(0.7) + log(0.2) + log(0.9) + log(0.45)) / 5, 1e-6);
}

static void
test_nothing(void **state)
{
	struct row_list rows = {some, 0};
	struct score s = score_of(&data, &rows, probabilities);
	struct json *v = score_to_json(&s);
	char *text = json_print(v, false);

	(void)state;
	assert_int_equal(s.segment.n, 0);
	assert_int_equal(s.track.n, 0);
	assert_near(
	    metrics_accuracy(&s.segment) + metrics_accuracy(&s.track) + metrics_loss(&s.segment), 0,
	    0);
	assert_string_equal(text, "null");
	free(text);
	json_free(v);
}

static void
test_json(void **state)
{
	static const char *const names[] = {"rows", "tracks", "loss", "accuracy", "track_accuracy"};
	const struct score s = {
	    .segment = {.n = 8, .loss = 4, .right = 2}, .track = {.n = 4, .right = 3}};
	static const double values[] = {8, 4, 0.5, 0.25, 0.75};
	struct json *v = score_to_json(&s);

	(void)state;
	for (int i = 0; i < 5; i++) {
		double x = -1;

		assert_true(json_number(json_get(v, names[i]), &x));
		assert_near(x, values[i], 0);
	}
	json_free(v);
}

/* tracks in the order of the table, those without a row in the list left out */
static void
test_write(void **state)
{
	struct row_list rows = {some, 4};
	char *text = NULL;
	size_t len;
	struct csv_writer out = {.file = open_memstream(&text, &len)};

	(void)state;
	score_write_tracks(&data, &rows, probabilities, &out);
	fclose(out.file);
	assert_string_equal(text,
	    "one,,,a,a,0.649999976,0.649999976,0.350000024,ok\n"
	    "\"\"\"two\"\"\",,,\"b, too\",a,0.550000012,0.550000012,0.449999988,ok\n");
	free(text);
}

RUN_TESTS(cmocka_unit_test(test_score), cmocka_unit_test(test_nothing), cmocka_unit_test(test_json),
    cmocka_unit_test(test_write))
