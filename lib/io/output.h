/* SPDX-License-Identifier: MIT */
#ifndef IO_OUTPUT_H
#define IO_OUTPUT_H

#include <stdio.h>

/*
 * A file that appears whole or not at all: written under another name, .mgc- and six random
 * letters, in the same folder, brought to the disk and renamed by output_commit. It keeps the mode
 * of the file that it replaces. If the program exits or is interrupted before, the temporary file
 * is removed. A device or pipe is written in place. One program may have several open (at most
 * OUTPUT_MAX).
 */
struct output;

#define OUTPUT_MAX 8

/* Opens; NULL with errno set when that fails. */
struct output *
output_open(const char *path);

FILE *
output_file(struct output *out);

/*
 * Where the file is meanwhile: for another program to write to, when output_file is not used.
 */
const char *
output_temporary(const struct output *out);

/* Closes and renames; frees out. Returns 0, or -1 with errno set, nothing then left behind. */
int
output_commit(struct output *out);

/* Removes the temporary files of all that are open: before an end that runs nothing more. */
void
output_abandon(void);

/* Closes and removes; frees out. NULL is fine. */
void
output_discard(struct output *out);

#endif
