/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "features/set.h"

#define COLUMNS 77

static void
test_columns(void **state)
{
	const struct feature_set *set = feature_set_find("seed");

	(void)state;
	assert_int_equal(set->n_columns, COLUMNS);
	assert_string_equal(set->columns[0].name, "centroid_kurtosis");
	assert_string_equal(set->columns[76].name, "zcr_std");
}

/* docs/seed.md 10 */
static void
test_silence(void **state)
{
	static const float silence[5000];
	const struct feature_set *set = feature_set_find("seed");
	void *extractor = set->extractor_new(kernel_find(NULL), NULL);
	double row[COLUMNS];

	(void)state;
	set->push(extractor, silence, 5000);
	set->finish(extractor, row);
	for (int c = 0; c < COLUMNS; c++) {
		const char *name = set->columns[c].name;

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

RUN_TESTS(cmocka_unit_test(test_columns), cmocka_unit_test(test_silence))
