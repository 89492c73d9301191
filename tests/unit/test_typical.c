/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "stats/typical.h"

/* two classes about (0, 0) and (4, 0), all about (2, 0); W = diag(1, 4), A = diag(0.25, 4) */
static const float means[] = {0, 0, 4, 0, 2, 0};
static const float within[] = {1, 0, 0, 4}, overall[] = {0.25F, 0, 0, 4};
static const float distances[] = {-1, 0, 2, 2, 5};
static const struct typical plain = {.n_features = 2,
    .n_classes = 2,
    .n_distances = 5,
    .means = means,
    .within = within,
    .overall = overall,
    .distances = distances};

static void
test_distance(void **state)
{
	(void)state;
	assert_near(typical_distance(&plain, (const double[]){0, 0}), 0 - 0.5 * 0.25 * 4, 1e-12);
	assert_near(typical_distance(&plain, (const double[]){2, 0}), 4, 1e-12);
	assert_near(
	    typical_distance(&plain, (const double[]){5, 1}), 1 + 4 - 0.5 * (2.25 + 4), 1e-12);
	/* far from everything in a direction that tells no classes apart: farther out, not less */
	assert_true(typical_distance(&plain, (const double[]){0, 9}) > 100);
}

static void
test_share(void **state)
{
	(void)state;
	assert_near(typical_share(&plain, -2), 1, 0);
	assert_near(typical_share(&plain, -1), 0.8, 1e-12); /* as far is not farther */
	assert_near(typical_share(&plain, 1), 0.6, 1e-12);
	assert_near(typical_share(&plain, 2), 0.2, 1e-12);
	assert_near(typical_share(&plain, 4.9), 0.2, 1e-12);
	assert_near(typical_share(&plain, 5), 0, 0);
	typical_free(NULL);
}

RUN_TESTS(cmocka_unit_test(test_distance), cmocka_unit_test(test_share))
