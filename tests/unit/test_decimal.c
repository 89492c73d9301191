/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/decimal.h"
#include "base/rng.h"

/* the same bits as strtod's, where it is read at all */
static bool
agrees(const char *s)
{
	double ours = -77, theirs = strtod(s, NULL);

	if (!decimal_parse(s, &ours))
		return false;
	if (memcmp(&ours, &theirs, sizeof(ours)) != 0) {
		print_error("%s: %.17g, not %.17g\n", s, ours, theirs);
		fail();
	}
	return true;
}

static void
test_forms(void **state)
{
	(void)state;
	for (const char *const *s =
		 (const char *const[]){"0", "-0", "+0.000", "7", "-12.5", ".5", "5.", "+1e-3",
		     "1E-2", "12e0", "12e+0", "120.5e1", "0e999", "-0e-9999", "007", "0.1", "1e-19",
		     "9999999999999999999", "0.0000000000000000001", "-9999999999999999999e-19",
		     "00000000000000000000000000001", "18446744073709551e-3", NULL};
	     *s != NULL; s++)
		assert_true(agrees(*s));
}

/* for strtod, or for nobody */
static void
test_others(void **state)
{
	(void)state;
	for (const char *const *s = (const char *const[]){"", "+", "-", ".", "e1", "1e", "1e+",
		 "1e-", "1ee1", "1.2.3", "--1", "+-1", " 1", "1 ", "1,5", "0x1p3", "nan", "inf",
		 "1e2", "1e-20", "12345678901234567890", "1e-99999", "1e18446744073709551616",
		 "0.00000000000000000001", "12345678901234567890123456789012345678901234567890",
		 NULL};
	     *s != NULL; s++) {
		double v = -77;

		assert_false(decimal_parse(*s, &v));
		assert_true(v == -77);
	}
}

/* halfway between two doubles, and beside that */
static void
test_ties(void **state)
{
	struct rng rng;
	char s[64];

	(void)state;
	rng_seed(&rng, 3);
	for (int i = 0; i < 100000; i++) {
		uint64_t m = rng_next(&rng) >> 12 | (uint64_t)1 << 52;

		snprintf(
		    s, sizeof(s), "%llu.%d", (unsigned long long)m, 4 + (int)rng_below(&rng, 3));
		assert_true(agrees(s));
		snprintf(s, sizeof(s), "%llu", (unsigned long long)(m << 1 | 1));
		assert_true(agrees(s));
	}
}

/* as programs write numbers, 9 to 17 digits, and any digits at all */
static void
test_against_strtod(void **state)
{
	enum { TIMES = 300000 };
	long n_read = 0;
	struct rng rng;
	char s[64];

	(void)state;
	rng_seed(&rng, 1);
	for (long i = 0; i < TIMES; i++) {
		double x = ldexp(rng_uniform(&rng) - 0.5, (int)rng_below(&rng, 60) - 30);
		int places = (int)rng_below(&rng, 20);
		uint64_t w = rng_next(&rng) >> rng_below(&rng, 64);

		snprintf(s, sizeof(s), "%.*g", 9 + (int)rng_below(&rng, 9), x);
		n_read += agrees(s);
		snprintf(s, sizeof(s), "%.9g", x);
		n_read += agrees(s);
		snprintf(s, sizeof(s), "%llue-%d", (unsigned long long)w, places);
		n_read += agrees(s);
	}
	assert_true(n_read > 2 * TIMES);
}

RUN_TESTS(cmocka_unit_test(test_forms), cmocka_unit_test(test_others), cmocka_unit_test(test_ties),
    cmocka_unit_test(test_against_strtod))
