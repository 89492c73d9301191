/* SPDX-License-Identifier: MIT */
#ifndef DSP_KERNEL_PRIV_H
#define DSP_KERNEL_PRIV_H

#include "base/cpu.h"
#include "dsp/kernel.h"

extern const struct kernel kernel_plain;
extern const struct kernel kernel_baseline;
#ifdef CPU_AVX2
extern const struct kernel kernel_avx2;
extern const struct kernel kernel_avx512;
#endif

#endif
