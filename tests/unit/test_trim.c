/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/trim.h"

#define LEN_MAX 20000

/* docs/extended.md 2 word for word */
static struct trim_range
naive(const float *x, size_t n)
{
	double db[LEN_MAX / 512 + 1], most = -1000;
	size_t n_windows = n / 512 + 1, a = n_windows, b = 0, end;

	for (size_t t = 0; t < n_windows; t++) {
		double e = 0;

		for (long i = (long)t * 512 - 1024; i < (long)t * 512 + 1024; i++)
			e += i < 0 || i >= (long)n ? 0 : (double)x[i] * (double)x[i] / 2048;
		db[t] = 10 * log10(fmax(e, 1e-10));
		most = fmax(most, db[t]);
	}
	for (size_t t = 0; t < n_windows; t++) {
		if (db[t] - most > -30) {
			a = t < a ? t : a;
			b = t;
		}
	}
	end = 512 * (b + 1) < n ? 512 * (b + 1) : n;
	return a * 512 < end ? (struct trim_range){a * 512, end} : (struct trim_range){0, n};
}

static void
check(const float *x, size_t n)
{
	struct trim_range got = trim_quiet_ends(kernel_find(NULL), x, n, 30),
			  expected = naive(x, n);

	assert_int_equal(got.first, expected.first);
	assert_int_equal(got.end, expected.end);
}

/* noise between two samples, faint noise elsewhere */
static void
test_against_the_definition(void **state)
{
	static float x[LEN_MAX];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 1);
	for (size_t n = 1; n <= LEN_MAX; n = n < 1100 ? n + 73 : n + 977) {
		for (size_t first = 0; first < n; first += first < 600 ? 99 : 1733) {
			size_t end = first + (n - first) / 3 + 1;

			for (size_t i = 0; i < n; i++)
				x[i] = (float)(rng_uniform(&rng) - 0.5) *
				    (i >= first && i < end ? 1 : 1e-3f);
			check(x, n);
		}
	}
}

static void
test_special(void **state)
{
	static float x[4096];

	(void)state;
	for (size_t n = 1; n <= 4096; n = n * 2 + 1)
		check(x, n); /* silence stays whole */
	check(x, 4096);
	assert_int_equal(trim_quiet_ends(kernel_find(NULL), x, 4096, 30).end, 4096);
	for (size_t i = 0; i < 4096; i++)
		x[i] = i == 4095 ? 1 : 0;
	check(x, 4096);
	x[4095] = 1e-5f; /* less than the least power that counts */
	check(x, 4096);
}

RUN_TESTS(cmocka_unit_test(test_against_the_definition), cmocka_unit_test(test_special))
