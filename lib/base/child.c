/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "base/xmalloc.h"

struct child {
	pid_t pid;
	bool runs;
	int status;
};

/* both ends are closed in programs that are started */
static bool
make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return false;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return true;
}

static void
close_pipe(int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

/* in the child: becomes the program, or says in `failure` why not */
static void
become(const char *const *argv, const int fds[3], bool confined, int failure, pid_t parent)
{
	int err;

#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	if (getppid() != parent) /* it has gone already */
		_exit(1);
	signal(SIGPIPE, SIG_DFL);
	errno = EPERM;
	if (dup2(fds[0], STDIN_FILENO) >= 0 && dup2(fds[1], STDOUT_FILENO) >= 0 &&
	    dup2(fds[2], STDERR_FILENO) >= 0 &&
	    (!confined || !sandbox_is_possible() || sandbox_enter(SANDBOX_READ) == NULL))
		execvp(argv[0], (char *const *)argv);
	err = errno;
	while (write(failure, &err, sizeof(err)) < 0 && errno == EINTR) {
	}
	_exit(127);
}

/* what became of it: 0, or an errno */
static int
read_failure(int fd)
{
	int err = 0;
	ssize_t n;

	do {
		n = read(fd, &err, sizeof(err));
	} while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(err) ? err : 0;
}

static void
reap(struct child *c)
{
	while (c->runs && waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR) {
	}
	c->runs = false;
}

struct child *
child_start(const char *const *argv, int input, bool confined, int ends[2])
{
	struct child *c = xcalloc(1, sizeof(*c));
	int output[2], errors[2], failure[2], err;
	pid_t parent = getpid();

	if (!make_pipe(output))
		goto no_output;
	if (!make_pipe(errors))
		goto no_errors;
	if (!make_pipe(failure))
		goto no_failure;
	/* a program that complains without end is not to stand still, nor to fill anything */
	fcntl(errors[0], F_SETFL, O_NONBLOCK);
	fcntl(errors[1], F_SETFL, O_NONBLOCK);
	c->pid = fork();
	if (c->pid < 0)
		goto no_child;
	if (c->pid == 0)
		become(
		    argv, (const int[]){input, output[1], errors[1]}, confined, failure[1], parent);
	c->runs = true;
	ends[0] = output[0];
	ends[1] = errors[0];
	close(output[1]);
	close(errors[1]);
	close(failure[1]);
	err = read_failure(failure[0]);
	close(failure[0]);
	if (err == 0)
		return c;
	close(ends[0]);
	close(ends[1]);
	child_free(c);
	errno = err;
	return NULL;
no_child:
	close_pipe(failure);
no_failure:
	close_pipe(errors);
no_errors:
	close_pipe(output);
no_output:
	free(c);
	return NULL;
}

/* a line as a person may see it: "[mov @ 0x5581] no atom" is "no atom" here, the same each time */
static void
take_line(char *words, char *text)
{
	char *mark, *name = text;
	size_t len;

	text[strcspn(text, "\r\n")] = '\0';
	while (*name == '[' && (mark = strstr(name, "] ")) != NULL)
		name = mark + 2;
	if (strncmp(name, "file:", 5) == 0 && (mark = strstr(name, ": ")) != NULL)
		name = mark + 2;
	len = strlen(name) < CHILD_WORDS ? strlen(name) : CHILD_WORDS - 1;
	memcpy(words, name, len);
	words[len] = '\0';
	for (; *words != '\0'; words++) {
		if ((unsigned char)*words < ' ' || (unsigned char)*words >= 0x7f)
			*words = '?';
	}
}

void
child_words(int complaints, char *words)
{
	char text[4 * CHILD_WORDS];
	ssize_t n = read(complaints, text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	take_line(words, text);
	close(complaints);
}

int
child_wait(struct child *c)
{
	reap(c);
	return WIFEXITED(c->status) ? WEXITSTATUS(c->status) : 128 + WTERMSIG(c->status);
}

void
child_free(struct child *c)
{
	if (c == NULL)
		return;
	if (c->runs)
		kill(c->pid, SIGKILL);
	reap(c);
	free(c);
}
