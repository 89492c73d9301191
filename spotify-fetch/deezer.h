/* SPDX-License-Identifier: MIT */
#ifndef DEEZER_H
#define DEEZER_H

#include <stddef.h>

#include "client.h"
#include "track.h"

/* Deezer's public API, which asks for no credentials. */
struct deezer {
	struct client *client;
	const char *api_url; /* "https://api.deezer.com" */
};

/*
 * At most `max` tracks for plain words, in Deezer's order. FETCH_NOTHING when there are none.
 * *list is to be cleared after FETCH_DONE.
 */
enum fetch_status
deezer_search(const struct deezer *d, const char *words, size_t max, struct track_list *list);

/* One track, to be cleared after FETCH_DONE; FETCH_NOTHING: no such track. */
enum fetch_status
deezer_track(const struct deezer *d, const char *id, struct track *track);

enum fetch_status
deezer_track_isrc(const struct deezer *d, const char *isrc, struct track *track);

#endif
