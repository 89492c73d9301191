/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "model/scaler.h"

static const char *const names[] = {"a", "b", "constant"};
static const struct preprocessing plain = {0};

static void
test_fit(void **state)
{
	const double rows[] = {1, 10, 0.1, 2, 20, 0.1, 3, 60, 0.1, 100, 100, 100};
	const size_t pick[] = {2, 0};
	struct scaler *s = scaler_new(3, names);

	(void)state;
	scaler_fit(s, &plain, rows, 3, NULL, 0);
	assert_near(s->mean[0], 2, 1e-15);
	assert_near(s->std[0], sqrt(2 / 3.0), 1e-15); /* of the population */
	assert_near(s->mean[1], 30, 1e-14);
	assert_near(s->std[1], sqrt(1400 / 3.0), 1e-13);
	assert_near(s->mean[2], 0.1, 1e-15);
	assert_true(s->std[2] == 1);
	assert_near(scaler_apply(s, 1, 60), 30 / sqrt(1400 / 3.0), 1e-14);
	scaler_fit(s, &plain, rows, 4, pick, 2);
	assert_near(s->mean[0], 2, 1e-15);
	assert_near(s->std[0], 1, 1e-15);
	assert_near(s->mean[1], 35, 1e-15);
	scaler_free(s);
	scaler_free(NULL);
}

static struct scaler *
read_text(const char *text, char *error)
{
	char *path;
	FILE *f = unit_file(&path);
	struct scaler *s;

	fputs(text, f);
	fclose(f);
	error[0] = '\0';
	s = scaler_read(path, error, 512);
	unlink(path);
	free(path);
	return s;
}

static void
test_comes_back(void **state)
{
	struct scaler *s = scaler_new(3, names), *back;
	char *text = NULL, error[512];
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	s->mean[0] = 1 / 3.0;
	s->std[1] = 1e-300;
	s->mean[2] = -1e300;
	scaler_write(s, f);
	fclose(f);
	back = read_text(text, error);
	assert_non_null(back);
	assert_int_equal(back->n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(back->names[i], s->names[i]);
		assert_true(back->mean[i] == s->mean[i] && back->std[i] == s->std[i]);
	}
	for (size_t cut = 0; cut + 2 < len; cut++) {
		text[cut] = '\0';
		assert_null(read_text(text, error));
	}
	scaler_free(s);
	scaler_free(back);
	free(text);
}

static void
check_refused(const char *text, const char *words)
{
	char error[512];
	struct scaler *s = read_text(text, error);

	if (s != NULL)
		print_error("taken: %s\n", text);
	assert_null(s);
	assert_says(error, words);
}

#define HEAD "{\"format\": \"mgc-scaler\", \"version\": 1, "

static void
test_what_is_refused(void **state)
{
	char error[512];

	(void)state;
	check_refused("", "no JSON");
	check_refused("x", "no JSON");
	check_refused("[]", "not a scaler");
	check_refused("{\"format\": \"x\"}", "not a scaler");
	check_refused("{\"format\": \"mgc-scaler\", \"version\": 3}", "version");
	check_refused(HEAD "\"columns\": [], \"mean\": [], \"std\": []}", "no columns");
	check_refused(HEAD "\"columns\": [\"a\"], \"mean\": [1, 2], \"std\": [1]}", "one length");
	check_refused(HEAD "\"columns\": [\"a\"], \"mean\": [1]}", "one length");
	check_refused(HEAD "\"columns\": [\"a\"], \"mean\": [1], \"std\": [0]}", "positive");
	check_refused(HEAD "\"columns\": [\"a\"], \"mean\": [1], \"std\": [-1]}", "positive");
	check_refused(HEAD "\"columns\": [\"a\"], \"mean\": [null], \"std\": [1]}", "mean");
	check_refused(HEAD "\"columns\": [\"a\"], \"mean\": [1e999], \"std\": [1]}", "mean");
	check_refused(HEAD "\"columns\": [1], \"mean\": [1], \"std\": [1]}", "name");
	check_refused(HEAD "\"columns\": {\"a\": 1}, \"mean\": [1], \"std\": [1]}", "no columns");
	assert_null(scaler_read("/nowhere", error, sizeof(error)));
	assert_says(error, "/nowhere: No such file");
}

/* a: positive; b: 0 .. 1; the third neither */
static void
test_curves(void **state)
{
	const double rows[] = {1, 0, -1, 10, 0.5, 2, 100, 1, 3};
	const struct preprocessing log_alone = {.log = true}, all = {true, true, 1.1};
	const double logit = log((1 - 1e-7) / 1e-7);
	struct scaler *s = scaler_new(3, names);

	(void)state;
	assert_true(scaler_is_affine(s));
	scaler_fit(s, &log_alone, rows, 3, NULL, 0);
	assert_int_equal(s->curve[0], SCALER_LOG);
	assert_int_equal(s->curve[1], SCALER_NONE); /* there is a zero in it */
	assert_int_equal(s->curve[2], SCALER_NONE);
	assert_near(s->floor[0], 0.1, 1e-15);
	assert_near(s->mean[0], log(10), 1e-14);
	assert_near(s->std[0], log(10) * sqrt(2 / 3.0), 1e-14);
	assert_near(scaler_apply(s, 0, 100), sqrt(1.5), 1e-14);
	/* what lies below the floor is as if on it */
	assert_near(scaler_apply(s, 0, 0), -2 * sqrt(1.5), 1e-14);
	assert_near(scaler_apply(s, 0, -7), -2 * sqrt(1.5), 1e-14);
	assert_false(scaler_is_affine(s));

	scaler_fit(s, &all, rows, 3, NULL, 0);
	assert_int_equal(s->curve[0], SCALER_LOG);
	assert_int_equal(s->curve[1], SCALER_LOGIT);
	assert_near(s->mean[1], 0, 1e-8);
	assert_near(s->std[1], logit * sqrt(2 / 3.0), 1e-6);
	assert_near(scaler_apply(s, 1, 0.9), log(9) / s->std[1], 1e-8);
	assert_near(scaler_apply(s, 1, 0), -1.1, 0); /* clipped, from -1.22 */
	assert_near(scaler_apply(s, 1, 2), 1.1, 0);
	assert_near(scaler_apply(s, 0, 1e9), 1.1, 0);
	scaler_free(s);
}

static void
test_curves_come_back(void **state)
{
	const double rows[] = {1, 0, -1, 10, 0.5, 2, 100, 1, 3};
	const struct preprocessing all = {true, true, 4};
	struct scaler *s = scaler_new(3, names), *back;
	char *text = NULL, error[512];
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	scaler_fit(s, &all, rows, 3, NULL, 0);
	scaler_write(s, f);
	fclose(f);
	back = read_text(text, error);
	assert_string_equal(error, "");
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(back->curve[i], s->curve[i]);
		for (double x = -2; x < 3; x += 0.25)
			assert_true(scaler_apply(back, i, x) == scaler_apply(s, i, x));
	}
	assert_true(back->clip == 4);
	scaler_free(s);
	scaler_free(back);
	free(text);
}

#define CURVED \
	"{\"format\": \"mgc-scaler\", \"version\": 2, \"columns\": [\"a\"], " \
	"\"mean\": [1], \"std\": [1], "

static void
test_curves_refused(void **state)
{
	(void)state;
	check_refused(CURVED "\"clip\": 4}", "one length");
	check_refused(CURVED "\"transform\": [\"log\"], \"floor\": [], \"clip\": 0}", "one length");
	check_refused(
	    CURVED "\"transform\": [\"sine\"], \"floor\": [1], \"clip\": 0}", "transform");
	check_refused(CURVED "\"transform\": [\"log\"], \"floor\": [0], \"clip\": 0}", "floor");
	check_refused(CURVED "\"transform\": [\"none\"], \"floor\": [0], \"clip\": -1}", "clip");
	check_refused(CURVED "\"transform\": [\"none\"], \"floor\": [0]}", "clip");
}

static void
test_hash(void **state)
{
	static const char *const pair[] = {"x", "y"}, *const turned[] = {"y", "x"};
	struct scaler *s = scaler_new(2, pair), *t = scaler_new(2, turned);
	char of_s[SCALER_HASH_LEN], of_t[SCALER_HASH_LEN];

	(void)state;
	s->mean[0] = t->mean[1] = 0.1;
	s->std[1] = t->std[0] = 3;
	scaler_hash(s, of_s);
	scaler_hash(t, of_t);
	assert_int_equal(strlen(of_s), 9);
	assert_string_equal(of_s, of_t);
	/* a model keeps floats */
	t->mean[1] = (double)0.1f;
	scaler_hash(t, of_t);
	assert_string_equal(of_s, of_t);
	/* every number counts, and whose it is */
	t->mean[1] = 0.11;
	scaler_hash(t, of_t);
	assert_string_not_equal(of_s, of_t);
	t->mean[1] = 0;
	t->mean[0] = 0.1;
	scaler_hash(t, of_t);
	assert_string_not_equal(of_s, of_t);
	t->mean[0] = 0;
	t->mean[1] = 0.1;
	t->clip = 4;
	scaler_hash(t, of_t);
	assert_string_not_equal(of_s, of_t);
	t->clip = 0;
	t->curve[0] = SCALER_LOGIT;
	scaler_hash(t, of_t);
	assert_string_not_equal(of_s, of_t);
	scaler_free(s);
	scaler_free(t);
}

RUN_TESTS(cmocka_unit_test(test_hash), cmocka_unit_test(test_curves),
    cmocka_unit_test(test_curves_come_back), cmocka_unit_test(test_curves_refused),
    cmocka_unit_test(test_fit), cmocka_unit_test(test_comes_back),
    cmocka_unit_test(test_what_is_refused))
