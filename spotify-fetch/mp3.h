/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_MP3_H
#define SPOTIFY_FETCH_MP3_H

#include <stddef.h>

/*
 * Looks whether data is MPEG audio layer III: after an ID3v2 tag, if there is one, a valid frame
 * header and the whole of that frame. Returns NULL when it is, else a static reason.
 */
const char *
mp3_check(const void *data, size_t len);

#endif
