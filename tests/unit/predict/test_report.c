/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "io/json.h"
#include "predict/report.h"

static char a[] = "a", b[] = "b", *classes[] = {a, b};
static const float is_a[] = {0.75f, 0.25f}, is_b[] = {0.25f, 0.75f};

static double
number(const struct json *v, const char *name)
{
	double x = -1;

	assert_true(json_number(json_get(v, name), &x));
	return x;
}

static struct json *
written(const struct report *r)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	struct json *v;

	report_write(r, f);
	fclose(f);
	v = json_parse(text, len);
	assert_non_null(v);
	free(text);
	return v;
}

static struct report *
fill(bool by_track)
{
	struct report *r = report_new(2, classes, by_track);

	report_add_segment(r, "a", is_a);
	report_add_segment(r, "a", is_b);
	report_add_segment(r, "b", is_b);
	report_add_segment(r, "polka", is_b); /* no class: counts as wrong */
	report_add_segment(r, "", is_a);      /* no label: does not count */
	report_add_track(r, "a", is_a);
	report_add_track(r, "b", is_b);
	report_add_track(r, "", is_b);
	return r;
}

static void
test_report(void **state)
{
	struct report *r = fill(true);
	struct json *v = written(r);
	const struct json *first = json_first(json_get(v, "classes"));

	(void)state;
	assert_int_equal(report_n_rows(r), 4);
	assert_near(number(v, "rows"), 4, 0);
	assert_near(number(v, "tracks"), 2, 0);
	assert_near(number(v, "unknown_labels"), 1, 0);
	assert_near(number(v, "accuracy"), 0.5, 1e-12);
	assert_near(number(v, "track_accuracy"), 1, 1e-12);
	assert_near(number(v, "macro_f1"), 1, 1e-12);
	assert_near(number(v, "top2_accuracy"), 0.75, 1e-12);
	assert_near(number(v, "ece"), 0.25, 1e-12);       /* 0.75 said, 2 of 4 right */
	assert_near(number(v, "track_ece"), 0.25, 1e-12); /* and 2 of 2 */
	assert_near(number(v, "loss"), -(2 * log(0.75) + log(0.25) + log(1e-7)) / 4, 1e-6);
	assert_near(number(v, "track_loss"), -log(0.75), 1e-6);
	assert_string_equal(json_string(json_get(v, "level")), "track");
	assert_string_equal(json_string(json_get(first, "class")), "a");
	assert_near(number(first, "support"), 1, 0);
	json_free(v);
	report_free(r);
	report_free(NULL);
}

static void
test_by_segment(void **state)
{
	struct report *r = fill(false);
	struct json *v = written(r);
	const struct json *row = json_first(json_get(v, "confusion"));
	double x;

	(void)state;
	/* a: precision 1, recall 1/2; b: precision 1/2, recall 1; both f1 2/3 */
	assert_near(number(v, "macro_f1"), 2 / 3.0, 1e-12);
	assert_near(number(json_first(json_get(v, "classes")), "recall"), 0.5, 1e-12);
	assert_true(
	    json_number(json_next(json_first(row)), &x) && x == 1); /* true a, predicted b */
	assert_true(json_number(json_first(json_next(row)), &x) && x == 0);
	json_free(v);
	report_free(r);
}

static void
test_nothing(void **state)
{
	struct report *r = report_new(2, classes, true);
	struct json *v = written(r);

	(void)state;
	assert_int_equal(report_n_rows(r), 0);
	assert_near(number(v, "accuracy"), 0, 0);
	json_free(v);
	report_free(r);
}

RUN_TESTS(cmocka_unit_test(test_report), cmocka_unit_test(test_by_segment),
    cmocka_unit_test(test_nothing))
