/* SPDX-License-Identifier: MIT */
#include "ogg.h"

#include <string.h>

#define PAGE_HEAD 27 /* RFC 3533, 6: fields before the table of lengths */
#define CAPTURE "OggS"
#define IS_FIRST 2
#define IS_LAST 4
#define OPUS_RATE 48000 /* RFC 7845, 4 */

struct page {
	unsigned flags;
	int64_t granule;
	int64_t len;
	bool is_opus; /* its body begins a stream of Opus */
};

/* Reads len bytes at a place. 1, 0 where the bytes end before, -1: more than a pipe keeps. */
static int
read_at(struct bytes *b, int64_t place, unsigned char *p, size_t len)
{
	int rc = bytes_keep(b, place + (int64_t)len);

	if (rc > 0) {
		bytes_seek(b, place);
		rc = bytes_read(b, p, len) == len;
	}
	return rc;
}

/* the page at a place: 1; 0: the bytes end before its length is known, or there is no page; -1 */
static int
read_page(struct bytes *b, int64_t at, struct page *page)
{
	unsigned char head[PAGE_HEAD + 255 + 8];
	size_t n_lengths;
	int rc = read_at(b, at, head, PAGE_HEAD);

	if (rc <= 0 || memcmp(head, CAPTURE, 4) != 0)
		return rc < 0 ? rc : 0;
	n_lengths = head[26];
	rc = read_at(b, at + PAGE_HEAD, head + PAGE_HEAD, n_lengths);
	if (rc <= 0)
		return rc;
	*page = (struct page){.flags = head[5], .len = PAGE_HEAD + (int64_t)n_lengths};
	for (int i = 7; i >= 0; i--)
		page->granule = (int64_t)((uint64_t)page->granule << 8 | head[6 + i]);
	for (size_t i = 0; i < n_lengths; i++)
		page->len += head[PAGE_HEAD + i];
	page->is_opus = (page->flags & IS_FIRST) != 0 &&
	    read_at(b, at + PAGE_HEAD + (int64_t)n_lengths, head, 8) > 0 &&
	    memcmp(head, "OpusHead", 8) == 0;
	return 1;
}

/* Moves *at to the next bytes that look like a page. 1, 0: none, -1. */
static int
find_capture(struct bytes *b, int64_t *at)
{
	unsigned char block[4096];
	size_t n;

	for (;; *at += (int64_t)n - 3) {
		int rc = bytes_keep(b, *at + (int64_t)sizeof(block));

		if (rc < 0)
			return rc;
		bytes_seek(b, *at);
		n = bytes_read(b, block, sizeof(block));
		if (n < 4)
			return 0;
		for (size_t i = 0; i + 4 <= n; i++) {
			if (memcmp(&block[i], CAPTURE, 4) == 0) {
				*at += (int64_t)i;
				return 1;
			}
		}
	}
}

/* the next page from *at on, with other bytes before it left out */
static int
next_page(struct bytes *b, int64_t *at, struct page *page)
{
	int rc = read_page(b, *at, page);

	if (rc != 0)
		return rc;
	while ((rc = find_capture(b, at)) > 0 && (rc = read_page(b, *at, page)) == 0)
		++*at;
	return rc;
}

int
ogg_find_link(struct bytes *b, int64_t from, struct ogg_link *link)
{
	struct page page;
	int64_t at = from;
	int n_first = 0, n_last = 0, rc;
	bool began = false;

	*link = (struct ogg_link){.granule = -1, .cut_granule = -1};
	while ((rc = next_page(b, &at, &page)) > 0 && (page.flags & IS_FIRST) == 0)
		at += page.len;
	if (rc <= 0)
		return rc;
	link->begin = link->end = at;
	do {
		bool is_first = (page.flags & IS_FIRST) != 0;

		if (is_first && began) {
			link->has_last = true;
			return 1;
		}
		rc = bytes_keep(b, at + page.len);
		if (rc == 0) {
			link->is_cut = true;
			link->cut_granule = (page.flags & IS_LAST) != 0 ? page.granule : -1;
		}
		if (rc <= 0)
			return rc < 0 ? rc : 1;
		n_first += is_first;
		began |= !is_first;
		if (page.is_opus)
			link->granule_rate = OPUS_RATE;
		if (page.granule >= 0)
			link->granule = page.granule;
		at += page.len;
		link->end = at;
		n_last += (page.flags & IS_LAST) != 0;
		if (n_last >= n_first) {
			link->has_last = true;
			return 1;
		}
	} while ((rc = next_page(b, &at, &page)) > 0);
	/* a few bytes of a page that cannot be told from nothing */
	return rc < 0 ? rc : 1;
}
