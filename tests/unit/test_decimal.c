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
		     "1e-27", "-9999999999999999999e-27", "0.0000123456789012345678",
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
		 "1e2", "1e-28", "12345678901234567890", "1e-99999", "1e18446744073709551616",
		 "0.0000000000000000000000000001",
		 "12345678901234567890123456789012345678901234567890", NULL};
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
		int places = (int)rng_below(&rng, 28);
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

/* the same bytes as printf's, where it is printed at all */
static bool
prints_alike(double x, int n_digits)
{
	char ours[DECIMAL_TEXT_LEN] = "untouched", theirs[64];
	size_t len = decimal_print(x, n_digits, ours);

	snprintf(theirs, sizeof(theirs), "%.*g", n_digits, x);
	if (len == 0 ? strcmp(ours, "untouched") != 0
		     : strcmp(ours, theirs) != 0 || len != strlen(theirs)) {
		print_error("%a, %d digits: %s, not %s\n", x, n_digits, ours, theirs);
		fail();
	}
	return len > 0;
}

/* a number and what is next to it, both signs, in 1 to 17 digits; returns in how many */
static long
print_around(double x)
{
	long n_printed = 0;

	for (int n = 1; n <= DECIMAL_PRINT_MAX; n++) {
		n_printed += prints_alike(x, n) && prints_alike(-x, n) &&
		    prints_alike(nextafter(x, 0), n) && prints_alike(nextafter(x, 1e308), n);
	}
	return n_printed;
}

static void
test_print_edges(void **state)
{
	(void)state;
	for (const double *x = (const double[]){0, 1, 0.5, 1.5, 2.5, 0.1, 10, 9.5, 99.5, 0.0001,
		 0.00012345, 0.00009999, 999999999, 999999999.5, 9999999995, 0.99999999949999,
		 123456789012345678.0, 4503599627370497.5, 9007199254740993.0, -1};
	     *x >= 0; x++)
		print_around(*x);
	assert_true(prints_alike(0, 9) && prints_alike(-0.0, 17) && prints_alike(1e16, 17));
	assert_true(prints_alike(2e-16, 17) && prints_alike(2e-24, 9));
	/* for printf */
	assert_false(prints_alike(1e18, 17));
	assert_false(prints_alike(1e-17, 17));
	assert_false(prints_alike(0x1p-1074, 9));
	assert_false(prints_alike(1.7976931348623157e308, 17));
	assert_false(prints_alike(HUGE_VAL, 9));
	assert_false(prints_alike((double)NAN, 9));
}

static void
test_print_powers(void **state)
{
	long n_printed = 0;

	(void)state;
	for (int e = -1074; e < 1024; e++)
		n_printed += print_around(ldexp(1, e));
	for (int e = -320; e <= 308; e++)
		n_printed += print_around(pow(10, e)) + print_around(5 * pow(10, e));
	assert_true(n_printed > 2000);
}

/* numbers that end in a half of their last digit: m / 2^e has e places, the last of them a 5 */
static void
test_print_ties(void **state)
{
	struct rng rng;

	(void)state;
	rng_seed(&rng, 5);
	for (int i = 0; i < 100000; i++) {
		int e = 1 + (int)rng_below(&rng, 12);
		double m = (double)(rng_below(&rng, 1 << 20) * 2 + 1);

		for (int n = 1; n <= DECIMAL_PRINT_MAX; n++)
			assert_true(prints_alike(ldexp(m, -e), n) || ldexp(m, -e) > pow(10, n) / 2);
	}
}

static void
test_print_against_printf(void **state)
{
	enum { TIMES = 1000000 };
	long n_printed = 0;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 7);
	for (long i = 0; i < TIMES; i++) {
		uint64_t bits = rng_next(&rng);
		double any, x = ldexp(rng_uniform(&rng) - 0.5, (int)rng_below(&rng, 60) - 30);

		memcpy(&any, &bits, sizeof(any));
		prints_alike(any, 17);
		n_printed += prints_alike(x, 1 + (int)rng_below(&rng, DECIMAL_PRINT_MAX));
		n_printed += prints_alike((double)(float)x, 9);
	}
	assert_true(n_printed > 2 * TIMES * 9 / 10);
}

RUN_TESTS(cmocka_unit_test(test_forms), cmocka_unit_test(test_others), cmocka_unit_test(test_ties),
    cmocka_unit_test(test_against_strtod), cmocka_unit_test(test_print_edges),
    cmocka_unit_test(test_print_powers), cmocka_unit_test(test_print_ties),
    cmocka_unit_test(test_print_against_printf))
