/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"

/* published with the generators, and once more computed in Python's whole numbers */
static void
test_seeds_are_splitmix64(void **state)
{
	const uint64_t expected[] = {
	    6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u};
	struct rng r;

	(void)state;
	rng_seed(&r, 1234567);
	for (int i = 0; i < 4; i++)
		assert_true(r.s[i] == expected[i]);
}

static void
test_numbers_are_xoshiro(void **state)
{
	const uint64_t expected[] = {11520, 0, 1509978240, 1215971899390074240u,
	    1216172134540287360u, 607988272756665600u, 16172922978634559625u, 8476171486693032832u,
	    10595114339597558777u, 2904607092377533576u};
	struct rng r = {{1, 2, 3, 4}};

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_true(rng_next(&r) == expected[i]);
}

static void
test_both_together(void **state)
{
	const uint64_t of_0[] = {0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0};
	const uint64_t of_42[] = {0x15780b2e0c2ec716, 0x6104d9866d113a7e, 0xae17533239e499a1};
	struct rng r;

	(void)state;
	rng_seed(&r, 0);
	for (int i = 0; i < 3; i++)
		assert_true(rng_next(&r) == of_0[i]);
	rng_seed(&r, 42);
	for (int i = 0; i < 3; i++)
		assert_true(rng_next(&r) == of_42[i]);
}

static void
test_uniform(void **state)
{
	struct rng r;
	double sum = 0, squares = 0;
	int n = 100000;

	(void)state;
	rng_seed(&r, 42);
	assert_true(rng_uniform(&r) == (double)(0x15780b2e0c2ec716 >> 11) / 9007199254740992.0);
	for (int i = 0; i < n; i++) {
		double x = rng_uniform(&r);

		assert_true(x >= 0 && x < 1);
		sum += x;
		squares += x * x;
	}
	assert_near(sum / n, 0.5, 0.005);
	assert_near(squares / n, 1 / 3.0, 0.005);
}

static void
test_below(void **state)
{
	long count[7] = {0};
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int i = 0; i < 70000; i++) {
		uint64_t x = rng_below(&r, 7);

		assert_true(x < 7);
		count[x]++;
	}
	for (int i = 0; i < 7; i++)
		assert_near((double)count[i], 10000, 500);
	for (int i = 0; i < 100; i++)
		assert_true(rng_below(&r, 1) == 0);
	/* just above half the range: without rejection the low half would come twice as often */
	count[0] = 0;
	for (int i = 0; i < 20000; i++)
		count[0] += rng_below(&r, 0xc000000000000000u) < 0x4000000000000000u;
	assert_near((double)count[0], 20000 / 3.0, 300);
}

static void
test_permutation(void **state)
{
	size_t order[1000], again[1000];
	char seen[1000] = {0};
	long first_of_three[6] = {0};
	struct rng r;

	(void)state;
	rng_seed(&r, 5);
	rng_permutation(&r, 1000, order);
	for (int i = 0; i < 1000; i++) {
		assert_true(order[i] < 1000 && !seen[order[i]]);
		seen[order[i]] = 1;
	}
	rng_seed(&r, 5);
	rng_permutation(&r, 1000, again);
	assert_memory_equal(order, again, sizeof(order));
	for (int i = 0; i < 60000; i++) {
		rng_permutation(&r, 3, order);
		first_of_three[order[0] * 2 + (order[1] > order[2])]++;
	}
	for (int i = 0; i < 6; i++)
		assert_near((double)first_of_three[i], 10000, 500);
	rng_permutation(&r, 0, order);
	rng_permutation(&r, 1, order);
	assert_true(order[0] == 0);
}

RUN_TESTS(cmocka_unit_test(test_seeds_are_splitmix64), cmocka_unit_test(test_numbers_are_xoshiro),
    cmocka_unit_test(test_both_together), cmocka_unit_test(test_uniform),
    cmocka_unit_test(test_below), cmocka_unit_test(test_permutation))
