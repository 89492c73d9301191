/* SPDX-License-Identifier: MIT */
#ifndef DSP_KERNEL_PRIV_H
#define DSP_KERNEL_PRIV_H

#include "dsp/kernel.h"

#ifdef __x86_64__
#define KERNEL_AVX2 1
#endif

extern const struct kernel kernel_plain;
extern const struct kernel kernel_baseline;
#ifdef KERNEL_AVX2
extern const struct kernel kernel_avx2;
#endif

#endif
