/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/kernel.h"
#include "dsp/time_domain.h"

static const char *const names[] = {"plain", "baseline", "avx2", "avx512"};

#define N_NAMES (sizeof(names) / sizeof(names[0]))

static void
test_sum_of_squares(void **state)
{
	float x[1030];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 1);
	for (size_t k = 0; k < N_NAMES; k++) {
		const struct kernel *kernel = kernel_find(names[k]);

		for (size_t n = 0; kernel != NULL && n <= 1030; n += n < 80 ? 1 : 95) {
			double sum = 0;

			for (size_t i = 0; i < n; i++) {
				x[i] = (float)(rng_uniform(&rng) * 4 - 2);
				sum += (double)x[i] * (double)x[i];
			}
			assert_near(kernel->sum_of_squares(x, n), sum, 1e-6 * sum);
			for (size_t i = 0; i < n; i++)
				x[i] = 0.25f;
			assert_true(kernel->sum_of_squares(x, n) == (double)n / 16);
		}
	}
}

/* also where vectors end, and at every place in them */
static void
check_crossings(size_t expected, size_t n, const float *x)
{
	float padded[64];

	for (size_t k = 0; k < N_NAMES; k++) {
		const struct kernel *kernel = kernel_find(names[k]);

		for (size_t at = 0; kernel != NULL && at + n <= 64; at++) {
			if (n > 0 && at > 0) {
				for (size_t i = 0; i < 64; i++)
					padded[i] = i < at ? x[0]
					    : i < at + n   ? x[i - at]
							   : x[n - 1];
				assert_int_equal(kernel->zero_crossings(padded, 64), expected);
			} else {
				assert_int_equal(kernel->zero_crossings(x, n), expected);
			}
		}
	}
}

static void
test_crossings(void **state)
{
	(void)state;
	check_crossings(0, 0, NULL);
	check_crossings(0, 1, (const float[]){-1});
	check_crossings(3, 4, (const float[]){1, -1, 1, -1});
	check_crossings(0, 4, (const float[]){1, 0, 0, 2});
	check_crossings(2, 4, (const float[]){0, -1, -1, 0});
	check_crossings(0, 2, (const float[]){0, -0.0f});
	check_crossings(0, 3, (const float[]){1, -1e-10f, 1}); /* within 1e-10 of zero */
	check_crossings(2, 3, (const float[]){1, -1.001e-10f, 1});
	check_crossings(1, 2, (const float[]){-1.001e-10f, 1e-30f});
}

static void
test_mean(void **state)
{
	static float x[70001];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 2);
	for (size_t n = 1; n <= 70001; n = n * 3 + 1) {
		double sum = 0;
		float first = 0;

		for (size_t i = 0; i < n; i++) {
			x[i] = (float)(rng_uniform(&rng) + 5);
			sum += (double)x[i] / (double)n;
		}
		first = x[0];
		subtract_mean(x, n);
		assert_near((double)x[0], (double)first - sum, 1e-6);
		for (size_t i = 0; i < n; i++)
			x[i] = 0.1f;
		subtract_mean(x, n);
		for (size_t i = 0; i < n; i++)
			assert_true(x[i] == 0); /* a constant: not even rounding is left */
	}
}

RUN_TESTS(cmocka_unit_test(test_sum_of_squares), cmocka_unit_test(test_crossings),
    cmocka_unit_test(test_mean))
