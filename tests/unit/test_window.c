/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "dsp/window.h"

static void
test_hann(void **state)
{
	float w[1024];
	double sum = 0;

	(void)state;
	window_hann(1024, w);
	/* an independent program's, in double */
	assert_true(w[0] == 0);
	assert_near((double)w[1], 9.412358699445456e-06, 1e-12);
	assert_near((double)w[256], 0.5, 1e-8);
	assert_true(w[512] == 1);
	assert_near((double)w[1023], 9.412358699445456e-06, 1e-12);
	for (int i = 0; i < 1024; i++) {
		sum += (double)w[i];
		assert_near((double)w[i], pow(sin(3.14159265358979323846 * i / 1024), 2), 1e-7);
	}
	assert_near(sum, 512, 1e-5); /* periodic: copies half a window apart add up to 1 */
	window_hann(1, w);
	assert_true(w[0] == 0);
	window_hann(5, w);
	assert_true(w[1] == w[4] && w[2] == w[3] && w[2] > w[1]);
}

RUN_TESTS(cmocka_unit_test(test_hann))
