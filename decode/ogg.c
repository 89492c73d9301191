/* SPDX-License-Identifier: MIT */
#include "ogg.h"

#include <string.h>

#define PAGE_HEAD 27 /* RFC 3533, 6: fields before the table of lengths */
#define CAPTURE "OggS"
#define IS_FIRST 2
#define IS_LAST 4
#define CONTINUES 255 /* a length behind which the packet goes on */

struct page {
	unsigned flags;
	int64_t len;
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
	unsigned char head[PAGE_HEAD + 255];
	size_t n_lengths;
	int rc = read_at(b, at, head, PAGE_HEAD);

	if (rc <= 0 || memcmp(head, CAPTURE, 4) != 0)
		return rc < 0 ? rc : 0;
	n_lengths = head[26];
	rc = read_at(b, at + PAGE_HEAD, head + PAGE_HEAD, n_lengths);
	if (rc <= 0)
		return rc;
	*page = (struct page){.flags = head[5], .len = PAGE_HEAD + (int64_t)n_lengths};
	for (size_t i = 0; i < n_lengths; i++)
		page->len += head[PAGE_HEAD + i];
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

	*link = (struct ogg_link){0};
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
		if (rc <= 0) {
			link->is_cut = true;
			return rc < 0 ? rc : 1;
		}
		n_first += is_first;
		began |= !is_first;
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

/* RFC 3533, 6: checksum by the polynomial 0x04c11db7, of a page whose own is 0 */
static uint32_t
checksum(const unsigned char *p, size_t len)
{
	uint32_t crc = 0;

	for (size_t i = 0; i < len; i++) {
		crc ^= (uint32_t)p[i] << 24;
		for (int bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ ((crc & 0x80000000) != 0 ? 0x04c11db7 : 0);
	}
	return crc;
}

size_t
ogg_mend_page(struct bytes *b, const struct ogg_link *link, unsigned char page[OGG_PAGE_MAX])
{
	size_t len, body, body_len = 0, sum = 0, n = 0;
	uint32_t crc;

	bytes_seek(b, link->end);
	len = bytes_read(b, page, OGG_PAGE_MAX);
	if (len < PAGE_HEAD || (page[5] & IS_LAST) == 0 || len < PAGE_HEAD + (size_t)page[26])
		return 0;
	body = PAGE_HEAD + (size_t)page[26];
	for (size_t i = 0; i < page[26] && body + sum + page[PAGE_HEAD + i] <= len; i++) {
		sum += page[PAGE_HEAD + i];
		if (page[PAGE_HEAD + i] < CONTINUES) {
			n = i + 1;
			body_len = sum;
		}
	}
	if (n == 0)
		return 0;
	memmove(page + PAGE_HEAD + n, page + body, body_len);
	page[26] = (unsigned char)n;
	memset(page + 22, 0, 4);
	crc = checksum(page, PAGE_HEAD + n + body_len);
	for (int i = 0; i < 4; i++)
		page[22 + i] = (unsigned char)(crc >> 8 * i);
	return PAGE_HEAD + n + body_len;
}
