/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/*
 * Memory that only grows, by the megabyte, for what is kept of a segment. It comes on large pages
 * where the system has them: a thousand small ones cost as much as a sixth of all features.
 */
struct arena;

/* The caller frees. */
struct arena *
arena_new(void);

/* Frees all that was taken from it. */
void
arena_free(struct arena *a);

/*
 * size bytes, far less than SIZE_MAX, not cleared, at a multiple of 64 bytes, until arena_free.
 * Dies when memory ends.
 */
void *
arena_take(struct arena *a, size_t size);

#endif
