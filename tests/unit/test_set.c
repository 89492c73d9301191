/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "features/set.h"

/* what every set must do */
#define COLUMNS_MAX 77

static const struct feature_set *set; /* under test */
static float song[40000];

static int
set_up(void **state)
{
	struct rng rng;

	set = feature_set_find(*state);
	rng_seed(&rng, 7);
	for (int i = 0; i < 40000; i++) {
		double beat = i % 11025 < 2000 ? 1 : 0.1;

		song[i] = (float)(beat *
		    (0.4 * sin(i * 0.1253) + 0.1 * sin(i * 0.511) +
			0.1 * (rng_uniform(&rng) - 0.5)));
	}
	return 0;
}

static void
row_of(void *extractor, size_t first, size_t n, double *row)
{
	set->push(extractor, song + first, n);
	set->finish(extractor, row);
}

static void
test_columns(void **state)
{
	(void)state;
	assert_in_range(set->n_columns, 1, COLUMNS_MAX);
	assert_int_equal(set->rate, 22050);
	assert_says(feature_set_names(), set->name);
	for (size_t i = 1; i < set->n_columns; i++)
		assert_true(strcmp(set->columns[i - 1].name, set->columns[i].name) < 0);
}

/* however the samples come, the same bits come out */
static void
test_pieces(void **state)
{
	static const size_t lengths[] = {1, 700, 1024, 4096, 20000, 40000};

	(void)state;
	for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++) {
		void *extractor = set->extractor_new(kernel_find(NULL), NULL);
		double whole[COLUMNS_MAX], row[COLUMNS_MAX];

		row_of(extractor, 0, lengths[l], whole);
		for (size_t piece = 1; piece < 30000; piece = piece * 5 + 2) {
			for (size_t at = 0; at < lengths[l]; at += piece)
				set->push(extractor, song + at,
				    piece < lengths[l] - at ? piece : lengths[l] - at);
			set->finish(extractor, row);
			assert_memory_equal(row, whole, set->n_columns * sizeof(*row));
		}
		set->extractor_free(extractor);
	}
}

/* nothing of the last segment is left: after finish, and after reset in its middle */
static void
test_used_again(void **state)
{
	void *used = set->extractor_new(kernel_find(NULL), NULL), *fresh;
	double row[COLUMNS_MAX], expected[COLUMNS_MAX];

	(void)state;
	row_of(used, 0, 40000, row);
	for (size_t n = 1; n < 30000; n = n * 3 + 100) {
		fresh = set->extractor_new(kernel_find(NULL), NULL);
		row_of(fresh, 5000, n, expected);
		set->extractor_free(fresh);
		row_of(used, 5000, n, row);
		assert_memory_equal(row, expected, set->n_columns * sizeof(*row));
		set->push(used, song, 12345);
		set->reset(used);
		row_of(used, 5000, n, row);
		assert_memory_equal(row, expected, set->n_columns * sizeof(*row));
		set->push(used, song, 3);
		set->reset(used);
	}
	set->extractor_free(used);
	set->extractor_free(NULL);
}

static void
test_all_finite(void **state)
{
	void *extractor = set->extractor_new(kernel_find(NULL), NULL);
	static float x[6000];
	double row[COLUMNS_MAX];

	(void)state;
	for (int kind = 0; kind < 7; kind++) {
		for (size_t n = 1; n <= 6000; n = n < 4 ? n + 1 : n * 2 + 1) {
			for (size_t i = 0; i < n; i++)
				x[i] = kind == 0 ? 0
				    : kind == 1  ? 1
				    : kind == 2  ? -1e-20f
				    : kind == 3  ? (i % 2 ? 1e15f : -1e15f)
				    : kind == 4  ? (i == n / 2)
				    : kind == 5  ? 1e15f
						 : 1e15f * (float)sin((double)(i * i));
			set->push(extractor, x, n);
			set->finish(extractor, row);
			for (int c = 0; c < (int)set->n_columns; c++)
				assert_true(isfinite(row[c]));
		}
	}
	set->extractor_free(extractor);
}

static void
test_find(void **state)
{
	(void)state;
	assert_null(feature_set_find("none"));
	assert_non_null(feature_set_find(FEATURE_SET_DEFAULT));
	assert_string_equal(feature_set_names(), "seed, extended, musicnn, audioset");
}

/* each test for each set */
int
main(void)
{
	static const char *const names[] = {"seed", "extended"};
	static const CMUnitTestFunction functions[] = {
	    test_columns, test_pieces, test_used_again, test_all_finite};
	enum { N_NAMES = 2, N_FUNCTIONS = 4 };
	struct CMUnitTest tests[N_NAMES * N_FUNCTIONS + 1];

	for (size_t i = 0; i < N_NAMES * N_FUNCTIONS; i++) {
		const char *name = names[i / N_FUNCTIONS];

		tests[i] = (struct CMUnitTest){
		    name, functions[i % N_FUNCTIONS], set_up, NULL, (void *)(uintptr_t)name};
	}
	tests[N_NAMES * N_FUNCTIONS] = (struct CMUnitTest)cmocka_unit_test(test_find);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
