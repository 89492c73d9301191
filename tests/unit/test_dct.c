/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "dsp/dct.h"

#define N 128

static void
test_orthonormal(void **state)
{
	static float matrix[N * N];

	(void)state;
	dct_matrix(N, N, matrix);
	for (int a = 0; a < N; a++) {
		for (int b = 0; b <= a; b++) {
			double dot = 0;

			for (int i = 0; i < N; i++)
				dot += (double)matrix[i * N + a] * (double)matrix[i * N + b];
			assert_near(dot, a == b, 1e-6);
		}
	}
}

static void
test_values(void **state)
{
	float matrix[13 * N];

	(void)state;
	dct_matrix(13, N, matrix);
	assert_near((double)matrix[0], sqrt(1.0 / 128), 1e-8);
	assert_near((double)matrix[127 * 13], sqrt(1.0 / 128), 1e-8);
	for (int i = 1; i < 13; i++) {
		for (int m = 0; m < N; m++)
			assert_near((double)matrix[m * 13 + i],
			    sqrt(2.0 / 128) * cos(3.14159265358979323846 * i * (2 * m + 1) / 256),
			    1e-7);
	}
}

RUN_TESTS(cmocka_unit_test(test_orthonormal), cmocka_unit_test(test_values))
