/* SPDX-License-Identifier: MIT */
#ifndef DECODE_WALK_H
#define DECODE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/string_table.h"

/*
 * The files to decode, in order, from the operands of the command line: folders are walked, sorted
 * by name as bytes, so the order is the same everywhere.
 */
#define FOLDERS_MAX 1000 /* within each other; each takes a little of the stack */

struct walk_file {
	char *path;   /* as find OPERAND prints it, also the track's id; "-": standard input */
	char *label;  /* the name of the folder the file is in */
	size_t below; /* where in the path begins what is below the operand */
	bool found;   /* in a folder, not named by the user */
};

struct walk {
	struct walk_file *files;
	size_t n_files;
	size_t cap;
	struct string_table names; /* of the files */
	char **errors; /* an operand or a folder that could not be read, each with the reason */
	size_t n_errors;
	size_t errors_cap;
};

/*
 * Adds a file, a folder or "-". Files whose name begins with a dot are left out of folders. Folders
 * that a link leads to are entered, but not one within itself. What cannot be read is added to
 * walk->errors, and the rest is walked. A file whose path is here already is left out.
 */
void
walk_add(struct walk *w, const char *operand);

/*
 * The same for what a list names, each name ended by a NUL byte, which the last may lack; NULL or
 * "-": standard input. A name is as one found in a folder: it may be no music, and if it is not
 * there, decoding says so in its turn. Where there are operands, of these only what the list
 * names is added, as walk_add would: a name must be one of them, or of a file below. NULL, or what
 * is wrong with the list, which the caller frees.
 */
char *
walk_add_list(struct walk *w, const char *path, const struct string_table *operands);

/*
 * Writes a record for each file, ended by a NUL byte: its size in bytes, the time it was changed
 * (ISO 8601, UTC, nanoseconds), "found" or "named", and its path, spaces between. Of what was found
 * in folders, files that are no music by their names or first bytes are left out. Of a file
 * that is not there size and time are 0 and "-".
 */
void
walk_list(const struct walk *w, FILE *out);

void
walk_free(struct walk *w);

#endif
