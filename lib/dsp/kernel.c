/* SPDX-License-Identifier: MIT */
#include "dsp/kernel.h"

#include <string.h>

#include "dsp/kernel_priv.h"

const struct kernel *
kernel_find(const char *name)
{
#ifdef CPU_AVX2
	if (cpu_has_avx512() && (name == NULL || strcmp(name, "avx512") == 0))
		return &kernel_avx512;
	if (cpu_has_avx2() && (name == NULL || strcmp(name, "avx2") == 0))
		return &kernel_avx2;
#endif
	if (name == NULL || strcmp(name, "baseline") == 0)
		return &kernel_baseline;
	if (strcmp(name, "plain") == 0)
		return &kernel_plain;
	return NULL;
}
