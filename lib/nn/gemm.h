/* SPDX-License-Identifier: MIT */
#ifndef NN_GEMM_H
#define NN_GEMM_H

#include <stdbool.h>
#include <stddef.h>

#include "nn/real.h"

/*
 * c[m][n] = op(a) op(b), or c += with `add`, where op(a) is m x k and op(b) is k x n, all row major
 * without gaps. `transpose_a` says that a is stored k x m, `transpose_b` that b is stored n x k.
 */
typedef void
gemm_fn(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, const nn_real *a,
    const nn_real *b, bool add, nn_real *c);

/* plain loops: no library to start; gemm_blas is tested against them */
gemm_fn gemm_plain;

/* OpenBLAS on one thread; only programs that train link it */
gemm_fn gemm_blas;

#endif
