/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_MATCH_H
#define SPOTIFY_FETCH_MATCH_H

#include <stdbool.h>

#include "track.h"

/*
 * Whether two catalogues mean one recording. Names are compared folded (fold_name). In a title,
 * featured artists ("(feat. X)") never count; other notes in brackets or after a dash do, so that a
 * live, karaoke or remix version agrees only with a title that says so too.
 */
enum match {
	MATCH_NONE,
	MATCH_REMASTER, /* but for notes like "- Remastered 2011", "(Mono)", "[Radio Edit]" */
	MATCH_EXACT,
};

enum match
match_title(const char *wanted, const char *found);

/* Whether one of the artists of `found`, or all of them as one name, is `wanted`. */
bool
match_artist(const char *wanted, const struct track *found);

/* As match_artist, for any artist of `wanted`. */
bool
match_artists(const struct track *wanted, const struct track *found);

/* Lengths within three seconds of each other; false when one is not known. */
bool
match_duration(const struct track *wanted, const struct track *found);

/* Whether `title` is noted as a live, karaoke, remix or like version and `wanted` asks for none. */
bool
match_is_other_version(const char *wanted, const char *title);

/*
 * The title to search another catalogue for: without featured artists and remasters. The caller
 * frees.
 */
char *
match_plain_title(const char *title);

#endif
