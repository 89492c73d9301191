/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmalloc.h"

struct output {
	FILE *file;
	char *path;
	char *temporary; /* equals path where a device is written in place */
	int slot;        /* in pending, -1: none */
};

/* what an interrupted program must remove; read by a signal handler */
static char *volatile pending[OUTPUT_MAX];
static volatile pid_t owner;

static void
remove_pending(void)
{
	if (getpid() != owner)
		return;
	for (int i = 0; i < OUTPUT_MAX; i++) {
		if (pending[i] != NULL)
			unlink(pending[i]);
	}
}

static void
on_signal(int sig)
{
	remove_pending();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
watch_exit(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
	struct sigaction old, act;

	if (owner != 0)
		return;
	owner = getpid();
	atexit(remove_pending);
	memset(&act, 0, sizeof(act));
	act.sa_handler = on_signal;
	act.sa_flags = SA_RESTART;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &act, NULL);
	}
}

static int
claim_slot(char *temporary)
{
	for (int i = 0; i < OUTPUT_MAX; i++) {
		if (pending[i] == NULL) {
			pending[i] = temporary;
			return i;
		}
	}
	return -1;
}

static void
output_free(struct output *out)
{
	if (out->slot >= 0)
		pending[out->slot] = NULL;
	if (out->temporary != out->path)
		free(out->temporary);
	free(out->path);
	free(out);
}

struct output *
output_open(const char *path)
{
	struct output *out;
	struct stat st;
	char *real = realpath(path, NULL); /* a link stays a link: its target is replaced */
	bool in_place = real != NULL && stat(real, &st) == 0 && !S_ISREG(st.st_mode);
	int fd;

	out = xcalloc(1, sizeof(*out));
	out->slot = -1;
	out->path = real != NULL && !in_place ? xstrdup(real) : xstrdup(path);
	free(real);
	out->temporary = in_place ? out->path : xasprintf("%s.tmp.%ld", out->path, (long)getpid());
	fd = open(out->temporary, in_place ? O_WRONLY : O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd >= 0 && !in_place) {
		watch_exit();
		out->slot = claim_slot(out->temporary);
	}
	out->file = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (out->file == NULL) {
		int err = errno;

		output_free(out);
		errno = err;
		return NULL;
	}
	return out;
}

FILE *
output_file(struct output *out)
{
	return out->file;
}

const char *
output_temporary(const struct output *out)
{
	return out->temporary;
}

int
output_commit(struct output *out)
{
	bool bad = ferror(out->file) != 0;
	int err = 0;

	/* after an error the rest of the buffer meets the same one, and that says which it was */
	errno = 0;
	if (fclose(out->file) != 0 || bad)
		err = errno != 0 ? errno : EIO;
	if (out->temporary != out->path) {
		if (err == 0 && rename(out->temporary, out->path) != 0)
			err = errno;
		if (err != 0)
			unlink(out->temporary);
	}
	output_free(out);
	errno = err;
	return err == 0 ? 0 : -1;
}

void
output_discard(struct output *out)
{
	if (out == NULL)
		return;
	fclose(out->file);
	if (out->temporary != out->path)
		unlink(out->temporary);
	output_free(out);
}
