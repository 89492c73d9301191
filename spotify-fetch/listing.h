/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_LISTING_H
#define SPOTIFY_FETCH_LISTING_H

#include <stdio.h>

#include "provider.h"

/*
 * All tracks of a list, one a line: number from 0, artist, title, length in seconds, ISRC, id, the
 * provider that listed it, whether it comes with a preview ("yes", "no"), its licence, and the
 * address of its page, parted by tabs. What is not known is empty. Errors are left in the FILE.
 */
void
listing_tsv(FILE *f, const struct track_list *list, const struct provider *p);

/* One of them, and whose preview was taken: the provider that gave it, its id and page there. */
void
listing_chosen(FILE *f, size_t number, const struct track *t, const struct provider *p,
    const struct track *given, const struct provider *giver);

/* The same as a JSON array of objects, where what is not known is null. */
void
listing_json(FILE *f, const struct track_list *list, const struct provider *p);

#endif
