/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <math.h>

#include "io/samples.h"

/* each kind of number at each place */
static void
test_sound(void **state)
{
	static const float bad[] = {INFINITY, -INFINITY, NAN, SAMPLES_MAX, -SAMPLES_MAX, 3e38f};
	static const float good[] = {0, -0.0f, 1, -1, 1e-45f, 0x1.fffffep49f, -0x1.fffffep49f};
	float x[40] = {0};

	(void)state;
	for (size_t n = 0; n <= 40; n++) {
		for (size_t i = 0; i < n; i++)
			x[i] = good[i % 7];
		assert_int_equal(samples_sound(x, n), n);
		for (size_t i = 0; i < n; i++) {
			for (size_t b = 0; b < 6; b++) {
				x[i] = bad[b];
				assert_int_equal(samples_sound(x, n), i);
			}
			x[i] = 0;
		}
	}
}

static void
test_take(void **state)
{
	const unsigned char bytes[8] = {0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x7f};
	float x[2];

	(void)state;
	memcpy(x, bytes, sizeof(x));
	assert_true(samples_take(x, 1));
	assert_true(x[0] == 1);
	memcpy(x, bytes, sizeof(x));
	assert_false(samples_take(x, 2));
}

RUN_TESTS(cmocka_unit_test(test_sound), cmocka_unit_test(test_take))
