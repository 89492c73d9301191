/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "dsp/kernel.h"
#include "dsp/tuning.h"

#define RATE 22050.0
#define N 1024
#define BINS (N / 2 + 1)

static void
test_no_peak(void **state)
{
	static float power[BINS * LANES];
	struct tuning *t = tuning_new(N, RATE);

	(void)state;
	assert_int_equal(tuning_step(t), 50);
	tuning_add(t, kernel_find(NULL), power, LANES);
	assert_int_equal(tuning_step(t), 50);
	for (int i = 0; i < BINS * LANES; i++)
		power[i] = 1; /* flat */
	tuning_add(t, kernel_find(NULL), power, LANES);
	assert_int_equal(tuning_step(t), 50);
	tuning_free(t);
	tuning_free(NULL);
}

/* a peak with that height and those neighbours in a lane of a spectrum */
static void
put_peak(float *power, size_t lane, size_t bin, double before, double here, double after)
{
	power[(bin - 1) * LANES + lane] = (float)before;
	power[bin * LANES + lane] = (float)here;
	power[(bin + 1) * LANES + lane] = (float)after;
}

/* the step of docs/seed.md 7 for one peak, in double */
static int
expected_step(size_t bin, double before, double here, double after)
{
	double a = (after - before) / 2, s = a / (2 * here - after - before);
	double hz = ((double)bin + s) * RATE / N, e = fmod(12 * log2(hz / 27.5), 1);

	if (e >= 0.5)
		e -= 1;
	return (int)floor((e + 0.5) * 100);
}

static void
test_one_peak(void **state)
{
	struct tuning *t = tuning_new(N, RATE);

	(void)state;
	for (size_t bin = 7; bin < 185; bin++) {
		static float power[BINS * LANES];
		double after = 1 + (double)(bin % 17) / 6;
		int step;

		memset(power, 0, sizeof(power));
		put_peak(power, bin % LANES, bin, 1, 4, after);
		tuning_reset(t);
		tuning_add(t, kernel_find(NULL), power, LANES);
		step = tuning_step(t);
		if (abs(step - expected_step(bin, 1, 4, after)) > 0)
			print_error("bin %zu\n", bin);
		assert_int_equal(step, expected_step(bin, 1, 4, after));
	}
	tuning_free(t);
}

/*
 * what is not counted: out of range, below a tenth, lanes past the last, weights below the median
 */
static void
test_what_does_not_count(void **state)
{
	static float power[BINS * LANES];
	struct tuning *t = tuning_new(N, RATE);
	int at_100 = expected_step(100, 0, 4, 0);

	(void)state;
	put_peak(power, 0, 100, 0, 4, 0);
	put_peak(power, 0, 6, 0, 3.9, 0);   /* 129 Hz */
	put_peak(power, 0, 186, 0, 3.9, 0); /* 4005 Hz */
	put_peak(power, 0, 50, 0, 0.4, 0);  /* not above a tenth of the largest */
	put_peak(power, 5, 60, 0, 9, 0);    /* in a lane without a window */
	tuning_add(t, kernel_find(NULL), power, 5);
	assert_int_equal(tuning_step(t), at_100);
	put_peak(power, 1, 33, 0, 4, 0);
	put_peak(power, 2, 33, 0, 1, 0);
	put_peak(power, 3, 33, 0, 1, 0);
	put_peak(power, 4, 100, 0, 4, 0);
	tuning_reset(t);
	/* weights 4 4 4 1 1: the median 4 leaves two peaks at 100 and one at 33 */
	tuning_add(t, kernel_find(NULL), power, 5);
	assert_int_equal(tuning_step(t), at_100);
	tuning_reset(t);
	assert_int_equal(tuning_step(t), 50);
	tuning_free(t);
}

static void
test_steps(void **state)
{
	(void)state;
	assert_near(tuning_of_step(0), -0.5, 1e-15);
	assert_near(tuning_of_step(50), 0, 1e-15);
	assert_near(tuning_of_step(29), -0.21, 1e-15);
	assert_near(tuning_of_step(99), 0.49, 1e-15);
}

RUN_TESTS(cmocka_unit_test(test_no_peak), cmocka_unit_test(test_one_peak),
    cmocka_unit_test(test_what_does_not_count), cmocka_unit_test(test_steps))
