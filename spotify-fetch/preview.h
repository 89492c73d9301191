/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_PREVIEW_H
#define SPOTIFY_FETCH_PREVIEW_H

#include "catalogue.h"

/*
 * The MP3 of the preview of a track of catalogue_list, at most max_bytes of it. It is looked for in
 * turn in the track itself, in its provider's answer for its id, and with each provider without
 * credentials by ISRC and by names, where artist, title and length must agree. FETCH_DONE with the
 * body in *mp3, checked, to be cleared.
 */
enum fetch_status
preview_fetch(
    struct catalogue *s, const struct track *track, size_t max_bytes, struct http_response *mp3);

#endif
