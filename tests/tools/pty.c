/* SPDX-License-Identifier: MIT */
/*
 * pty TRANSCRIPT [EXPECT SEND]... -- COMMAND [ARG]...
 *
 * Runs a command that has a terminal of its own as /dev/tty and as standard input and error;
 * standard output stays ours. Once the terminal shows EXPECT, types SEND and a newline ("^C" and
 * "^D" are typed as those keys). All that the terminal showed goes to the file TRANSCRIPT. Exits
 * as the command did, 124 after ten seconds.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHOWN_MAX 65536
#define TIMEOUT_S 300

static pid_t child;

static void
on_alarm(int sig)
{
	(void)sig;
	kill(child, SIGKILL);
	_exit(124);
}

static void
fail(const char *what)
{
	perror(what);
	exit(125);
}

static void
run_child(const char *terminal, char **command)
{
	int fd;

	if (setsid() < 0 ||
	    (fd = open(terminal, O_RDWR)) < 0) /* becomes the controlling terminal */
		_exit(125);
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
	execvp(command[0], command);
	_exit(127);
}

static void
type(int fd, const char *keys)
{
	char line[512];
	int len;

	if (strcmp(keys, "^C") == 0 || strcmp(keys, "^D") == 0)
		len = snprintf(line, sizeof(line), "%c", keys[1] - '@');
	else
		len = snprintf(line, sizeof(line), "%s\n", keys);
	if (write(fd, line, (size_t)len) != len)
		fail("pty: write");
}

/* Copies what the terminal shows to the transcript, and answers, until the command is gone. */
static void
converse(int fd, FILE *transcript, char **dialogue)
{
	static char shown[SHOWN_MAX];
	size_t len = 0, seen = 0;

	for (;;) {
		ssize_t n = read(fd, shown + len, sizeof(shown) - 1 - len);
		char *found;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) /* EIO: the terminal's other side is closed */
			return;
		fwrite(shown + len, 1, (size_t)n, transcript);
		len += (size_t)n;
		shown[len] = '\0';
		while (strcmp(dialogue[0], "--") != 0 &&
		    (found = strstr(shown + seen, dialogue[0])) != NULL) {
			seen = (size_t)(found - shown) + strlen(dialogue[0]);
			type(fd, dialogue[1]);
			dialogue += 2;
		}
	}
}

int
main(int argc, char **argv)
{
	FILE *transcript = argc > 3 ? fopen(argv[1], "w") : NULL;
	int fd = posix_openpt(O_RDWR | O_NOCTTY), command = 2, status;

	if (transcript == NULL || fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0)
		fail("pty");
	while (command + 1 < argc && strcmp(argv[command], "--") != 0)
		command += 2;
	child = fork();
	if (child < 0)
		fail("pty: fork");
	if (child == 0)
		run_child(ptsname(fd), argv + command + 1);
	signal(SIGALRM, on_alarm);
	alarm(TIMEOUT_S);
	converse(fd, transcript, argv + 2);
	if (waitpid(child, &status, 0) < 0 || fclose(transcript) != 0)
		fail("pty");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
