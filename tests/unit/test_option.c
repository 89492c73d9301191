/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <sys/wait.h>

#include "cli/option.h"

struct options {
	bool loud, by_rows;
	const char *name, *title;
	size_t count;
	int16_t small;
	int64_t large;
	double share;
	enum { RED, GREEN, BLUE } colour;
	int parsed;
};

static const char *
parse_twice(const char *arg, void *to)
{
	*(int *)to = arg != NULL ? 2 * atoi(arg) : -1;
	return arg != NULL && *arg == 'x' ? "begins with an x" : NULL;
}

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option table[] = {
    {'l', "loud", NULL, "", CLI_FLAG, AT(loud)},
    {'n', "name", "NAME", "", CLI_TEXT, AT(name), "nobody"},
    {0, "title", "TEXT", "", CLI_TEXT, AT(title)},
    {'c', "count", "N", "", CLI_INTEGER, AT(count), "3", 1, 300},
    {0, "small", "N", "", CLI_INTEGER, AT(small), "-5", -300, 300},
    {0, "large", "N", "", CLI_INTEGER, AT(large), NULL, 0, (double)INT64_MAX},
    {'s', "share", "F", "", CLI_NUMBER, AT(share), "0.25", 0, 1},
    {0, "colour", "C", "", CLI_CHOICE, AT(colour), "green", .words = "red, green, blue"},
    {0, "rows", "WHAT", "", CLI_CHOICE, AT(by_rows), NULL, .words = "tracks, rows"},
    {0, "parsed", "[=N]", "", CLI_PARSE, AT(parsed), .parse = parse_twice},
    CLI_END,
};

static const struct cli_program program = {
    .name = "test",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Tests.",
    .example = "test",
    .options = table,
};

/*
 * what becomes of a command line, in a process of its own: how it ends, and the struct through a
 * pipe
 */
static int
parse(const char *suggested, struct options *out, const char *const *words)
{
	char *argv[16] = {(char *)"test"};
	int argc = 1, fds[2], status;
	pid_t child;

	for (; words[argc - 1] != NULL; argc++)
		argv[argc] = (char *)words[argc - 1];
	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		struct options o = {.large = 77};
		ssize_t n;

		close(STDERR_FILENO);
		cli_parse(&program, argc, argv, &o);
		if (suggested != NULL)
			cli_suggest(suggested, &o);
		if (suggested != NULL)
			cli_suggest("--count 5 --small 6", &o);
		n = write(fds[1], &o, sizeof(o));
		_exit(n == (ssize_t)sizeof(o) && cli_n_operands() == (cli_operand(0) != NULL) ? 0
											      : 99);
	}
	close(fds[1]);
	if (read(fds[0], out, sizeof(*out)) != (ssize_t)sizeof(*out))
		memset(out, 0, sizeof(*out));
	close(fds[0]);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NONE ((const char *const[]){NULL})

static void
defaults(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(NULL, &o, NONE), 0);
	assert_false(o.loud);
	assert_null(o.title);
	assert_int_equal(o.count, 3);
	assert_int_equal(o.small, -5);
	assert_int_equal(o.large, 77);
	assert_true(o.share == 0.25);
	assert_int_equal(o.colour, GREEN);
}

static void
given_in_every_form(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(
	    parse(NULL, &o,
		WORDS("file", "-lc300", "--small=-300", "--large", "9223372036854775807", "--share",
		    "1", "--colour=blue", "--rows", "rows", "--parsed=21")),
	    0);
	assert_true(o.loud);
	assert_true(o.by_rows);
	assert_int_equal(o.count, 300);
	assert_int_equal(o.small, -300);
	assert_true(o.large == INT64_MAX);
	assert_true(o.share == 1);
	assert_int_equal(o.colour, BLUE);
	assert_int_equal(o.parsed, 42);
	assert_int_equal(parse(NULL, &o, WORDS("--parsed", "--", "-l")), 0);
	assert_int_equal(o.parsed, -1);
	assert_false(o.loud);
}

static void
usage_errors(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse(NULL, &o, WORDS("--count", "0")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--count", "301")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--count", "1.5")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--large", "9223372036854775808")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--share", "nan")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--colour", "re")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--colour", "")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--parsed=x")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--nothing")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("--count")), 2);
	assert_int_equal(parse(NULL, &o, WORDS("one", "two")), 2);
}

static void
suggestions_stand_before_what_is_given(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(parse("--count 7 --loud --colour red", &o, WORDS("-c", "9")), 0);
	assert_int_equal(o.count, 9);
	assert_true(o.loud);
	assert_int_equal(o.colour, RED);
	/* the second suggestion, after that, has a say only where the first had none */
	assert_int_equal(o.small, 6);
	assert_int_equal(parse("--count 7", &o, NONE), 0);
	assert_int_equal(o.count, 7);
	assert_int_equal(parse("--count 1000", &o, NONE), 2);
	assert_int_equal(parse("--never", &o, NONE), 2);
	assert_int_equal(parse("count", &o, NONE), 2);
	assert_int_equal(parse("--count", &o, NONE), 2);
}

RUN_TESTS(cmocka_unit_test(defaults), cmocka_unit_test(given_in_every_form),
    cmocka_unit_test(usage_errors), cmocka_unit_test(suggestions_stand_before_what_is_given))
