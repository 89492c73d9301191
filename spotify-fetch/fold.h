/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_FOLD_H
#define SPOTIFY_FETCH_FOLD_H

/*
 * A name reduced to what two catalogues can be expected to spell alike: words in lower case
 * without accents, one space between them. Punctuation parts words, apostrophes do not, "&" and
 * "+" become "and", ligatures are written out. Marks of other scripts stay. To be compared, not
 * shown: letters are taken apart. Empty when nothing is left, as of "!!!". The caller frees.
 */
char *
fold_name(const char *name);

#endif
