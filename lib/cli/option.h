/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The command line of a program as one table: a row holds an option's name, type, range, default
 * and the field it sets. The table gives the parser, --help and --list-options, so that they cannot
 * differ, and no name or limit stands in a second place. Everything here may print and exit.
 */

enum cli_type {
	CLI_FLAG,    /* bool, true when given; takes no argument */
	CLI_TEXT,    /* const char *, the argument in argv */
	CLI_INTEGER, /* a signed or unsigned integer of any size, within min and max */
	CLI_NUMBER,  /* double, within min and max */
	CLI_CHOICE,  /* bool, enum or integer: which of `words`, from 0 */
	CLI_PARSE,   /* whatever parse() makes of the argument */
};

struct cli_option {
	char key;         /* the short letter; 0: a long name alone */
	const char *name; /* long name without dashes; NULL ends the table */
	const char
	    *arg; /* what --help calls the argument; NULL: takes none; "[=X]": may be left out */
	const char *help; /* one line; --help adds the words, the range and the default */
	enum cli_type type;
	size_t to, size;   /* where in the program's struct: CLI_AT */
	const char *value; /* default, as a user would write it; NULL: the field is left as it is */
	double min, max;
	const char *words; /* "tracks, rows" */
	/*
	 * For CLI_PARSE: sets what `to` points to. Returns NULL, or what is wrong with arg in a few
	 * words; for more words it calls cli_usage. arg is NULL where it was left out.
	 */
	const char *(*parse)(const char *arg, void *to);
};

/* the fields `to` and `size` of a row, for a field of the program's struct */
#define CLI_AT(type, field) offsetof(type, field), sizeof(((type *)0)->field)

#define CLI_SEED 42
#define CLI_SEED_MAX 999999999999999 /* what JSON carries without an exponent */

/* options with one meaning in every program that has them; the argument is CLI_AT's */
/* clang-format off */
#define CLI_OUTPUT(...) \
	{ 'o', "output", "FILE", "write to FILE, whole or not at all (default standard output)", \
	    CLI_TEXT, __VA_ARGS__ }
#define CLI_QUIET(...) \
	{ 'q', "quiet", NULL, "no progress and no remarks, only errors", CLI_FLAG, __VA_ARGS__ }
#define CLI_VERBOSE(...) \
	{ 'v', "verbose", NULL, "say more on standard error", CLI_FLAG, __VA_ARGS__ }
#define CLI_KEEP_GOING(...) \
	{ 'k', "keep-going", NULL, "skip tracks that fail, finish the rest, exit 3", CLI_FLAG, \
	    __VA_ARGS__ }
#define CLI_CRC(...) \
	{ 0, "crc", NULL, "add checksums, for a stream that is kept", CLI_FLAG, __VA_ARGS__ }
#define CLI_NO_SANDBOX(...) \
	{ 0, "no-sandbox", NULL, "keep rights that reading needs not, for debuggers", CLI_FLAG, \
	    __VA_ARGS__ }
#define CLI_SEED_OPTION(...) \
	{ 's', "seed", "N", "seed of everything random", CLI_INTEGER, __VA_ARGS__, \
	    CLI_STRING(CLI_SEED), 0, CLI_SEED_MAX }
#define CLI_FORMAT(...) \
	{ 0, "format", "WORD", "notation of the table; jsonl: a line of JSON for each row", \
	    CLI_CHOICE, __VA_ARGS__, "csv", .words = "csv, jsonl" }
#define CLI_END { .name = NULL }
/* clang-format on */

#define CLI_STRING_(...) #__VA_ARGS__
#define CLI_STRING(...) CLI_STRING_(__VA_ARGS__)

struct cli_program {
	const char *name;     /* as installed: "mgc-split" */
	const char *operands; /* for the usage line: "[FILE|DIR]..." or "" */
	int max_operands;     /* more are a usage error */
	const char *summary;  /* one sentence, what it does */
	const char *example;  /* one line that runs */
	const struct cli_option *options;
};

/*
 * Begins the program (cli_init) and reads its command line: sets the fields of *options that have a
 * default, then those whose options are given, the last one counting. Options and operands may be
 * mixed; "--" ends options. --help, --version and --list-options print and exit; an unknown option,
 * a missing or wrong argument and an operand too many are usage errors.
 */
void
cli_parse(const struct cli_program *program, int argc, char **argv, void *options);

/*
 * Options in words, spaces between, as if they stood before all others on the command line: they
 * set the fields whose options were neither given nor suggested before: what is said first is the
 * stronger. The words are kept till the program ends.
 */
void
cli_suggest(const char *words, void *options);

/* Whether the option that sets the field at `to` (offsetof) was given on the command line. */
bool
cli_given(size_t to);

/* The operands: their number, and one of them, NULL past the last. */
int
cli_n_operands(void);

char *
cli_operand(int i);

/* "program: message" and a pointer to --help on standard error, exit status 2 */
__attribute__((format(printf, 1, 2), noreturn)) void
cli_usage(const char *fmt, ...);

#endif
