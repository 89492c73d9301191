/* SPDX-License-Identifier: MIT */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stdbool.h>

/* On these machines loops are also built for AVX2 and for AVX-512, to be chosen at run time. */
#ifdef __x86_64__
#define CPU_AVX2 1
#endif

/* Whether this machine runs what is built for AVX2 and FMA. */
bool
cpu_has_avx2(void);

/* Whether it runs what is built for x86-64-v4: AVX-512 F, BW, CD, DQ and VL. */
bool
cpu_has_avx512(void);

#endif
