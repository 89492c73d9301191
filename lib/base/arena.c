/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdlib.h>

#include "base/xmalloc.h"

#define ALIGNMENT 64
#define FIRST_LEN ((size_t)64 * 1024) /* enough for short segments, which need no large page */
#define CHUNK_LEN ((size_t)2 * 1024 * 1024)

struct arena {
	void **chunks;
	size_t n_chunks, cap;
	char *free;
	size_t left; /* bytes from there on */
};

struct arena *
arena_new(void)
{
	return xcalloc(1, sizeof(struct arena));
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->n_chunks; i++)
		free(a->chunks[i]);
	free(a->chunks);
	free(a);
}

/* what is left of the last chunk is given up */
static void
add_chunk(struct arena *a, size_t size)
{
	xgrow(&a->chunks, &a->cap, a->n_chunks + 1, sizeof(*a->chunks));
	if (a->n_chunks == 0 && size <= FIRST_LEN) {
		a->left = FIRST_LEN;
		a->free = xalignedarray(a->left, 1);
	} else {
		a->left = size > CHUNK_LEN ? size : CHUNK_LEN;
		a->free = xlargearray(a->left, 1);
	}
	a->chunks[a->n_chunks++] = a->free;
}

void *
arena_take(struct arena *a, size_t size)
{
	size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	void *p;

	if (rounded > a->left)
		add_chunk(a, rounded);
	p = a->free;
	a->free += rounded;
	a->left -= rounded;
	return p;
}
