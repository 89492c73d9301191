/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_ANSWER_H
#define SPOTIFY_FETCH_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "io/json.h"
#include "provider.h"
#include "track.h"

/*
 * Values of providers' answers to those of a track. All of it is untrusted: types are checked,
 * names cleaned, and what is not as it should be counts as not known. Nothing here does I/O.
 */

/* A cleaned name, which the caller frees; NULL: v is no string, or nothing of it is left. */
char *
answer_name(const struct json *v);

/* An address by http or https, which the caller frees; NULL: v is none. */
char *
answer_url(const struct json *v);

/* A length in seconds, of a number in units of unit_s seconds; -1: not known. */
double
answer_duration(const struct json *v, double unit_s);

/* The year of a date, "2019-03-08" or "2019"; 0: not known. */
int
answer_year(const struct json *v);

/* An ISRC to isrc[], "" when v is none. */
void
answer_isrc(const struct json *v, char isrc[TRACK_ISRC_LEN + 1]);

/* Adds an artist, an object with a `name`, that the track does not have yet. */
void
answer_add_artist(struct track *t, const struct json *artist);

/* The same for each of an array. */
void
answer_add_artists(struct track *t, const struct json *artists);

/* Sets t->artist once t->artists are complete. */
void
answer_join_artists(struct track *t);

/*
 * At most `max` tracks of an array, to *list, which the caller clears. `read` makes a track of an
 * item; those for which it returns false are passed over. Returns false when v is no array.
 */
bool
answer_tracks(const struct json *v, bool (*read)(const struct json *item, struct track *t),
    size_t max, struct track_list *list);

/* The kind of error that an answer is, which comes with status 200; PARSED when it is none. */
typedef enum parsed
answer_error_of(const struct json *v);

/* provider.parse_search where the tracks are an array `name` of the answer */
enum parsed
answer_parse_search(const char *text, size_t len, answer_error_of *error_of, const char *name,
    bool (*read)(const struct json *item, struct track *t), size_t max, struct track_list *list);

/* service.busy where an answer with status 200 may say PARSED_BUSY */
enum client_busy
answer_busy(const struct http_response *r, answer_error_of *error_of);

#endif
