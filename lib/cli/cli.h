/* SPDX-License-Identifier: MIT */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "cli/option.h"
#include "io/input.h"

/*
 * What the programs share: how they begin, where they read and write, how they end. Everything here
 * may print and exit.
 */

/*
 * Begins a program: names it in messages, puts SIGPIPE back to its default (a parent may have it
 * ignored), so that a reader that goes away ends the program quietly, and holds the places of
 * standard descriptors that came closed, so that no file or socket opened later takes them.
 * cli_parse calls it.
 */
void
cli_init(const char *name);

/*
 * The program's one input: its operand's file, or standard input where there is none or it is "-".
 * Dies with a message when it cannot be opened; a usage error with the hint, unless that is NULL,
 * when standard input is a terminal. input_close frees.
 */
struct input *
cli_input(const char *hint);

/*
 * A usage error with a hint unless binary data may be read from / written to this descriptor:
 * refuses a terminal.
 */
void
cli_refuse_terminal(int fd, const char *hint);

/*
 * Where the program writes: standard output, or with a path that file, which appears whole in
 * cli_finish or not at all. Dies with a message when it cannot be opened.
 */
FILE *
cli_output(const char *path);

/*
 * A further file to write to, NULL for the path NULL. cli_finish puts these in place in the order
 * they were opened, the output last: where that is, all the rest is.
 */
FILE *
cli_output_beside(const char *path);

/*
 * Flushes a FILE and dies with a message when it cannot be written: an endless pipeline must not go
 * on for nothing. To be handed to input_before_wait.
 */
void
cli_flush(void *file);

/*
 * Ends a program: closes standard output and what cli_output opened, and reports what could not be
 * written (full disk, closed descriptor). Returns status, or EXIT_FAILED after a message.
 */
int
cli_finish(int status);

#endif
