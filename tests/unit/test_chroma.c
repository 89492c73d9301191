/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <float.h>

#include "dsp/chroma.h"
#include "dsp/kernel.h"

#define BINS 513

static void
check_column(const float *filter, int bin, const double *expected, int n)
{
	for (int c = 0; c < n; c++)
		assert_near(
		    (double)filter[bin * CHROMA_BINS + c], expected[c], 1e-6 * expected[c] + 1e-12);
}

/* columns of the filters of librosa 0.7.0 */
static void
test_golden_columns(void **state)
{
	static float filter[CHROMA_BINS * BINS];

	(void)state;
	chroma_filter(-0.21, 1024, 22050, filter);
	check_column(filter, 0,
	    (const double[]){0.0008949433686211705, 0.0008782580262050033, 0.0008513085776939988,
		0.0008150612702593207},
	    4);
	check_column(filter, 1,
	    (const double[]){0.0067540062591433525, 0.0076481010764837265, 0.008423295803368092,
		0.009022912010550499},
	    4);
	check_column(filter, 100,
	    (const double[]){0.3286239504814148, 0.7367987036705017, 0.03025662712752819,
		2.2756961698178202e-05},
	    4);
	check_column(filter, 512,
	    (const double[]){5.759917124391703e-23, 3.4299502291396198e-15, 3.740946663555178e-09,
		7.473038567695767e-05},
	    4);
	chroma_filter(0, 1024, 22050, filter);
	check_column(filter, 1,
	    (const double[]){0.006780834868550301, 0.00763382064178586, 0.00835866667330265,
		0.008901604451239109},
	    4);
	check_column(filter, 100,
	    (const double[]){
		0.5833085179328918, 0.5645996332168579, 0.010009326972067356, 3.25005930790212e-06},
	    4);
}

/* the frequency of each note falls into its own class */
static void
test_notes(void **state)
{
	static float filter[CHROMA_BINS * BINS];

	(void)state;
	chroma_filter(0, 1024, 22050, filter);
	for (int note = 36; note < 72; note++) { /* C7 and up, where bins are narrow */
		double hz = 261.6255653 * pow(2, (note - 12) / 12.0);
		int bin = (int)(hz * 1024 / 22050 + 0.5), best = 0;

		if (bin >= BINS || fabs(bin * 22050 / 1024.0 - hz) > hz * 0.015)
			continue;
		for (int c = 1; c < CHROMA_BINS; c++) {
			if (filter[bin * CHROMA_BINS + c] > filter[bin * CHROMA_BINS + best])
				best = c;
		}
		assert_int_equal(best, note % 12);
	}
}

static void
test_normalise(void **state)
{
	float x[CHROMA_BINS * LANES] = {0};

	(void)state;
	for (int c = 0; c < CHROMA_BINS; c++) {
		x[c * LANES] = (float)c;
		x[c * LANES + 1] = 1e-39f;
		x[c * LANES + 2] = 1e30f;
	}
	chroma_normalise(x);
	assert_true(x[11 * LANES] == 1 && x[5 * LANES] == 5 / 11.0f);
	assert_true(x[3 * LANES + 1] == 1e-39f); /* too quiet to tell */
	assert_true(x[7 * LANES + 2] == 1);
	assert_true(x[4 * LANES + 7] == 0);
}

RUN_TESTS(cmocka_unit_test(test_golden_columns), cmocka_unit_test(test_notes),
    cmocka_unit_test(test_normalise))
