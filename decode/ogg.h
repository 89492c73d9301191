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
	int64_t begin, end; /* places of its pages; bytes between links are nobody's */
	bool has_last;      /* its end is marked, or another link follows */
	bool is_cut;        /* the bytes end within a page, which then begins at `end` */
};

#define OGG_PAGE_MAX 65307

/*
 * Finds the next link at or behind the place `from`; a pipe keeps all of its bytes. Returns 1, 0
 * when there is none, -1 when a pipe would have to keep more than BYTES_SLURP_MAX.
 */
int
ogg_find_link(struct bytes *b, int64_t from, struct ogg_link *link);

/*
 * Of the page marked as last within which the bytes of a link end, the packets that are whole, as a
 * page of its own that keeps the position of the end. Returns its length, 0: no packet is whole, or
 * the page is not the last.
 */
size_t
ogg_mend_page(struct bytes *b, const struct ogg_link *link, unsigned char page[OGG_PAGE_MAX]);

#endif
