/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/onset.h"

/* docs/extended.md 5 word for word */
static size_t
naive(const float *o, int n)
{
	double e[500], least = 1e9, most = 0;
	size_t count = 0;

	for (int i = 0; i < n; i++)
		least = fmin(least, (double)o[i]);
	for (int i = 0; i < n; i++) {
		e[i] = (double)o[i] - least;
		most = fmax(most, e[i]);
	}
	for (int i = 0; i < n; i++)
		e[i] /= most + 1.1754944e-38;
	for (int i = 0; i < n; i++) {
		int first = i - 4 > 0 ? i - 4 : 0, last = i + 4 < n - 1 ? i + 4 : n - 1;
		double mean = 0;

		for (int k = first; k <= last; k++)
			mean += e[k] / (last - first + 1);
		if ((i == 0 || e[i] >= e[i - 1]) && e[i] >= mean + 0.07) {
			count++;
			i++;
		}
	}
	return count;
}

static void
test_against_the_definition(void **state)
{
	float o[500];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 3);
	for (int n = 1; n <= 500; n++) {
		for (int i = 0; i < n; i++)
			o[i] = (float)pow(rng_uniform(&rng), n % 7) * 5;
		assert_int_equal(onset_count(o, (size_t)n), naive(o, n));
	}
}

static void
test_known(void **state)
{
	const float flat[20] = {0}, plateau[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0};
	float beats[100] = {0};

	(void)state;
	assert_int_equal(onset_count(flat, 20), 0);
	assert_int_equal(onset_count((const float[]){3}, 1), 0);
	assert_int_equal(onset_count((const float[]){3, 3, 3}, 3), 0);
	assert_int_equal(onset_count(plateau, 15), 2); /* the next but one is an onset again */
	for (int i = 3; i < 100; i += 10)
		beats[i] = 2;
	assert_int_equal(onset_count(beats, 100), 10);
}

RUN_TESTS(cmocka_unit_test(test_against_the_definition), cmocka_unit_test(test_known))
