/* SPDX-License-Identifier: MIT */
#ifndef DECODE_CONTAINER_H
#define DECODE_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"

/*
 * The chunks of WAV (RIFF, RIFX, RF64, BW64) and AIFF before the samples: how many bytes of samples
 * there are to be, and a header that libsndfile can read where it could not read the one there is:
 * from a pipe, behind more bytes than are kept of one; by a name that it does not know; or with no
 * length in it, since who wrote it could not seek back (0, SoX 0x7ffff000, FFmpeg 0xffffffff, ...).
 *
 * A header without a length is read as one of CONTAINER_PIECE bytes, and again in front of what
 * comes next, so that samples have no end but that of the bytes.
 */
#define CONTAINER_PIECE ((int64_t)16 * 1024 * 1024)

struct container {
	bool found;
	bool is_mpeg;    /* the bytes are now those of MPEG audio inside */
	int64_t n_bytes; /* of samples, by the header; -1: unknown */
	/* where the first samples end that the header names, 0: there are no pieces */
	int64_t piece_end;
	unsigned char *header;
	size_t header_len;
};

/* Looks at the bytes from place 0, where they stand afterwards; container_close frees. */
void
container_open(struct container *c, struct bytes *b);

/* The header in front of the next piece, at place 0. False at the end of the bytes. */
bool
container_next(struct container *c, struct bytes *b);

void
container_close(struct container *c);

#endif
