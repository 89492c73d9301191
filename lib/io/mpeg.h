/* SPDX-License-Identifier: MIT */
#ifndef IO_MPEG_H
#define IO_MPEG_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The frames of MPEG audio: layers 1 to 3 of MPEG 1 (ISO 11172-3, 2.4.1.3 and 2.4.2.3), MPEG 2
 * (ISO 13818-3) and the lower sample rates called MPEG 2.5.
 */
#define MPEG_HEADER_LEN ((size_t)4)

struct mpeg_frame {
	int layer;  /* 1, 2, 3 */
	size_t len; /* bytes from this header to the next one */
};

/*
 * Reads the header in the first MPEG_HEADER_LEN bytes of p. Returns false when they are none, or
 * one of a free bit rate, which does not tell the length of its frame.
 */
bool
mpeg_read_header(const unsigned char *p, struct mpeg_frame *frame);

/*
 * Bytes of the ID3v2 tag at the front of p[len], which may go on behind them (id3.org, ID3v2.4.0
 * structure, 3.1 and 3.4); 0 when there is none.
 */
size_t
mpeg_id3_len(const unsigned char *p, size_t len);

#endif
