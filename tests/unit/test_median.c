/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/median.h"

static int
compare(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* against sorting, with many equal values and few */
static void
test_against_sort(void **state)
{
	struct rng rng;

	(void)state;
	rng_seed(&rng, 1);
	for (int trial = 0; trial < 20000; trial++) {
		size_t n = 1 + (size_t)rng_below(&rng, 40), kinds = 1 + (size_t)rng_below(&rng, 50);
		float x[40], sorted[40];

		for (size_t i = 0; i < n; i++)
			x[i] = sorted[i] = (float)rng_below(&rng, kinds);
		qsort(sorted, n, sizeof(*sorted), compare);
		assert_true(median(x, n) ==
		    (n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2));
		qsort(x, n, sizeof(*x), compare);
		assert_memory_equal(x, sorted, n * sizeof(*x));
	}
}

RUN_TESTS(cmocka_unit_test(test_against_sort))
