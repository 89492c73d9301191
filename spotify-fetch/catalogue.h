/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_CATALOGUE_H
#define SPOTIFY_FETCH_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "connection.h"

/* The providers together: which one is asked for the list, and which ones for the preview. */

/* What is wanted: an id, an ISRC, a genre, or words; the others are NULL. */
struct wish {
	const char *id, *isrc;
	const struct provider *owner; /* whose id it is */
	char *tag;                    /* a genre, cleaned */
	char *artist, *title;         /* cleaned; either may be NULL */
	size_t offset;                /* of a genre: where the list begins */
	size_t count;                 /* how many there are to choose from, at most */
	const char *licences;         /* a list, of which one is wanted; NULL: any, or none told */
	bool strict;                  /* nothing that does not agree with artist and title */
};

#define CATALOGUE_COUNT 10
#define CATALOGUE_COUNT_MAX 50
#define CATALOGUE_TRIED_MAX 16

struct catalogue_options {
	const struct provider *only; /* the one to ask; NULL: whoever can help, in their order */
	const char *env_file;        /* of credentials; NULL: ".env" */
	const char *market;          /* two letters */
	bool cache;                  /* access tokens may be kept on disk */
};

struct catalogue {
	const struct provider *only;
	struct client *client;
	struct connection *connections; /* [n], of those that can be asked */
	size_t n;
	/* what catalogue_list did */
	struct connection *lister; /* NULL: nothing is listed */
	bool listed_by_id;
	const char *licences; /* of the wish */
	/* what preview_fetch did: tracks whose previews are gone */
	struct {
		const struct provider *provider;
		char id[TRACK_ID_MAX + 1];
	} tried[CATALOGUE_TRIED_MAX];
	size_t n_tried;
	const struct provider *giver; /* of the preview */
	struct track given;           /* as the giver has it */
};

/*
 * Connects to the providers that the wish and the options allow and that there are credentials
 * for; a note tells of those that lack them when another is asked instead. FETCH_CREDENTIALS when
 * none is left, FETCH_USAGE when none can do what is wanted. The client and the strings must
 * outlive the catalogue; catalogue_disconnect frees it in any case.
 */
enum fetch_status
catalogue_connect(struct catalogue *s, struct client *client,
    const struct catalogue_options *options, const struct wish *wish);

/* A catalogue of zeros is fine. */
void
catalogue_disconnect(struct catalogue *s);

/* Bars what is under a licence that is not wanted: there is no preview of it then. */
void
catalogue_bar(const struct catalogue *s, struct track *t);

/*
 * The tracks to choose from, at least one; *list is to be cleared after FETCH_DONE. Where several
 * providers may be asked, a note tells when one does not let us and the next is asked instead.
 */
enum fetch_status
catalogue_list(struct catalogue *s, const struct wish *wish, struct track_list *list);

/*
 * The number of the track that --first takes of a list of at least one; -1: none. It is the first
 * whose artist and title agree with the wish, one with a preview before one without where the
 * search would have told. When none agrees: of a provider that searched by artist and title, the
 * first that is no live, karaoke or remix version unasked for, unless the wish is strict; of one
 * that searched for words, none.
 */
long
catalogue_first(const struct catalogue *s, const struct wish *wish, const struct track_list *list);

/* Whether another provider may be asked after one failed so: refused, or asked too often. */
bool
catalogue_may_turn(const struct catalogue *s, enum fetch_status status);

/*
 * The connection after `c`, or the first for NULL, that may look for previews of tracks that
 * others listed: of a provider without credentials. NULL at the end.
 */
struct connection *
catalogue_next_open(const struct catalogue *s, const struct connection *c);

#endif
