/* SPDX-License-Identifier: MIT */
#ifndef DSP_BLOCKS_H
#define DSP_BLOCKS_H

#include <stddef.h>

/*
 * A row of blocks [n_rows][LANES] (kernel.h), one for each LANES windows of a segment: what is kept
 * of them until the segment is complete. Blocks stay where they are, and stay there for the next
 * segment.
 */
struct blocks;

/* The caller frees. */
struct blocks *
blocks_new(size_t n_rows);

void
blocks_free(struct blocks *b);

/* Block number i, of those that were asked for so far or the next one, whose content is any. */
float *
blocks_at(struct blocks *b, size_t i);

#endif
