/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "stats/scoring.h"

static void
test_counts(void **state)
{
	const float a[] = {0.5f, 0.3f, 0.2f}, tie[] = {0.25f, 0.25f, 0.5f}, sure[] = {0, 1, 0};
	struct scoring s = {0};

	(void)state;
	assert_near(scoring_accuracy(&s) + scoring_loss(&s) + scoring_ece(&s) + scoring_top2(&s), 0, 0);
	scoring_add(&s, a, 3, 0);
	scoring_add(&s, a, 3, 1);
	scoring_add(&s, a, 3, 2);
	scoring_add(&s, tie, 3, 1); /* third: of equals the first is before */
	scoring_add(&s, tie, 3, 0); /* second */
	scoring_add(&s, sure, 3, 0);
	scoring_add(&s, a, 3, 3);   /* no such class */
	assert_int_equal(s.n, 7);
	assert_near(scoring_accuracy(&s), 1 / 7.0, 1e-15);
	assert_near(scoring_top2(&s), 4 / 7.0, 1e-15); /* of two classes at 0 the first counts */
	assert_near(scoring_loss(&s), -(log(0.5) + log(0.3) + log(0.2) + 2 * log(0.25) +
	    2 * log(1e-7)) / 7, 1e-6);
}

/* two bins: 0.9 said and 3 of 4 right; 0.55 said and 1 of 2 right */
static void
test_ece(void **state)
{
	struct scoring s = {0};

	(void)state;
	for (int i = 0; i < 4; i++)
		scoring_add_confidence(&s, 0.9, i < 3);
	scoring_add_confidence(&s, 0.55, true);
	scoring_add_confidence(&s, 0.55, false);
	assert_near(scoring_ece(&s), (4 * 0.15 + 2 * 0.05) / 6, 1e-12);
	scoring_add_confidence(&s, 1, true); /* the last bin has its upper end */
	assert_int_equal(s.bins[SCORING_BINS - 1].n, 1);
	assert_near(scoring_ece(&s), (4 * 0.15 + 2 * 0.05) / 7, 1e-12);
}

RUN_TESTS(cmocka_unit_test(test_counts), cmocka_unit_test(test_ece))
