/* SPDX-License-Identifier: MIT */
#include "base/cpu.h"

bool
cpu_has_avx2(void)
{
#ifdef CPU_AVX2
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
	return false;
#endif
}
