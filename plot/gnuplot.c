/* SPDX-License-Identifier: MIT */
#include "gnuplot.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"

/* Starts gnuplot with the script as its standard input; ends as child_start has them. */
static struct child *
start(FILE *script, bool confined, int ends[2])
{
	static const char *const args[] = {"gnuplot", "--default-settings", "-", NULL};

	setenv("LC_ALL", "C", 1); /* the script is in the C locale; UTF-8 it says itself */
	return child_start(args, fileno(script), confined, ends);
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

/*
 * The line of gnuplot's complaints that says why: it shows the command, a caret, then the reason.
 * Closes the descriptor.
 */
static void
find_reason(int complaints, char *why, size_t why_len)
{
	FILE *file = fdopen(complaints, "r");
	char line[512];

	snprintf(why, why_len, "gnuplot failed");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		char *reason = strstr(line, "line ");

		line[strcspn(line, "\n")] = '\0';
		if (reason != NULL && strchr(reason, ':') != NULL)
			snprintf(why, why_len, "gnuplot failed: %.200s", reason);
	}
	if (file != NULL)
		fclose(file);
	else
		close(complaints);
}

/* the script as a file, from its start; NULL with errno */
static FILE *
put_script(const char *script, size_t len)
{
	FILE *f = tmpfile();

	if (f != NULL && fwrite(script, 1, len, f) == len && fflush(f) == 0 &&
	    fseek(f, 0, SEEK_SET) == 0)
		return f;
	if (f != NULL)
		fclose(f);
	return NULL;
}

int
gnuplot_run(const struct gnuplot_job *job, char *why, size_t why_len)
{
	FILE *script = put_script(job->script, job->script_len);
	struct tail tail = {.len = 0};
	struct child *child;
	int ends[2], status;
	size_t drawn;

	if (script == NULL) {
		snprintf(why, why_len, "cannot hand gnuplot its script: %s", strerror(errno));
		return -1;
	}
	child = start(script, job->confined, ends);
	if (child == NULL) {
		snprintf(why, why_len, "cannot run gnuplot: %s%s", strerror(errno),
		    errno == ENOENT ? " (install gnuplot, or use --script)" : "");
		fclose(script);
		return -1;
	}
	fclose(script);
	drawn = copy(ends[0], job->out, &tail);
	close(ends[0]);
	status = child_wait(child);
	child_free(child);
	find_reason(ends[1], why, why_len);
	if (status != 0 || drawn == 0)
		return -1;
	if (!tail_is(&tail, job->end_mark)) {
		snprintf(why, why_len, "gnuplot failed: its picture is cut short");
		return -1;
	}
	return 0;
}
