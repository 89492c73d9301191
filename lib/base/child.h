/* SPDX-License-Identifier: MIT */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A program that runs beside this one, whose standard output and error are read here. It does not
 * outlive this one: it is killed with it where the system can (Linux), elsewhere by its next write.
 */
struct child;

#define CHILD_WORDS 200

/*
 * Starts argv[0], found in PATH, with a descriptor as its standard input; confined: under
 * SANDBOX_READ where that is possible. ends[0] and ends[1] are where its output and its complaints
 * are read, the caller's to close; reading the latter never waits. Returns NULL with errno; ENOENT:
 * there is no such program.
 */
struct child *
child_start(const char *const *argv, int input, bool confined, int ends[2]);

/* Waits for its end. Returns its exit status, 128 and more: a signal. */
int
child_wait(struct child *c);

/* Ends it if it runs; NULL is fine. */
void
child_free(struct child *c);

/*
 * The first line of its complaints, all that are there by now: words[CHILD_WORDS], without control
 * characters, "" where there is none. Closes the descriptor.
 */
void
child_words(int complaints, char *words);

#endif
