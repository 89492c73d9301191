/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "dsp/twiddles.h"

/* against cosine and sine, all the way round and on */
static void
test_twiddles(void **state)
{
	(void)state;
	for (size_t n = 4; n <= 2048; n = n < 64 ? n + 4 : 2 * n) {
		struct twiddles *r = twiddles_new(n);

		for (size_t k = 0; k <= 3 * n; k++) {
			double turn = 2 * M_PI * (double)k / (double)n;
			float root[3] = {0, 0, 7};

			assert_near(twiddles_cos(r, k), cos(turn), 1e-14);
			assert_ptr_equal(twiddles_put(r, k, root), root + 2);
			assert_near((double)root[0], cos(turn), 6e-8);
			assert_near((double)root[1], -sin(turn), 6e-8);
			assert_true(root[2] == 7);
		}
		twiddles_free(r);
	}
	twiddles_free(NULL);
}

/* quarters and eighths are exact: what should cancel does */
static void
test_exact(void **state)
{
	struct twiddles *r = twiddles_new(64);

	(void)state;
	assert_true(
	    twiddles_cos(r, 0) == 1 && twiddles_cos(r, 16) == 0 && twiddles_cos(r, 32) == -1);
	for (size_t k = 0; k < 64; k++) {
		assert_true(twiddles_cos(r, k) == -twiddles_cos(r, k + 32));
		assert_true(twiddles_cos(r, k) == twiddles_cos(r, 64 - k));
	}
	twiddles_free(r);
}

static void
test_factors_of_fft(void **state)
{
	struct twiddles *r = twiddles_new(64);
	float *table = twiddles_of_fft(r, 32), *at = table;

	(void)state;
	for (size_t left = 32; left >= 4; left /= 4) {
		for (size_t p = 0; p < left / 4; p++) {
			for (size_t power = 1; power <= 3; power++) {
				double turn = 2 * M_PI * (double)(p * power) / (double)left;

				assert_near((double)*at++, cos(turn), 6e-8);
				assert_near((double)*at++, -sin(turn), 6e-8);
			}
		}
	}
	free(table);
	twiddles_free(r);
}

RUN_TESTS(cmocka_unit_test(test_twiddles), cmocka_unit_test(test_exact),
    cmocka_unit_test(test_factors_of_fft))
