/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "train/lbfgs.h"

#define N 12

/* sum of scale_i (x_i - i)^2, from 1 to 1e4 in stiffness */
static double
valley(void *user, const float *x, float *gradient)
{
	double value = 0;

	++*(int *)user;
	for (int i = 0; i < N; i++) {
		double scale = pow(10, 4.0 * i / (N - 1)), d = (double)x[i] - i;

		value += scale * d * d;
		gradient[i] = (float)(2 * scale * d);
	}
	return value;
}

static bool
go_on(void *user, size_t step, double value)
{
	(void)user;
	(void)step;
	return isfinite(value);
}

static bool
stop_at_three(void *user, size_t step, double value)
{
	(void)user;
	(void)value;
	return step < 3;
}

static void
test_finds_the_minimum(void **state)
{
	float x[N] = {0};
	int n_calls = 0;

	(void)state;
	assert_near(lbfgs_minimise(N, x, valley, go_on, &n_calls, 500, 1e-5), 0, 1e-6);
	for (int i = 0; i < N; i++)
		assert_near((double)x[i], i, 1e-4);
	assert_in_range(n_calls, 3, 300);
}

static void
test_stops(void **state)
{
	float x[N] = {0};
	int n_calls = 0;
	double before = valley(&n_calls, x, (float[N]){0}), after;

	(void)state;
	after = lbfgs_minimise(N, x, valley, stop_at_three, &n_calls, 500, 1e-5);
	assert_true(after < before && after > 1e-3);
	assert_true(lbfgs_minimise(N, x, valley, go_on, &n_calls, 0, 1e-5) <= after);
}

static double
nowhere(void *user, const float *x, float *gradient)
{
	(void)user;
	gradient[0] = x[0];
	return NAN;
}

static void
test_not_finite(void **state)
{
	float x[] = {1};

	(void)state;
	assert_true(isnan(lbfgs_minimise(1, x, nowhere, go_on, NULL, 10, 1e-5)));
	assert_true(x[0] == 1);
}

RUN_TESTS(cmocka_unit_test(test_finds_the_minimum), cmocka_unit_test(test_stops),
    cmocka_unit_test(test_not_finite))
