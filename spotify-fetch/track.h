/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_TRACK_H
#define SPOTIFY_FETCH_TRACK_H

#include <stdbool.h>
#include <stddef.h>

#include "licence.h"

/* What a provider tells of a song, already made harmless: names are cleaned, codes checked. */
#define TRACK_ARTISTS_MAX 16
#define TRACK_ID_MAX 63 /* bytes, of whatever provider */
#define TRACK_ISRC_LEN 12

struct track {
	char *title;  /* never empty */
	char *artist; /* all of them, "A, B"; "unknown artist" without one */
	char *artists[TRACK_ARTISTS_MAX];
	size_t n_artists;
	char id[TRACK_ID_MAX + 1];     /* fit for a URL of the provider it came from; "": none */
	char isrc[TRACK_ISRC_LEN + 1]; /* "": none */
	double duration_s;             /* -1: not known */
	int year;                      /* of its release, 0: not known */
	char licence[LICENCE_MAX + 1]; /* see licence_of; "": not known */
	char *preview_url;             /* of what may be fetched, http or https; NULL: nothing */
	bool barred;                   /* there is something, under a licence that is not wanted */
};

struct track_list {
	struct track *tracks;
	size_t n;
};

void
track_clear(struct track *t);

/* dst becomes a copy of src, to be cleared by itself */
void
track_copy(struct track *dst, const struct track *src);

void
track_list_clear(struct track_list *list);

/* Takes the track over. */
void
track_list_add(struct track_list *list, const struct track *t);

/* The ISRC in text, without dashes and in capitals, to isrc[]; false when it is none. */
bool
track_parse_isrc(const char *text, char isrc[TRACK_ISRC_LEN + 1]);

#endif
