/* SPDX-License-Identifier: MIT */
#ifndef NN_CONV_PRIV_H
#define NN_CONV_PRIV_H

#include "base/cpu.h"
#include "nn/conv.h"

extern const struct conv_kernel conv_plain;
extern const struct conv_kernel conv_baseline;
#ifdef CPU_AVX2
extern const struct conv_kernel conv_avx2;
extern const struct conv_kernel conv_avx512;
#endif

#endif
