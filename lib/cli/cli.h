/* SPDX-License-Identifier: MIT */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdint.h>
#include <stdio.h>

/*
 * What the programs share on the command line: one table of options gives the parser, --help and
 * --list-options, so they cannot differ. Everything here may print and exit.
 */

struct cli_option {
	int key;          /* the short letter, or a number from CLI_LONG up for a long name alone */
	const char *name; /* long name without dashes; NULL ends the table */
	const char *arg;  /* what --help calls the argument; NULL: takes none; "[=X]": may be left out */
	const char *help; /* one line, with the default */
};

#define CLI_LONG 256

/* options with one meaning in every program that has them */
#define CLI_OPTION_OUTPUT \
	{ 'o', "output", "FILE", "write to FILE, whole or not at all (default standard output)" }
#define CLI_OPTION_QUIET \
	{ 'q', "quiet", NULL, "no progress and no remarks, only errors" }
#define CLI_OPTION_VERBOSE \
	{ 'v', "verbose", NULL, "say more on standard error" }
#define CLI_OPTION_KEEP_GOING \
	{ 'k', "keep-going", NULL, "skip tracks that fail, finish the rest, exit 3" }
#define CLI_OPTION_JOBS \
	{ 'j', "jobs", "N", "threads; the output is the same for any number (default 1)" }
#define CLI_OPTION_SEED \
	{ 's', "seed", "N", "seed of everything random (default " CLI_STRING(CLI_SEED) ")" }
#define CLI_OPTION_END \
	{ 0, NULL, NULL, NULL }

#define CLI_SEED 42

#define CLI_STRING_(x) #x
#define CLI_STRING(x) CLI_STRING_(x)

struct cli_program {
	const char *name;     /* as installed: "mgc-split" */
	const char *operands; /* for the usage line: "[FILE|DIR]..." or "" */
	const char *summary;  /* one sentence, what it does */
	const char *example;  /* one line that runs */
	const struct cli_option *options;
};

/*
 * Begins a program: names it in messages, puts SIGPIPE back to its default (a parent may have it
 * ignored), so that a reader that goes away ends the program quietly, and holds the places of
 * standard descriptors that came closed, so that no file or socket opened later takes them.
 */
void
cli_init(const struct cli_program *program);

/*
 * The next option's key, its argument in optarg (<getopt.h>; NULL where it was left out), or -1
 * when operands begin at optind.
 * Options and operands may be mixed; "--" ends options. --help, --version and --list-options
 * print and exit; an unknown option is a usage error.
 */
int
cli_next(int argc, char **argv);

/* Lets cli_next begin anew, with another command line. */
void
cli_restart(void);

/* "program: message" and a pointer to --help on standard error, exit status 2 */
__attribute__((format(printf, 1, 2), noreturn)) void
cli_usage(const char *fmt, ...);

/* optarg of the long option `name` as a number in [min, max]; a usage error otherwise */
int64_t
cli_int(const char *name, int64_t min, int64_t max);

double
cli_double(const char *name, double min, double max);

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
