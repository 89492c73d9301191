/* SPDX-License-Identifier: MIT */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include <stddef.h>
#include <stdio.h>

#include "library.h"

/* a picture as SVG, drawn for a wide and for a narrow screen; NULL: there is none */
struct picture {
	const char *wide, *narrow;
	size_t wide_len, narrow_len;
};

struct page {
	const char *title;          /* of the page */
	const char *table;          /* the file that it is made from */
	const char *style, *script; /* their text, which holds no "<" */
	struct picture genres, confidence;
	size_t max_rows; /* of the table of all songs; of more the least sure ones */
};

/* Writes all of the page: HTML that is XML too, and needs nothing from elsewhere. */
void
page_write(FILE *f, const struct page *page, const struct library *l);

#endif
