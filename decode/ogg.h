/* SPDX-License-Identifier: MIT */
#ifndef DECODE_OGG_H
#define DECODE_OGG_H

#include <stdbool.h>
#include <stdint.h>

#include "bytes.h"

/*
 * The links of a chained Ogg stream (RFC 3533, 4): streams of their own, one behind the other, as
 * Icecast sends one for each song and as joined files have them. A link begins with pages marked as
 * first and ends where all its streams have had a page marked as last, or the next link begins.
 */
struct ogg_link {
	int64_t begin, end;  /* places of its pages; bytes between links are nobody's */
	bool has_last;       /* its end is marked, or another link follows */
	bool is_cut;         /* the bytes end within a page */
	int64_t granule;     /* position at its end, by the last whole page; -1: unknown */
	int64_t cut_granule; /* by a page marked as last that is cut; -1: there is none */
	long granule_rate;   /* positions a second, 0: those of the samples */
};

/*
 * Finds the next link at or behind the place `from`; a pipe keeps all of its bytes. Returns 1, 0
 * when there is none, -1 when a pipe would have to keep more than BYTES_SLURP_MAX.
 */
int
ogg_find_link(struct bytes *b, int64_t from, struct ogg_link *link);

#endif
