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

void
output_abandon(void)
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
	output_abandon();
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
	atexit(output_abandon);
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

/*
 * The path of a temporary file beside another, "DIR/.mgc-XXXXXX" for mkstemp: short, whatever the
 * other is called. The caller frees.
 */
static char *
beside(const char *path)
{
	const char *slash = strrchr(path, '/');

	return xasprintf("%.*s.mgc-XXXXXX", slash != NULL ? (int)(slash - path) + 1 : 0, path);
}

/* the mode of the file that is replaced, NULL: that of a new one */
static mode_t
mode_for(const struct stat *replaced)
{
	mode_t mask;

	if (replaced != NULL)
		return replaced->st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/*
 * Creates the temporary file and notes that it is to be removed, with signals held back in between.
 * mkstemp neither follows a link nor opens a file that is there. Returns its descriptor, or -1 with
 * errno.
 */
static int
create(struct output *out, const struct stat *replaced)
{
	sigset_t all, old;
	int fd, err;

	watch_exit();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	fd = mkstemp(out->temporary);
	err = errno;
	if (fd >= 0)
		out->slot = claim_slot(out->temporary);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (fd >= 0) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fchmod(fd, mode_for(replaced)); /* where it cannot be, 0600 is safe */
	}
	errno = err;
	return fd;
}

struct output *
output_open(const char *path)
{
	struct output *out = xcalloc(1, sizeof(*out));
	char *real = realpath(path, NULL); /* a link stays a link: its target is replaced */
	struct stat st;
	bool exists = real != NULL && stat(real, &st) == 0;
	bool in_place = exists && !S_ISREG(st.st_mode);
	int fd;

	out->slot = -1;
	out->path = real != NULL && !in_place ? xstrdup(real) : xstrdup(path);
	free(real);
	out->temporary = in_place ? out->path : beside(out->path);
	fd = in_place ? open(out->path, O_WRONLY | O_CLOEXEC) : create(out, exists ? &st : NULL);
	out->file = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (out->file == NULL) {
		int err = errno;

		if (fd >= 0) {
			close(fd);
			if (!in_place)
				unlink(out->temporary);
		}
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
	if (fflush(out->file) != 0 ||
	    (out->temporary != out->path && fsync(fileno(out->file)) != 0 && errno != EINVAL &&
		errno != ENOSYS))
		err = errno;
	if ((fclose(out->file) != 0 || bad) && err == 0)
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
