/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_CLEAN_H
#define SPOTIFY_FETCH_CLEAN_H

#define CLEAN_MAX 256 /* bytes of a cleaned name; a longer one ends in "..." */

/*
 * A name from outside made fit for a terminal, a table and a query: valid UTF-8 on one line without
 * hidden characters (utf8_is_hidden), white space single and trimmed, at most CLEAN_MAX bytes. May
 * be empty. The caller frees.
 */
char *
clean_name(const char *name);

#endif
