/* SPDX-License-Identifier: MIT */
#ifndef DECODE_TOOL_H
#define DECODE_TOOL_H

#include <stdint.h>

#include "base/child.h"

enum tool { TOOL_FFPROBE, TOOL_FFMPEG };

/* What one of ffmpeg's programs is to do with the file that is its standard input. */
struct tool_order {
	int32_t tool;
	int32_t format;   /* foreign_number */
	int64_t start_us; /* of ffmpeg: where to begin, microseconds, 0: at the start */
};

/*
 * Starts it: ffprobe writes what it knows as JSON, ffmpeg the first audio stream as AU. Confined,
 * as child_start has it. NULL with errno; EINVAL: no such order.
 */
struct child *
tool_start(const struct tool_order *order, int input, bool confined, int ends[2]);

#endif
