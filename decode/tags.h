/* SPDX-License-Identifier: MIT */
#ifndef DECODE_TAGS_H
#define DECODE_TAGS_H

#include <stddef.h>

/*
 * What a file says of its music, "" where it says nothing: UTF-8 without control characters.
 */
#define TAG_LEN 256 /* room for one with its NUL; a longer one is cut between characters */

#define TAG_N_ID3_GENRES 126 /* that numbers stand for */

struct tags {
	char artist[TAG_LEN], title[TAG_LEN], genre[TAG_LEN];
};

/*
 * Takes a text of a file, NULL: none, over into tag[TAG_LEN]: control characters become spaces,
 * spaces at the ends go, and what is not UTF-8 is not taken.
 */
void
tag_take(char *tag, const char *text);

/*
 * The same for the genre of an ID3 tag, "(17)", "17", "(17)Rock" or "Rock": numbers become names.
 */
void
tag_take_id3_genre(char *tag, const char *text);

#endif
