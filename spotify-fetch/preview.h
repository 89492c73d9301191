/* SPDX-License-Identifier: MIT */
#ifndef PREVIEW_H
#define PREVIEW_H

#include "source.h"

/*
 * The MP3 of the track's preview, looked for in turn in the track itself, in Spotify's answer for
 * its id, on Deezer by its ISRC, and on Deezer by its names, where artist, title and length must
 * agree. FETCH_DONE with the body in *mp3, checked, to be cleared.
 */
enum fetch_status
preview_fetch(
    struct source *s, const struct track *track, size_t max_bytes, struct http_response *mp3);

#endif
