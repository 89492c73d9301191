/* SPDX-License-Identifier: MIT */
#ifndef DECODE_ERRAND_H
#define DECODE_ERRAND_H

#include <stdbool.h>
#include <stddef.h>

#include "tool.h"
#include "walk.h"

/*
 * What the process that decodes may not do itself once it has given up its rights, and the one that
 * started it does for it (cli/worker.h). A request is numbers and descriptors alone: which file of
 * those that the user named, which of two programs on which format; never a name or a command. As
 * long as nobody is to be asked, the same is done at once, in this process.
 */

/* The files of which errand_open knows the numbers, NULL: none; they must outlive it all. */
void
errand_begin(const struct walk *files);

/* In the worker: from now on another process is asked over this socket. */
void
errand_ask(int socket);

/* In that process: answers until the other end is closed, then ends what still runs. */
void
errand_serve(int socket);

/* Opens a file of the list to be read. A descriptor, standard input's for "-"; -1 with errno. */
int
errand_open(size_t number);

/* A file that has no name and is nobody else's, to write and read. -1 with errno. */
int
errand_nameless(void);

/*
 * Starts a program on `input`; ends as child_start has them. One runs at a time: it is ended by
 * errand_end first. False with errno.
 */
bool
errand_start(const struct tool_order *order, int input, int ends[2]);

/* Waits for the end of the one that was started; its status as child_wait has it. */
int
errand_wait(void);

/* Ends it if it runs. */
void
errand_end(void);

#endif
