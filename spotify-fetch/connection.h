/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_CONNECTION_H
#define SPOTIFY_FETCH_CONNECTION_H

#include <stdbool.h>

#include "provider.h"

/* A provider that is ready to be asked. */
struct connection {
	const struct provider *provider;
	struct client *client;
	struct credentials credentials; /* both NULL where the provider asks for none */
	const char *market;             /* two letters: whose catalogue is searched */
	const char *licences;           /* a list: what is wanted; NULL: whatever there is */
	bool cache;                     /* access tokens may be kept on disk */
	void *own;                      /* what the provider itself keeps between requests */
};

#define CONNECTION_ANSWER_MAX ((size_t)1024 * 1024) /* bytes: 25 tracks take a tenth of it */

/*
 * Gets a URL without credentials. FETCH_DONE with status 200 and a body, to be cleared; else
 * client_error says why.
 */
enum fetch_status
connection_get(struct connection *c, const char *url, struct http_response *r);

/* What an answer means that was read; for all but PARSED, client_error says it. */
enum fetch_status
connection_status(struct connection *c, enum parsed parsed);

/*
 * What the answer to a search came to, by the provider's parse_search: `got` is how it was got, and
 * what is returned where that failed. It is cleared. No track at all is FETCH_NOTHING.
 */
enum fetch_status
connection_list(struct connection *c, enum fetch_status got, struct http_response *r, size_t max,
    struct track_list *list);

/* The same for that to a question for one track. */
enum fetch_status
connection_track(
    struct connection *c, enum fetch_status got, struct http_response *r, struct track *track);

#endif
