/* SPDX-License-Identifier: MIT */
#ifndef DECODE_CHILD_H
#define DECODE_CHILD_H

#include <stddef.h>

/*
 * A program that runs beside this one, whose standard output is read here. It does not outlive this
 * one: it is killed with it where the system can (Linux), elsewhere by its next write.
 */
struct child;

#define CHILD_WORDS 200

/*
 * Starts argv[0], found in PATH, with a descriptor as its standard input. Returns NULL with errno;
 * ENOENT: there is no such program.
 */
struct child *
child_start(const char *const *argv, int input);

/* where its output is read; the caller takes it over and closes it */
int
child_output(struct child *c);

/*
 * Waits for its end. Returns its exit status, 128 and more: a signal. words[CHILD_WORDS] gets the
 * first line that it wrote on standard error, without control characters, "" where there is none.
 */
int
child_wait(struct child *c, char *words);

/* Ends it if it runs; NULL is fine. */
void
child_free(struct child *c);

#endif
