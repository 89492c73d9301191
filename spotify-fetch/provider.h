/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_PROVIDER_H
#define SPOTIFY_FETCH_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "client.h"
#include "credentials.h"
#include "track.h"

struct connection;

#define PROVIDER_URLS_MAX 2
#define PREVIEW_BYTES ((size_t)8 << 20) /* no preview of 30 s has as many */

/* Where a provider is asked, without path: "https://api.example.com". */
struct provider_url {
	const char *variable; /* of the environment: replaces the address, for tests */
	const char *standard;
};

/* What became of reading an answer. */
enum parsed {
	PARSED,
	PARSED_NO_TRACK, /* the provider says that it has no such track */
	PARSED_BUSY,     /* it says that it is asked too often */
	PARSED_REFUSED,  /* it does not take the credentials */
	PARSED_BAD,      /* another error, or not what it should be */
};

/*
 * A provider: a music service that is searched for tracks and gives previews of them, or all of
 * them. To add one, write provider_NAME.c, which defines a struct provider_NAME, and add its line
 * to provider.c.
 */
struct provider {
	const char *name; /* for --provider and lists: "deezer" */
	/* its name in messages, "Deezer", and how it says that it is busy */
	struct service service;
	struct provider_url urls[PROVIDER_URLS_MAX]; /* unused ones: NULL */
	const struct credential_names *credentials;  /* NULL: it asks for none */

	const char *id_form;    /* what an id looks like, for messages: "a number" */
	const char *uri_scheme; /* of SCHEME:track:ID; NULL: there are no such URIs */
	const char *link_host;  /* of https://HOST/track/ID: "www.deezer.com" */
	bool links_have_names;  /* they may go on: https://HOST/track/ID/NAME */
	/*
	 * Whether text can be one of its ids: 1 .. TRACK_ID_MAX bytes, fit for the path of a URL.
	 */
	bool (*is_id)(const char *text);

	/*
	 * A search looks for artist and title, each in its own field, and not for words anywhere.
	 */
	bool searches_fields;
	/* A search may leave out previews that the answer for the track's id has. */
	bool search_lacks_previews;
	/*
	 * Addresses of previews live for minutes: a track is asked for anew when its own is dead.
	 */
	bool previews_expire;

	/*
	 * Its catalogue is another world: it is asked only when it is named, by --provider or an
	 * id, or when what is wanted can be had of it alone, and then nobody else in its place.
	 */
	bool apart;
	bool tells_licences;
	size_t bytes_max; /* what a preview may have at most, unless the user says more or less */

	/*
	 * Of what there is between requests; either may be NULL. begin sets c->own, end frees it.
	 */
	void (*begin)(struct connection *c);
	void (*end)(struct connection *c);

	/*
	 * Tracks for artist and title, of which one may be NULL, at most `max`, the provider's
	 * best first; all tracks with this ISRC. On FETCH_DONE there is at least one, and *list is
	 * to be cleared; FETCH_NOTHING: there is none.
	 */
	enum fetch_status (*search)(struct connection *c, const char *artist, const char *title,
	    size_t max, struct track_list *list);
	enum fetch_status (*by_isrc)(
	    struct connection *c, const char *isrc, struct track_list *list);

	/*
	 * Tracks of a genre, at most `max`, of all from number `offset` on, as search has them;
	 * NULL: it knows no genres. Where c->licences names some, others may be left out.
	 */
	enum fetch_status (*by_tag)(struct connection *c, const char *tag, size_t offset,
	    size_t max, struct track_list *list);

	/* The track with this id, to be cleared after FETCH_DONE. FETCH_NOTHING: no such track. */
	enum fetch_status (*by_id)(struct connection *c, const char *id, struct track *track);

	/*
	 * The answers, `len` untrusted bytes, to plain data, without any I/O. After PARSED *list,
	 * of at most `max` tracks and perhaps none, or *track is to be cleared; else it is empty.
	 */
	enum parsed (*parse_search)(
	    const char *text, size_t len, size_t max, struct track_list *list);
	enum parsed (*parse_track)(const char *text, size_t len, struct track *track);
};

/* All of them in the order in which they are asked, then NULL. */
extern const struct provider *const providers[];

/* Their number. */
size_t
provider_count(void);

/* The provider of that name, NULL: there is none. */
const struct provider *
provider_find(const char *name);

/* The address of a track's page, which the caller frees; "" for a track without an id. */
char *
provider_page(const struct provider *p, const struct track *t);

/* The first that asks for no credentials, NULL: there is none. */
const struct provider *
provider_without_credentials(void);

/* "spotify or deezer": for messages; valid until the next call. */
const char *
provider_names(void);

/* Address i of a provider: what the environment says, or the standard one; NULL: it is unused. */
const char *
provider_url(const struct provider *p, size_t i);

#define PROVIDER_WHY_MAX 512

/*
 * Whose id `text` is: an id as it stands, SCHEME:track:ID, or a link to a track, perhaps with a
 * part for the language ("/de/track/ID", "/intl-de/track/ID"). With `only`, of that provider alone.
 * Returns the provider and copies the bare id to id[]; NULL with a reason in why[] that names the
 * known forms.
 */
const struct provider *
provider_of_id(const char *text, const struct provider *only, char id[TRACK_ID_MAX + 1],
    char why[PROVIDER_WHY_MAX]);

#endif
