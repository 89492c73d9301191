/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "nn/gemm.h"

static void
check(gemm_fn *gemm, bool ta, bool tb, size_t m, size_t n, size_t k, bool add)
{
	float *a = malloc(m * k * sizeof(*a)), *b = malloc(k * n * sizeof(*b));
	float *c = malloc((m * n + 1) * sizeof(*c)), *before = malloc(m * n * sizeof(*c));
	struct rng rng;

	rng_seed(&rng, m * 100 + n * 10 + k);
	for (size_t i = 0; i < m * k; i++)
		a[i] = (float)(rng_uniform(&rng) - 0.5);
	for (size_t i = 0; i < k * n; i++)
		b[i] = (float)(rng_uniform(&rng) - 0.5);
	for (size_t i = 0; i < m * n; i++)
		before[i] = c[i] = (float)rng_uniform(&rng);
	c[m * n] = 99;
	gemm(ta, tb, m, n, k, a, b, add, c);
	for (size_t i = 0; i < m; i++) {
		for (size_t j = 0; j < n; j++) {
			double sum = add ? (double)before[i * n + j] : 0;

			for (size_t p = 0; p < k; p++)
				sum += (double)a[ta ? p * m + i : i * k + p] *
				    (double)b[tb ? j * k + p : p * n + j];
			assert_near((double)c[i * n + j], sum, 1e-6 * (double)(k + 1));
		}
	}
	assert_true(c[m * n] == 99);
	free(a);
	free(b);
	free(c);
	free(before);
}

static void
check_all(gemm_fn *gemm)
{
	static const size_t sizes[][3] = {
	    {1, 1, 1}, {1, 5, 3}, {4, 1, 7}, {3, 4, 4}, {5, 6, 9}, {17, 10, 77}, {265, 10, 64}};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (int flags = 0; flags < 8; flags++)
			check(gemm, flags & 1, flags & 2, sizes[i][0], sizes[i][1], sizes[i][2],
			    flags & 4);
	}
}

static void
test_plain(void **state)
{
	(void)state;
	check_all(gemm_plain);
}

static void
test_blas(void **state)
{
	(void)state;
	check_all(gemm_blas);
}

RUN_TESTS(cmocka_unit_test(test_plain), cmocka_unit_test(test_blas))
