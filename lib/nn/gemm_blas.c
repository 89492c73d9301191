/* SPDX-License-Identifier: MIT */
#include "nn/gemm.h"

#include <cblas.h>

void
gemm_blas(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, const float *a,
    const float *b, bool add, float *c)
{
	/* one thread: the order of the sums, and so the bytes, must not depend on the machine */
	if (openblas_get_num_threads() != 1)
		openblas_set_num_threads(1);
	cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
	    transpose_b ? CblasTrans : CblasNoTrans, (int)m, (int)n, (int)k, 1, a,
	    (int)(transpose_a ? m : k), b, (int)(transpose_b ? k : n), add ? 1 : 0, c, (int)n);
}
