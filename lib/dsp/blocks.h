/* SPDX-License-Identifier: MIT */
#ifndef DSP_BLOCKS_H
#define DSP_BLOCKS_H

#include <stddef.h>

#include "base/arena.h"

/*
 * A growing list of blocks [n_rows][LANES] (kernel.h), one for each LANES windows of a segment,
 * which are kept until the segment is complete. They live in an arena, never move, and are used
 * again for the next segment.
 */
struct blocks;

/* The caller frees, before the arena. */
struct blocks *
blocks_new(struct arena *arena, size_t n_rows);

void
blocks_free(struct blocks *b);

/* Block number i: one asked for before, or the next one, whose content is not set. */
float *
blocks_at(struct blocks *b, size_t i);

#endif
