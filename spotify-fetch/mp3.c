/* SPDX-License-Identifier: MIT */
#include "mp3.h"

#include "io/mpeg.h"

#define GAP_MAX ((size_t)4096) /* padding some writers leave between tag and first frame */

const char *
mp3_check(const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t at = mpeg_id3_len(p, len), gap = at > 0 ? GAP_MAX : 0;

	if (len == 0)
		return "empty";
	for (size_t i = at; i <= at + gap && i + MPEG_HEADER_LEN <= len; i++) {
		struct mpeg_frame frame;

		if (mpeg_read_header(p + i, &frame) && frame.layer == 3)
			return i + frame.len <= len ? NULL : "cut short";
	}
	return at >= len ? "cut short" : "no MP3";
}
