/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_H
#define SPOTIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "client.h"
#include "credentials.h"
#include "track.h"

/*
 * Spotify's Web API with a client-credentials token, which is asked for when first needed, kept
 * in the cache, and renewed once when it is refused.
 */
struct spotify;

struct spotify_options {
	const char *accounts_url, *api_url; /* without the path: "https://api.spotify.com" */
	const char *market;                 /* two letters: a token of an app has no country */
	bool cache;
};

/* The client, the options' strings and the credentials must outlive it. */
struct spotify *
spotify_new(struct client *client, const struct spotify_options *options,
    const struct credentials *credentials);

void
spotify_free(struct spotify *s);

/*
 * At most `max` (up to 10) tracks for artist and title, either of which may be NULL, in Spotify's
 * order. FETCH_NOTHING when there are none. *list is to be cleared after FETCH_DONE.
 */
enum fetch_status
spotify_search(
    struct spotify *s, const char *artist, const char *title, size_t max, struct track_list *list);

/* The same for the tracks with this ISRC. */
enum fetch_status
spotify_search_isrc(struct spotify *s, const char *isrc, struct track_list *list);

/* The track with this id, to be cleared after FETCH_DONE. FETCH_NOTHING: no such track. */
enum fetch_status
spotify_track(struct spotify *s, const char *id, struct track *track);

/* Whether the last failure was status 403: the app may not ask at all. */
bool
spotify_is_refused(const struct spotify *s);

#endif
