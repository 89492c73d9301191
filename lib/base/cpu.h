/* SPDX-License-Identifier: MIT */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stdbool.h>

/* On these machines loops are also built for AVX2 and FMA, to be chosen at run time. */
#ifdef __x86_64__
#define CPU_AVX2 1
#endif

/* Whether this machine runs what is built for AVX2 and FMA. */
bool
cpu_has_avx2(void);

#endif
