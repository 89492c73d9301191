/* SPDX-License-Identifier: MIT */
#ifndef DECODE_SNIFF_H
#define DECODE_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether the first bytes of a file, behind a tag if there is one, are MPEG audio (layers 1 to 3 of
 * MPEG 1, 2, 2.5), by content: frame headers that follow one another at the distances they name, at
 * the start, or behind a little of something else in a file that has no magic number we know.
 */
bool
sniff_is_mpeg(const unsigned char *head, size_t len);

/*
 * Bytes from one frame of MPEG audio to the next, without padding, at the start of a stream of a
 * free bit rate, whose headers do not tell it; 0: it is none.
 */
size_t
sniff_free_frame_len(const unsigned char *head, size_t len);

/* Whether they are a container whose header tells the length of its samples: WAV, AIFF, AU, ... */
bool
sniff_is_pcm_container(const unsigned char *head, size_t len);

#endif
