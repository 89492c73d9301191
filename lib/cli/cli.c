/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <fcntl.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "io/output.h"

#define BESIDE_MAX (OUTPUT_MAX - 1)

struct destination {
	struct output *output; /* NULL: none */
	const char *path;
};

static struct destination main_output, beside[BESIDE_MAX];
static int n_beside;

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
cli_init(const char *name)
{
	hold_standard_descriptors();
	die_set_program(name);
	signal(SIGPIPE, SIG_DFL);
}

void
cli_refuse_terminal(int fd, const char *hint)
{
	if (isatty(fd))
		cli_usage(
		    "standard %s is a terminal: %s", fd == STDIN_FILENO ? "input" : "output", hint);
}

struct input *
cli_input(const char *hint)
{
	const char *path = cli_operand(0);
	struct input *in = input_open(path);

	if (in == NULL)
		die("%s:", path);
	if (path == NULL && hint != NULL)
		cli_refuse_terminal(STDIN_FILENO, hint);
	return in;
}

static struct destination
open_destination(const char *path)
{
	struct destination d = {.output = output_open(path), .path = path};

	if (d.output == NULL)
		die("%s:", path);
	return d;
}

FILE *
cli_output(const char *path)
{
	/* as a wide pipe holds: fewer writes wake its reader less often */
	static char buffer[512 * 1024];
	FILE *file = stdout;

	if (path != NULL && strcmp(path, "-") != 0) {
		main_output = open_destination(path);
		file = output_file(main_output.output);
	}
	if (!isatty(fileno(file)))
		setvbuf(file, buffer, _IOFBF, sizeof(buffer));
	return file;
}

FILE *
cli_output_beside(const char *path)
{
	if (path == NULL)
		return NULL;
	if (n_beside == BESIDE_MAX)
		die("%s: no more than %d files are written at a time", path, BESIDE_MAX);
	beside[n_beside] = open_destination(path);
	return output_file(beside[n_beside++].output);
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
	die("%s:", file == stdout ? "cannot write standard output" : main_output.path);
}

/* puts a file in place, unless the program has failed; the new status */
static int
commit(struct destination *d, int status)
{
	if (d->output == NULL || (status != EXIT_SUCCESS && status != EXIT_SKIPPED) ||
	    output_commit(d->output) == 0)
		return status;
	warn("%s:", d->path);
	return EXIT_FAILED;
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
	for (int i = 0; i < n_beside; i++)
		status = commit(&beside[i], status);
	return commit(&main_output, status);
}
