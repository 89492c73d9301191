/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "deezer.h"
#include "spotify.h"
#include "track.h"

/*
 * Where from: which service is asked for the list and which for the preview, by the rules of
 * --provider.
 */
enum provider {
	PROVIDER_AUTO,
	PROVIDER_SPOTIFY,
	PROVIDER_DEEZER,
};

/* What is wanted: an id, an ISRC, or words; the others are NULL. */
struct wish {
	const char *id, *isrc;
	char *artist, *title; /* cleaned; either may be NULL */
};

#define SOURCE_LIST_MAX 10
#define SOURCE_TRIED_MAX 3 /* the one chosen, by ISRC, by names */

struct source {
	enum provider provider;
	struct client *client;
	struct spotify *spotify; /* NULL: no credentials, or not wanted */
	struct deezer deezer;
	/* kept by source_list and preview_fetch */
	bool listed_by_spotify, listed_by_id;
	char tried[SOURCE_TRIED_MAX][TRACK_ID_MAX + 1]; /* tracks of Deezer whose preview is gone */
	size_t n_tried;
};

/*
 * The tracks to choose from. With PROVIDER_AUTO, Deezer is asked when Spotify does not let us,
 * which a line on standard error tells. *list is to be cleared after FETCH_DONE.
 */
enum fetch_status
source_list(struct source *s, const struct wish *wish, struct track_list *list);

/*
 * The track --first takes, among the n > 0 of the list: the first whose artist and title agree
 * with the wish, one with a preview before one without. When none agrees: of Spotify, which
 * searched by artist and title, the first that is no live, karaoke or remix version unasked for;
 * of Deezer, which searched for words, none. Returns its number, -1: none.
 */
long
source_first(const struct source *s, const struct wish *wish, const struct track_list *list);

#endif
