/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_LISTING_H
#define SPOTIFY_FETCH_LISTING_H

#include <stdio.h>

#include "track.h"

/*
 * A track, or all of them, one a line: number from 0, artist, title, length in seconds, ISRC, id,
 * the provider that listed it, and whether it comes with a preview ("yes", "no"), parted by tabs.
 * What is not known is empty. Errors are left in the FILE.
 */
void
listing_line(FILE *f, size_t number, const struct track *t, const char *provider);

void
listing_tsv(FILE *f, const struct track_list *list, const char *provider);

/* The same as a JSON array of objects, where what is not known is null. */
void
listing_json(FILE *f, const struct track_list *list, const char *provider);

#endif
