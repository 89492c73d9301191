/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "stats/moments.h"

static void
check(struct moments m, double mean, double std, double skew, double kurtosis)
{
	assert_near(m.mean, mean, 1e-12 * (1 + fabs(mean)));
	assert_near(m.std, std, 1e-12 * (1 + std));
	assert_near(m.skew, skew, 1e-12);
	assert_near(m.kurtosis, kurtosis, 1e-12);
}

static void
test_by_hand(void **state)
{
	const float pair[] = {1, 3}, line[] = {1, 2, 3, 4, 5}, lone[] = {0, 0, 0, 4};

	(void)state;
	check(moments_of(pair, 2), 2, 1, 0, -2);
	check(moments_of(line, 5), 3, sqrt(2), 0, 6.8 / 4 - 3);
	/* m2 = 3, m3 = 6, m4 = 21 */
	check(moments_of(lone, 4), 1, sqrt(3), 6 / (3 * sqrt(3)), 21 / 9.0 - 3);
}

static void
test_constant(void **state)
{
	float x[1290];

	(void)state;
	check(moments_of((const float[]){7}, 1), 7, 0, 0, -3);
	for (int v = 0; v < 50; v++) {
		for (int i = 0; i < 1290; i++)
			x[i] = -1131.37085f / (float)(v * v);
		if (v == 0)
			memset(x, 0, sizeof(x));
		check(moments_of(x, 1290), (double)x[0], 0, 0, -3);
	}
	/* the last digit of a float is noise, a thousandth is not */
	for (int i = 0; i < 1290; i++)
		x[i] = i % 2 ? 1000 : 1000.00006f;
	assert_true(moments_of(x, 1290).kurtosis == -3 && moments_of(x, 1290).std == 0);
	for (int i = 0; i < 1290; i++)
		x[i] = i % 2 ? 1000 : 1000.01f;
	assert_near(moments_of(x, 1290).kurtosis, -2, 1e-9);
}

/* one pass after the other in long double */
static void
test_against_the_definition(void **state)
{
	static float x[10007];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 2);
	for (size_t n = 2; n <= 10007; n = n * 3 + 1) {
		long double mean = 0, m2 = 0, m3 = 0, m4 = 0;
		struct moments m;

		for (size_t i = 0; i < n; i++) {
			x[i] = (float)(-log(1 - rng_uniform(&rng)) + 100);
			mean += (long double)x[i] / n;
		}
		for (size_t i = 0; i < n; i++) {
			long double d = (long double)x[i] - mean;

			m2 += d * d / n;
			m3 += d * d * d / n;
			m4 += d * d * d * d / n;
		}
		m = moments_of(x, n);
		assert_near(m.mean, (double)mean, 1e-10);
		assert_near(m.std, sqrt((double)m2), 1e-10);
		assert_near(m.skew, (double)(m3 / (m2 * sqrtl(m2))), 1e-9);
		assert_near(m.kurtosis, (double)(m4 / (m2 * m2)) - 3, 1e-9);
	}
}

RUN_TESTS(cmocka_unit_test(test_by_hand), cmocka_unit_test(test_constant),
    cmocka_unit_test(test_against_the_definition))
