/* SPDX-License-Identifier: MIT */
#ifndef SPLIT_REEL_H
#define SPLIT_REEL_H

#include <stddef.h>

/*
 * The last samples of an endless row, one behind the other in memory. They are put in at its end
 * and let go at its beginning, and no place is written twice: what a pipe was lent it may keep.
 */
struct reel;

/* The caller frees. */
struct reel *
reel_new(void);

void
reel_free(struct reel *r);

/* Where the next samples go, behind those that are held: room for n at least. */
float *
reel_room(struct reel *r, size_t n);

/* Holds n more, which stand where reel_room said. */
void
reel_add(struct reel *r, size_t n);

/* Lets the first n go. */
void
reel_drop(struct reel *r, size_t n);

/* What is held, reel_held samples; valid until the next reel_room or reel_drop. */
const float *
reel_samples(const struct reel *r);

size_t
reel_held(const struct reel *r);

#endif
