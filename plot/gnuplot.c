/* SPDX-License-Identifier: MIT */
#include "gnuplot.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/*
 * Starts gnuplot with the script as standard input, what it draws going to `to`, what it complains
 * of to `complaints`. Returns 0 or an errno.
 */
static int
start(FILE *script, int to, FILE *complaints, pid_t *pid)
{
	static const char *const args[] = {"gnuplot", "--default-settings", "-", NULL};
	posix_spawn_file_actions_t actions;
	int err;

	setenv("LC_ALL", "C", 1); /* the script is in the C locale; UTF-8 it says itself */
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fileno(script), STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, to, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fileno(complaints), STDERR_FILENO);
	err = posix_spawnp(pid, args[0], &actions, NULL, (char *const *)args, environ);
	posix_spawn_file_actions_destroy(&actions);
	return err;
}

/* what the end of a picture can hold: its mark and white space after that */
struct tail {
	char bytes[32];
	size_t len;
};

static void
tail_add(struct tail *tail, const char *bytes, size_t len)
{
	size_t room = sizeof(tail->bytes), kept = len < room ? room - len : 0;

	if (kept > tail->len)
		kept = tail->len;
	memmove(tail->bytes, tail->bytes + tail->len - kept, kept);
	if (len > room) {
		bytes += len - room;
		len = room;
	}
	memcpy(tail->bytes + kept, bytes, len);
	tail->len = kept + len;
}

static bool
tail_is(const struct tail *tail, const char *mark)
{
	size_t len = tail->len, mark_len = strlen(mark);

	while (len > 0 && (tail->bytes[len - 1] == '\n' || tail->bytes[len - 1] == '\r'))
		len--;
	return len >= mark_len && memcmp(tail->bytes + len - mark_len, mark, mark_len) == 0;
}

/* Copies the descriptor to its end, and says what that was; returns the bytes. */
static size_t
copy(int from, FILE *out, struct tail *tail)
{
	char buf[65536];
	size_t len = 0;
	ssize_t n;

	while ((n = read(from, buf, sizeof(buf))) > 0 || (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		fwrite(buf, 1, (size_t)n, out);
		tail_add(tail, buf, (size_t)n);
		len += (size_t)n;
	}
	return len;
}

/* the line of gnuplot's complaints that says why: it shows the command, a caret, then the reason */
static void
find_reason(FILE *complaints, char *why, size_t why_len)
{
	char line[512];

	rewind(complaints);
	snprintf(why, why_len, "gnuplot failed");
	while (fgets(line, sizeof(line), complaints) != NULL) {
		char *reason = strstr(line, "line ");

		line[strcspn(line, "\n")] = '\0';
		if (reason != NULL && strchr(reason, ':') != NULL)
			snprintf(why, why_len, "gnuplot failed: %.200s", reason);
	}
}

int
gnuplot_run(const char *script, size_t script_len, const char *end_mark, FILE *out, char *why,
    size_t why_len)
{
	FILE *in = tmpfile(), *complaints = tmpfile();
	int ends[2] = {-1, -1}, status = 0, rc = -1, err;
	struct tail tail = {.len = 0};
	size_t drawn;
	pid_t pid;

	if (in == NULL || complaints == NULL || fwrite(script, 1, script_len, in) != script_len ||
	    fflush(in) != 0 || fseek(in, 0, SEEK_SET) != 0 || pipe(ends) != 0) {
		snprintf(why, why_len, "cannot hand gnuplot its script: %s", strerror(errno));
		goto out;
	}
	err = start(in, ends[1], complaints, &pid);
	if (err != 0) {
		snprintf(why, why_len, "cannot run gnuplot: %s%s", strerror(err),
		    err == ENOENT ? " (install gnuplot, or use --script)" : "");
		goto out;
	}
	close(ends[1]);
	ends[1] = -1;
	drawn = copy(ends[0], out, &tail);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || drawn == 0) {
		find_reason(complaints, why, why_len);
		goto out;
	}
	if (!tail_is(&tail, end_mark)) {
		snprintf(why, why_len, "gnuplot failed: its picture is cut short");
		goto out;
	}
	rc = 0;
out:
	for (int i = 0; i < 2; i++) {
		if (ends[i] >= 0)
			close(ends[i]);
	}
	if (in != NULL)
		fclose(in);
	if (complaints != NULL)
		fclose(complaints);
	return rc;
}
