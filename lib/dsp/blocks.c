/* SPDX-License-Identifier: MIT */
#include "dsp/blocks.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "dsp/kernel.h"

struct blocks {
	size_t n_rows;
	float **list;
	size_t n, cap;
};

struct blocks *
blocks_new(size_t n_rows)
{
	struct blocks *b = xcalloc(1, sizeof(*b));

	b->n_rows = n_rows;
	return b;
}

void
blocks_free(struct blocks *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->n; i++)
		free(b->list[i]);
	free(b->list);
	free(b);
}

float *
blocks_at(struct blocks *b, size_t i)
{
	if (i == b->n) {
		xgrow(&b->list, &b->cap, b->n + 1, sizeof(*b->list));
		b->list[b->n++] = xalignedarray(b->n_rows * LANES, sizeof(**b->list));
	}
	return b->list[i];
}
