/* SPDX-License-Identifier: MIT */
#ifndef DSP_TRIM_H
#define DSP_TRIM_H

#include <stddef.h>

#include "dsp/kernel.h"

/* samples first .. end-1 */
struct trim_range {
	size_t first, end;
};

/*
 * What is left of x[n], n > 0, without its quiet ends: from the centre of the first window that is
 * within range_db of the loudest one to a hop past the centre of the last. Windows of TRIM_WINDOW
 * samples, TRIM_HOP apart, are centred, with zeros beyond both ends; power below 1e-10 counts as
 * that. All of x when nothing would be left (docs/extended.md 2).
 */
struct trim_range
trim_quiet_ends(const struct kernel *kernel, const float *x, size_t n, double range_db);

#define TRIM_WINDOW 2048
#define TRIM_HOP 512

#endif
