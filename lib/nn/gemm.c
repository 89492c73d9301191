/* SPDX-License-Identifier: MIT */
#include "nn/gemm.h"

#include <string.h>

/* four partial sums, so that additions do not wait for one another; in a fixed order */
static nn_real
dot(const nn_real *a, const nn_real *b, size_t n)
{
	nn_real s0 = 0, s1 = 0, s2 = 0, s3 = 0;
	size_t i = 0;

	for (; i + 4 <= n; i += 4) {
		s0 += a[i] * b[i];
		s1 += a[i + 1] * b[i + 1];
		s2 += a[i + 2] * b[i + 2];
		s3 += a[i + 3] * b[i + 3];
	}
	for (; i < n; i++)
		s0 += a[i] * b[i];
	return (s0 + s1) + (s2 + s3);
}

void
gemm_plain(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, const nn_real *a,
    const nn_real *b, bool add, nn_real *c)
{
	if (!add)
		memset(c, 0, m * n * sizeof(*c));
	if (!transpose_a && transpose_b) {
		for (size_t i = 0; i < m; i++) {
			for (size_t j = 0; j < n; j++)
				c[i * n + j] += dot(&a[i * k], &b[j * k], k);
		}
		return;
	}
	for (size_t i = 0; i < m; i++) {
		for (size_t p = 0; p < k; p++) {
			nn_real x = transpose_a ? a[p * m + i] : a[i * k + p];

			for (size_t j = 0; j < n; j++)
				c[i * n + j] += x * (transpose_b ? b[j * k + p] : b[p * n + j]);
		}
	}
}
