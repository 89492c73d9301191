/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "train/adam.h"

#define N 37
#define STEPS 200

/* the paper's algorithm 1 in double, in the form of its section 2 that Keras takes */
static void
naive_step(double *m, double *v, double *params, const float *gradient, int t, double rate)
{
	for (int i = 0; i < N; i++) {
		double g = (double)gradient[i];

		m[i] = 0.9 * m[i] + 0.1 * g;
		v[i] = 0.999 * v[i] + 0.001 * g * g;
		params[i] -=
		    rate * sqrt(1 - pow(0.999, t)) / (1 - pow(0.9, t)) * m[i] / (sqrt(v[i]) + 1e-7);
	}
}

static void
test_against_naive(void **state)
{
	double m[N] = {0}, v[N] = {0}, expected[N];
	float params[N], gradient[N];
	struct adam *a = adam_new(N, 1e-2);
	struct rng rng;

	(void)state;
	rng_seed(&rng, 7);
	for (int i = 0; i < N; i++) {
		params[i] = (float)(rng_uniform(&rng) - 0.5);
		expected[i] = (double)params[i];
	}
	for (int t = 1; t <= STEPS; t++) {
		for (int i = 0; i < N; i++) /* of sizes from 1 to 1e-6 */
			gradient[i] = (float)((rng_uniform(&rng) - 0.4) * pow(10, -(i % 7)));
		adam_step(a, gradient, params);
		naive_step(m, v, expected, gradient, t, 1e-2);
		for (int i = 0; i < N; i++)
			assert_near((double)params[i], expected[i], 2e-6 * t + 2e-6);
	}
	adam_free(a);
}

/* The first step is the rate, whatever the size of the gradient, but for epsilon; the second: */
static void
test_by_hand(void **state)
{
	float params[] = {1, 1, 1, 1}, gradient[] = {3, -1e-3f, 0, 1e-6f};
	const float second[] = {-1, -1e-3f, 0, 0};
	struct adam *a = adam_new(4, 0.1);

	(void)state;
	adam_step(a, gradient, params);
	assert_near((double)params[0], 0.9, 1e-6);
	assert_near((double)params[1], 1.1, 1e-3); /* epsilon is 1/316 of the root 3.2e-5 */
	assert_true(params[1] < 1.1f);
	assert_near((double)params[2], 1, 0);
	/* root 1e-6 sqrt(0.001) = 3.16e-8, less than epsilon: 0.1 * 3.16e-8 / (3.16e-8 + 1e-7) */
	assert_near((double)params[3], 1 - 0.1 * 3.1623e-8 / 1.31623e-7, 1e-5);
	/* m = 0.9 * 0.3 - 0.1 = 0.17, v = 0.999 * 0.009 + 0.001 = 0.009991 */
	adam_step(a, second, params);
	assert_near((double)params[0],
	    0.9 - 0.1 * sqrt(1 - 0.999 * 0.999) / (1 - 0.9 * 0.9) * 0.17 / sqrt(0.009991), 1e-6);
	/* a gradient that goes on as it was keeps the size of the step */
	assert_near((double)params[1], 1.2, 2e-3);
	assert_near((double)params[2], 1, 0);
	assert_true(params[3] < 0.98f);
	adam_free(a);
	adam_free(NULL);
}

/* it finds the bottom of a lopsided bowl */
static void
test_descends(void **state)
{
	float params[] = {5, -3}, gradient[2];
	struct adam *a = adam_new(2, 0.05);

	(void)state;
	for (int t = 0; t < 2000; t++) {
		gradient[0] = 2 * (params[0] - 1);
		gradient[1] = 200 * (params[1] - 2);
		adam_step(a, gradient, params);
	}
	assert_near((double)params[0], 1, 1e-3);
	assert_near((double)params[1], 2, 1e-3);
	adam_free(a);
}

RUN_TESTS(cmocka_unit_test(test_against_naive), cmocka_unit_test(test_by_hand),
    cmocka_unit_test(test_descends))
