/* SPDX-License-Identifier: MIT */
#ifndef DECODE_OTHER_H
#define DECODE_OTHER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether a file found in a folder of music, and read by no library, is surely no music: a picture,
 * a text, a list, or a document, told by its first bytes, and by its name only where those say
 * nothing. A text or picture named as audio is not: it stands where a song should be. In doubt
 * false, so that music in a format not known here is missed with a word, never silently.
 * The other two look at the name alone.
 */
bool
other_by_name(const char *path);

bool
named_as_audio(const char *path);

bool
other_than_music(const char *path, const unsigned char *head, size_t len);

#endif
