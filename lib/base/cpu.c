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

bool
cpu_has_avx512(void)
{
#ifdef CPU_AVX2
	return cpu_has_avx2() && __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
	    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
	return false;
#endif
}
