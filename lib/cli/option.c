/* SPDX-License-Identifier: MIT */
#include "cli/option.h"

#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/num.h"
#include "base/version.h"
#include "base/xmalloc.h"
#include "cli/cli.h"

#define OPTIONS_MAX 64
#define HELP_COLUMN 26
#define HELP_WIDTH 100

/* getopt's value of a row that has no letter: this and the row's number */
#define LONG_ONLY 256

enum {
	KEY_LIST_OPTIONS = LONG_ONLY + OPTIONS_MAX,
};

static const struct cli_option common[] = {
    {'h', "help", NULL, "show this help", CLI_FLAG, 0, 0},
    {'V', "version", NULL, "show the version", CLI_FLAG, 0, 0},
    CLI_END,
};

static const struct cli_program *program;
static bool given[OPTIONS_MAX];     /* by row of the program's table */
static bool suggested[OPTIONS_MAX]; /* the same, by cli_suggest */
static char **operands;
static int n_operands;

/* as getopt says it: no_argument, required_argument or optional_argument */
static int
takes_argument(const struct cli_option *o)
{
	if (o->arg == NULL)
		return no_argument;
	return o->arg[0] == '[' ? optional_argument : required_argument;
}

/* what --help says of a row's values, in brackets; "" when there is nothing to say */
static void
describe_values(const struct cli_option *o, char *out, size_t out_size)
{
	char min[NUM_TEXT_LEN], max[NUM_TEXT_LEN], range[2 * NUM_TEXT_LEN + 16] = "";
	const char *words = o->type == CLI_CHOICE ? o->words : "";

	if (o->type == CLI_INTEGER || o->type == CLI_NUMBER) {
		num_print(o->min, min);
		num_print(o->max, max);
		if (o->max < (double)INT64_MAX)
			snprintf(range, sizeof(range), "%s to %s", min, max);
		else
			snprintf(range, sizeof(range), "at least %s", min);
	}
	*out = '\0';
	if (*words != '\0' || *range != '\0' || o->value != NULL)
		snprintf(out, out_size, " (%s%s%s%s%s)", words, range,
		    o->value != NULL && (*words != '\0' || *range != '\0') ? "; " : "",
		    o->value != NULL ? "default " : "", o->value != NULL ? o->value : "");
}

/* one option in a line; what values it takes in a second one where the first would be too long */
static void
print_option(const struct cli_option *o)
{
	char left[80], values[256];
	size_t used;

	snprintf(left, sizeof(left), "%c%c%s --%s%s%s", o->key != 0 ? '-' : ' ',
	    o->key != 0 ? o->key : ' ', o->key != 0 ? "," : " ", o->name,
	    takes_argument(o) == required_argument ? " " : "", o->arg != NULL ? o->arg : "");
	describe_values(o, values, sizeof(values));
	used = strlen(left) > HELP_COLUMN ? strlen(left) : HELP_COLUMN;
	if (3 + used + strlen(o->help) + strlen(values) <= HELP_WIDTH)
		printf("  %-*s %s%s\n", HELP_COLUMN, left, o->help, values);
	else
		printf(
		    "  %-*s %s\n  %-*s%s\n", HELP_COLUMN, left, o->help, HELP_COLUMN, "", values);
}

static void
print_help(void)
{
	printf("usage: %s [OPTION]...%s%s\n%s\n\n", program->name, *program->operands ? " " : "",
	    program->operands, program->summary);
	for (const struct cli_option *o = program->options; o->name != NULL; o++)
		print_option(o);
	for (const struct cli_option *o = common; o->name != NULL; o++)
		print_option(o);
	printf("\nExample: %s\nManual: man %s\n", program->example, program->name);
}

static void
list_options(const struct cli_option *o)
{
	for (; o->name != NULL; o++) {
		if (o->key != 0)
			printf("-%c ", o->key);
		printf(
		    "--%s%s%s\n", o->name, o->arg != NULL ? " " : "", o->arg != NULL ? o->arg : "");
	}
}

/* adds one table to getopt's two; returns the new number of long options */
static int
add_options(const struct cli_option *o, char *letters, struct option *longs, int n)
{
	for (; o->name != NULL && n < OPTIONS_MAX; o++, n++) {
		longs[n] = (struct option){
		    o->name, takes_argument(o), NULL, o->key != 0 ? o->key : LONG_ONLY + n};
		if (o->key != 0) {
			size_t len = strlen(letters);

			letters[len] = (char)o->key;
			letters[len + 1] = o->arg != NULL ? ':' : '\0';
			letters[len + 2] = '\0';
		}
	}
	return n;
}

/* getopt's next value, errors reported; -1 at the end */
static int
next(int argc, char **argv)
{
	char letters[2 * OPTIONS_MAX + 3] = ":";
	struct option longs[OPTIONS_MAX + 2];
	int n, key, at = optind;

	memset(longs, 0, sizeof(longs));
	n = add_options(program->options, letters, longs, 0);
	n = add_options(common, letters, longs, n);
	longs[n] = (struct option){"list-options", no_argument, NULL, KEY_LIST_OPTIONS};
	key = getopt_long(argc, argv, letters, longs, NULL);
	if (key == ':')
		cli_usage("%s: needs an argument", argv[optind - 1]);
	if (key == '?' && optopt > 0 && optopt < LONG_ONLY && strchr(letters + 1, optopt) == NULL)
		cli_usage("-%c: no such option", optopt);
	if (key == '?')
		cli_usage("%s: no such option", argv[optind > at ? optind - 1 : at]);
	return key;
}

/* the program's row for what getopt returned */
static const struct cli_option *
row_of_key(int key)
{
	const struct cli_option *o = program->options;

	if (key >= LONG_ONLY)
		return &o[key - LONG_ONLY];
	while (o->name != NULL && o->key != key)
		o++;
	return o;
}

static void
store_integer(void *to, size_t size, int64_t v)
{
	int8_t v8 = (int8_t)v; /* bool as well */
	int16_t v16 = (int16_t)v;
	int32_t v32 = (int32_t)v;

	memcpy(to,
	    size == sizeof(v8)        ? (void *)&v8
		: size == sizeof(v16) ? (void *)&v16
		: size == sizeof(v32) ? (void *)&v32
				      : (void *)&v,
	    size);
}

/* the number of a word in "a, b, c", -1: none of them */
static int
find_word(const char *words, const char *arg)
{
	size_t len = strlen(arg);

	for (int i = 0;; i++) {
		size_t n = strcspn(words, ",");

		if (n == len && memcmp(words, arg, n) == 0)
			return i;
		if (words[n] == '\0')
			return -1;
		words += n + 1 + strspn(words + n + 1, " ");
	}
}

/* sets the field of a row; a usage error where the argument is wrong */
static void
set(const struct cli_option *o, const char *arg, void *options)
{
	void *to = (char *)options + o->to;
	const char *why = NULL;
	int64_t integer;
	int word;

	switch (o->type) {
	case CLI_FLAG:
		*(bool *)to = true;
		break;
	case CLI_TEXT:
		*(const char **)to = arg;
		break;
	case CLI_INTEGER:
		why = num_parse_int(arg, (int64_t)o->min,
		    o->max < (double)INT64_MAX ? (int64_t)o->max : INT64_MAX, &integer);
		if (why == NULL)
			store_integer(to, o->size, integer);
		break;
	case CLI_NUMBER:
		why = num_parse_double(arg, o->min, o->max, to);
		break;
	case CLI_CHOICE:
		word = find_word(o->words, arg);
		if (word < 0)
			cli_usage("--%s: '%s': not one of %s", o->name, arg, o->words);
		store_integer(to, o->size, word);
		break;
	case CLI_PARSE:
		why = o->parse(arg, to);
		break;
	}
	if (why != NULL)
		cli_usage("--%s: '%s': %s", o->name, arg != NULL ? arg : "", why);
}

/* --help and its like; whether it was one of them */
static void
answer(int key)
{
	switch (key) {
	case 'h':
		print_help();
		break;
	case 'V':
		printf("%s %s\n", program->name, mgc_version);
		break;
	case KEY_LIST_OPTIONS:
		list_options(program->options);
		list_options(common);
		break;
	default:
		return;
	}
	exit(cli_finish(EXIT_SUCCESS));
}

void
cli_parse(const struct cli_program *p, int argc, char **argv, void *options)
{
	int key;

	program = p;
	cli_init(p->name);
	for (const struct cli_option *o = p->options; o->name != NULL; o++) {
		if (o->value != NULL)
			set(o, o->value, options);
	}
	while ((key = next(argc, argv)) != -1) {
		const struct cli_option *o;

		answer(key);
		o = row_of_key(key);
		set(o, optarg, options);
		given[o - p->options] = true;
	}
	operands = argv + optind;
	n_operands = argc - optind;
	if (n_operands > p->max_operands)
		cli_usage("'%s': %s", operands[p->max_operands],
		    p->max_operands == 1 ? "one input at most" : "no operand is expected");
}

/* a copy of text that is never freed, nor lost */
static char *
keep(const char *text)
{
	static struct kept {
		struct kept *next;
		char *text;
	} * all;
	struct kept *k = xmalloc(sizeof(*k));

	*k = (struct kept){.next = all, .text = xstrdup(text)};
	all = k;
	return k->text;
}

void
cli_suggest(const char *words, void *options)
{
	char *rest = keep(words), *name, *arg;

	while ((name = strtok_r(rest, " ", &rest)) != NULL) {
		const struct cli_option *o = program->options;

		while (o->name != NULL &&
		    (strncmp(name, "--", 2) != 0 || strcmp(name + 2, o->name) != 0))
			o++;
		if (o->name == NULL)
			cli_usage("%s: no such option", name);
		arg = o->arg != NULL ? strtok_r(rest, " ", &rest) : NULL;
		if (o->arg != NULL && arg == NULL)
			cli_usage("%s: needs an argument", name);
		if (given[o - program->options] || suggested[o - program->options])
			continue;
		set(o, arg, options);
		suggested[o - program->options] = true;
	}
}

bool
cli_given(size_t to)
{
	for (const struct cli_option *o = program->options; o->name != NULL; o++) {
		if (o->to == to && given[o - program->options])
			return true;
	}
	return false;
}

int
cli_n_operands(void)
{
	return n_operands;
}

char *
cli_operand(int i)
{
	return i < n_operands ? operands[i] : NULL;
}

void
cli_usage(const char *fmt, ...)
{
	char msg[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	warn("%s (try --help)", msg);
	exit(EXIT_USAGE);
}
