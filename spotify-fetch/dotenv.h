/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_DOTENV_H
#define SPOTIFY_FETCH_DOTENV_H

#include <stddef.h>

/*
 * The value of a variable in a .env file: lines NAME=value, perhaps after `export`, with spaces
 * around `=`, values bare, in "double" or in 'single' quotes, comments from `#` (in a bare value
 * only after a space). In double quotes a backslash takes the next character as it is. The last
 * of several lines counts. Other lines are not looked at.
 *
 * Returns the value, which the caller frees, or NULL without one; an empty value is none. *line,
 * where not NULL, is then the line of one that is not well formed, 0 if there is none.
 */
char *
dotenv_get(const char *text, size_t len, const char *name, int *line);

#endif
