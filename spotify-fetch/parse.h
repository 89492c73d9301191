/* SPDX-License-Identifier: MIT */
#ifndef PARSE_H
#define PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "track.h"

/*
 * The answers of the services, text to plain data. All of it is untrusted: types are checked,
 * items that are no track are passed over, names cleaned. Nothing here does I/O.
 */
#define PARSE_TOKEN_MAX 4096

struct token {
	char text[PARSE_TOKEN_MAX + 1];
	double expires_in_s;
};

/* The answer to a request for a token. Returns false when it is not one, or no Bearer token. */
bool
parse_token(const char *text, size_t len, struct token *token);

/* A token fit for a header: the characters of RFC 6750 2.1, 1 .. PARSE_TOKEN_MAX of them. */
bool
parse_is_token(const char *text);

/* Spotify's search. At most `max` tracks; *list is to be cleared. False: not a search result. */
bool
parse_spotify_search(const char *text, size_t len, size_t max, struct track_list *list);

/* Spotify's track by id; *track is to be cleared. False: not a track. */
bool
parse_spotify_track(const char *text, size_t len, struct track *track);

/* Whether the text of a 429 says that the quota of the app is used up. */
bool
parse_spotify_is_quota(const char *text, size_t len);

/* Deezer's answers come with status 200 even when they are errors. */
enum parse_deezer {
	PARSE_DEEZER_OK,
	PARSE_DEEZER_NO_DATA, /* no such track */
	PARSE_DEEZER_QUOTA,   /* asked too often */
	PARSE_DEEZER_BAD,     /* another error, or not what it should be */
};

enum parse_deezer
parse_deezer_search(const char *text, size_t len, size_t max, struct track_list *list);

enum parse_deezer
parse_deezer_track(const char *text, size_t len, struct track *track);

/* Whether the answer is the error that says "asked too often". */
bool
parse_deezer_is_quota(const char *text, size_t len);

#endif
