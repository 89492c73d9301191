/* SPDX-License-Identifier: MIT */
#include "dsp/kernel.h"

#include <stdbool.h>
#include <string.h>

#include "dsp/kernel_priv.h"

#ifdef KERNEL_AVX2
static bool
has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#endif

const struct kernel *
kernel_find(const char *name)
{
#ifdef KERNEL_AVX2
	if (has_avx2() && (name == NULL || strcmp(name, "avx2") == 0))
		return &kernel_avx2;
#endif
	if (name == NULL || strcmp(name, "baseline") == 0)
		return &kernel_baseline;
	if (strcmp(name, "plain") == 0)
		return &kernel_plain;
	return NULL;
}
