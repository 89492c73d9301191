/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "dsp/half.h"

/* the value of a half by its definition */
static double
value_of(unsigned bits)
{
	unsigned exponent = bits >> 10, fraction = bits & 1023;

	return exponent == 0 ? ldexp(fraction, -24) : ldexp(1024 + fraction, (int)exponent - 25);
}

/* each half stays; what lies between two goes to the nearer one, the middle to the even one */
static void
test_all(void **state)
{
	(void)state;
	for (unsigned bits = 0; bits < 0x7bff; bits++) {
		float low = (float)value_of(bits), high = (float)value_of(bits + 1);
		float middle = (float)((value_of(bits) + value_of(bits + 1)) / 2);

		assert_true(half_round(low) == low);
		assert_true(half_round(nextafterf(low, 1e9f)) == low);
		assert_true(half_round(nextafterf(middle, 0)) == low);
		assert_true(half_round(middle) == (bits % 2 == 0 ? low : high));
		assert_true(half_round(nextafterf(middle, 1e9f)) == high);
		assert_true(half_round(nextafterf(high, 0)) == high);
	}
}

static void
test_ends(void **state)
{
	(void)state;
	assert_true(value_of(0x7bff) == (double)HALF_MAX);
	assert_true(half_round(0) == 0);
	assert_true(half_round(1e-45f) == 0);
	assert_true(half_round(HALF_MAX) == HALF_MAX);
	assert_true(half_round(1e30f) == HALF_MAX);
	assert_true(half_round(INFINITY) == HALF_MAX);
	assert_true(half_round(NAN) == HALF_MAX);
}

RUN_TESTS(cmocka_unit_test(test_all), cmocka_unit_test(test_ends))
