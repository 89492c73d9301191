/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <fcntl.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/num.h"
#include "io/output.h"

#define OPTIONS_MAX 64
#define HELP_COLUMN 26

enum {
	KEY_LIST_OPTIONS = CLI_LONG + 1000,
};

static const struct cli_option common[] = {
	{'h', "help", NULL, "show this help"},
	{'V', "version", NULL, "show the version"},
	CLI_OPTION_END,
};

static const struct cli_program *program;
static struct output *output;
static const char *output_path;

/* A place is held by /dev/null opened the wrong way round: its use still fails, and is reported. */
static void
hold_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

void
cli_init(const struct cli_program *p)
{
	hold_standard_descriptors();
	program = p;
	die_set_program(p->name);
	signal(SIGPIPE, SIG_DFL);
}

/* as getopt says it: no_argument, required_argument or optional_argument */
static int
takes_argument(const struct cli_option *o)
{
	if (o->arg == NULL)
		return no_argument;
	return o->arg[0] == '[' ? optional_argument : required_argument;
}

static void
print_option(const struct cli_option *o)
{
	char left[80];

	snprintf(left, sizeof(left), "%c%c%s --%s%s%s", o->key < CLI_LONG ? '-' : ' ',
	    o->key < CLI_LONG ? o->key : ' ', o->key < CLI_LONG ? "," : " ", o->name,
	    takes_argument(o) == required_argument ? " " : "", o->arg != NULL ? o->arg : "");
	printf("  %-*s %s\n", HELP_COLUMN, left, o->help);
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
		if (o->key < CLI_LONG)
			printf("-%c ", o->key);
		printf("--%s%s%s\n", o->name, o->arg != NULL ? " " : "", o->arg != NULL ? o->arg : "");
	}
}

/* adds one table to getopt's two; returns the new number of long options */
static int
add_options(const struct cli_option *o, char *letters, struct option *longs, int n)
{
	for (; o->name != NULL && n < OPTIONS_MAX; o++) {
		longs[n++] = (struct option){o->name, takes_argument(o), NULL, o->key};
		if (o->key < CLI_LONG) {
			size_t len = strlen(letters);

			letters[len] = (char)o->key;
			letters[len + 1] = o->arg != NULL ? ':' : '\0';
			letters[len + 2] = '\0';
		}
	}
	return n;
}

int
cli_next(int argc, char **argv)
{
	char letters[2 * OPTIONS_MAX + 3] = ":";
	struct option longs[OPTIONS_MAX + 2];
	int n, key, at = optind;

	memset(longs, 0, sizeof(longs));
	n = add_options(program->options, letters, longs, 0);
	n = add_options(common, letters, longs, n);
	longs[n] = (struct option){"list-options", no_argument, NULL, KEY_LIST_OPTIONS};
	key = getopt_long(argc, argv, letters, longs, NULL);
	switch (key) {
	case 'h':
		print_help();
		exit(cli_finish(EXIT_SUCCESS));
	case 'V':
		printf("%s %s\n", program->name, MGC_VERSION);
		exit(cli_finish(EXIT_SUCCESS));
	case KEY_LIST_OPTIONS:
		list_options(program->options);
		list_options(common);
		exit(cli_finish(EXIT_SUCCESS));
	case ':':
		cli_usage("%s: needs an argument", argv[optind - 1]);
	case '?':
		if (optopt > 0 && optopt < CLI_LONG && strchr(letters + 1, optopt) == NULL)
			cli_usage("-%c: no such option", optopt);
		cli_usage("%s: no such option", argv[optind > at ? optind - 1 : at]);
	default:
		return key;
	}
}

void
cli_restart(void)
{
#ifdef __APPLE__
	optreset = optind = 1;
#else
	optind = 0;
#endif
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

int64_t
cli_int(const char *name, int64_t min, int64_t max)
{
	int64_t v;
	const char *why = num_parse_int(optarg, min, max, &v);

	if (why != NULL)
		cli_usage("--%s: '%s': %s", name, optarg, why);
	return v;
}

double
cli_double(const char *name, double min, double max)
{
	double v;
	const char *why = num_parse_double(optarg, min, max, &v);

	if (why != NULL)
		cli_usage("--%s: '%s': %s", name, optarg, why);
	return v;
}

void
cli_refuse_terminal(int fd, const char *hint)
{
	if (isatty(fd))
		cli_usage("standard %s is a terminal: %s", fd == STDIN_FILENO ? "input" : "output",
		    hint);
}

FILE *
cli_output(const char *path)
{
	if (path == NULL || strcmp(path, "-") == 0)
		return stdout;
	output = output_open(path);
	if (output == NULL)
		die("%s:", path);
	output_path = path;
	return output_file(output);
}

/* errno of a FILE that has failed, at some time before: another byte meets the same error */
static void
recall_error(FILE *file)
{
	errno = 0;
	if (putc('\n', file) != EOF)
		fflush(file);
	if (errno == 0)
		errno = EIO;
}

void
cli_flush(void *file)
{
	if (fflush(file) == 0 && !ferror(file))
		return;
	recall_error(file);
	die("%s:", output != NULL && file == output_file(output) ? output_path
	    : "cannot write standard output");
}

int
cli_finish(int status)
{
	if (ferror(stdout)) {
		recall_error(stdout);
		warn("cannot write standard output:");
		status = EXIT_FAILED;
	} else if (fclose(stdout) != 0) {
		warn("cannot write standard output:");
		status = EXIT_FAILED;
	}
	if (output != NULL && (status == EXIT_SUCCESS || status == EXIT_SKIPPED) &&
	    output_commit(output) != 0) {
		warn("%s:", output_path);
		status = EXIT_FAILED;
	}
	return status;
}
