/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "features/set.h"

#define COLUMNS 77

static const struct feature_set *set;
static float song[40000];

static int
set_up(void **state)
{
	struct rng rng;

	(void)state;
	set = feature_set_find("seed");
	rng_seed(&rng, 7);
	for (int i = 0; i < 40000; i++) {
		double beat = i % 11025 < 2000 ? 1 : 0.1;

		song[i] = (float)(beat * (0.4 * sin(i * 0.1253) + 0.1 * sin(i * 0.511) +
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
	assert_non_null(set);
	assert_int_equal(set->n_columns, COLUMNS);
	assert_int_equal(set->rate, 22050);
	for (size_t i = 1; i < COLUMNS; i++)
		assert_true(strcmp(set->columns[i - 1], set->columns[i]) < 0);
	assert_string_equal(set->columns[0], "centroid_kurtosis");
	assert_string_equal(set->columns[76], "zcr_std");
	assert_null(feature_set_find("none"));
	assert_says(feature_set_names(), "seed");
}

/* however the samples come, the same bits come out */
static void
test_pieces(void **state)
{
	static const size_t lengths[] = {1, 700, 1024, 4096, 20000, 40000};

	(void)state;
	for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++) {
		void *extractor = set->extractor_new(kernel_find(NULL), NULL);
		double whole[COLUMNS], row[COLUMNS];

		row_of(extractor, 0, lengths[l], whole);
		for (size_t piece = 1; piece < 30000; piece = piece * 5 + 2) {
			for (size_t at = 0; at < lengths[l]; at += piece)
				set->push(extractor, song + at,
				    piece < lengths[l] - at ? piece : lengths[l] - at);
			set->finish(extractor, row);
			assert_memory_equal(row, whole, sizeof(row));
		}
		set->extractor_free(extractor);
	}
}

/* nothing of the last segment is left: after finish, and after reset in its middle */
static void
test_used_again(void **state)
{
	void *used = set->extractor_new(kernel_find(NULL), NULL), *fresh;
	double row[COLUMNS], expected[COLUMNS];

	(void)state;
	row_of(used, 0, 40000, row);
	for (size_t n = 1; n < 30000; n = n * 3 + 100) {
		fresh = set->extractor_new(kernel_find(NULL), NULL);
		row_of(fresh, 5000, n, expected);
		set->extractor_free(fresh);
		row_of(used, 5000, n, row);
		assert_memory_equal(row, expected, sizeof(row));
		set->push(used, song, 12345);
		set->reset(used);
		row_of(used, 5000, n, row);
		assert_memory_equal(row, expected, sizeof(row));
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
	double row[COLUMNS];

	(void)state;
	for (int kind = 0; kind < 5; kind++) {
		for (size_t n = 1; n <= 6000; n = n < 4 ? n + 1 : n * 2 + 1) {
			for (size_t i = 0; i < n; i++)
				x[i] = kind == 0 ? 0 : kind == 1 ? 1 : kind == 2 ? -1e-20f
				    : kind == 3 ? (i % 2 ? 1e6f : -1e6f) : (i == n / 2);
			set->push(extractor, x, n);
			set->finish(extractor, row);
			for (int c = 0; c < COLUMNS; c++)
				assert_true(isfinite(row[c]));
		}
	}
	set->extractor_free(extractor);
}

/* FEATURES.md 10 */
static void
test_silence(void **state)
{
	static const float silence[5000];
	void *extractor = set->extractor_new(kernel_find(NULL), NULL);
	double row[COLUMNS];

	(void)state;
	set->push(extractor, silence, 5000);
	set->finish(extractor, row);
	for (int c = 0; c < COLUMNS; c++) {
		const char *name = set->columns[c];

		if (strcmp(name, "tempo") == 0)
			assert_true(row[c] == 120);
		else if (strcmp(name, "mfcc_0_mean") == 0)
			assert_near(row[c], -1131.37085, 1e-3);
		else if (strstr(name, "_kurtosis") != NULL)
			assert_true(row[c] == -3);
		else
			assert_true(row[c] == 0);
	}
	set->extractor_free(extractor);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_used_again),
		cmocka_unit_test(test_all_finite),
		cmocka_unit_test(test_silence),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
