/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "stats/metrics.h"

static void
test_counts(void **state)
{
	const float a[] = {0.5f, 0.3f, 0.2f}, tie[] = {0.25f, 0.25f, 0.5f}, sure[] = {0, 1, 0};
	struct metrics s = {0};

	(void)state;
	assert_near(
	    metrics_accuracy(&s) + metrics_loss(&s) + metrics_ece(&s) + metrics_top2(&s), 0, 0);
	metrics_add(&s, a, 3, 0);
	metrics_add(&s, a, 3, 1);
	metrics_add(&s, a, 3, 2);
	metrics_add(&s, tie, 3, 1); /* third: of equals the first is before */
	metrics_add(&s, tie, 3, 0); /* second */
	metrics_add(&s, sure, 3, 0);
	metrics_add(&s, a, 3, 3); /* no such class */
	assert_int_equal(s.n, 7);
	assert_near(metrics_accuracy(&s), 1 / 7.0, 1e-15);
	assert_near(metrics_top2(&s), 4 / 7.0, 1e-15); /* of two classes at 0 the first counts */
	assert_near(metrics_loss(&s),
	    -(log(0.5) + log(0.3) + log(0.2) + 2 * log(0.25) + 2 * log(1e-7)) / 7, 1e-6);
}

/* two bins: 0.9 said and 3 of 4 right; 0.55 said and 1 of 2 right */
static void
test_ece(void **state)
{
	struct metrics s = {0};

	(void)state;
	for (int i = 0; i < 4; i++)
		metrics_add_confidence(&s, 0.9, i < 3);
	metrics_add_confidence(&s, 0.55, true);
	metrics_add_confidence(&s, 0.55, false);
	assert_near(metrics_ece(&s), (4 * 0.15 + 2 * 0.05) / 6, 1e-12);
	metrics_add_confidence(&s, 1, true); /* the last bin has its upper end */
	assert_int_equal(s.bins[METRICS_BINS - 1].n, 1);
	assert_near(metrics_ece(&s), (4 * 0.15 + 2 * 0.05) / 7, 1e-12);
}

/* of answers whose confidence is true the error is, on average, what it is by chance */
static void
test_ece_by_chance(void **state)
{
	const int n_trials = 400, n = 300;
	double ece = 0, by_chance = 0;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 8);
	for (int t = 0; t < n_trials; t++) {
		struct metrics s = {0};

		for (int i = 0; i < n; i++) {
			double p = 0.2 + 0.8 * rng_uniform(&rng);

			metrics_add_confidence(&s, p, rng_uniform(&rng) < p);
		}
		ece += metrics_ece(&s) / n_trials;
		by_chance += metrics_ece_by_chance(&s) / n_trials;
	}
	assert_true(ece > 0.03);
	assert_near(ece, by_chance, 0.04 * ece); /* bins of few are not normal */
}

static void
test_log_loss(void **state)
{
	(void)state;
	assert_near(metrics_log_loss(0), -log(1e-7), 1e-12);
	assert_near(metrics_log_loss(1), -log(1 - 1e-7), 1e-12);
	assert_near(metrics_log_loss(0.5), log(2), 1e-12);
	assert_true(isnan(metrics_log_loss(NAN)));
}

/* what is no number is counted, as wrong, and leaves no finite mean */
static void
test_no_number(void **state)
{
	const float p[] = {NAN, NAN};
	struct metrics m = {0};

	(void)state;
	metrics_add(&m, p, 2, 1);
	assert_int_equal(m.n, 1);
	assert_true(isnan(metrics_loss(&m)));
}

static void
test_names(void **state)
{
	static const char *const names[METRICS_NUMBERS] = {
	    "loss", "accuracy", "top2_accuracy", "ece", "ece_by_chance"};
	const float p[] = {0.75f, 0.25f};
	struct metrics m = {0};
	const double numbers[] = {-log(0.25), 0, 1, 0.75, sqrt(2 / acos(-1) * 0.75 * 0.25)};

	(void)state;
	metrics_add(&m, p, 2, 1);
	for (size_t i = 0; i < METRICS_NUMBERS; i++) {
		assert_string_equal(metrics_number_name(i), names[i]);
		assert_near(metrics_number(&m, i), numbers[i], 1e-12);
	}
}

RUN_TESTS(cmocka_unit_test(test_log_loss), cmocka_unit_test(test_no_number),
    cmocka_unit_test(test_names), cmocka_unit_test(test_counts), cmocka_unit_test(test_ece),
    cmocka_unit_test(test_ece_by_chance))
