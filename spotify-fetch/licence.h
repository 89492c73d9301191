/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_LICENCE_H
#define SPOTIFY_FETCH_LICENCE_H

#include <stdbool.h>

#define LICENCE_MAX 31 /* bytes of a name */

/*
 * The name of a licence of Creative Commons by its address: "cc-by-sa-3.0", with the jurisdiction
 * where there is one, "cc-by-3.0-de"; "cc0-1.0". name[] is "" where the address is of none.
 */
void
licence_of(const char *url, char name[LICENCE_MAX + 1]);

/*
 * Whether a licence is one of a list, "cc-by,cc-by-sa", where a name without a version stands for
 * all of them. The name "" never is.
 */
bool
licence_is_in(const char *list, const char *name);

/* Whether one of the list has a clause: "nc", "nd" or "sa". */
bool
licence_list_has(const char *list, const char *clause);

/* NULL, or what is wrong with a list. */
const char *
licence_list_check(const char *list);

#endif
