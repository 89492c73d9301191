/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* F_SETPIPE_SZ, vmsplice */
#include "io/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

/* a pipeline on every core must stay below what all pipes of a user may hold, 64 MB mostly */
#define WIDTH_MAX (1024 * 1024)
#define WIDTH_MIN (256 * 1024)
#define CORES_AT_MAX 4               /* with twice as many cores a pipe is half as wide */
#define LEND_MIN ((size_t)16 * 1024) /* less is copied sooner */

void
pipe_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	int width = WIDTH_MAX, had = fcntl(fd, F_GETPIPE_SZ);

	for (long n = sysconf(_SC_NPROCESSORS_ONLN); n > CORES_AT_MAX && width > WIDTH_MIN; n /= 2)
		width /= 2;
	/* where that is refused, for this pipe or for all together, a narrower one may do */
	while (had > 0 && had < width && width >= WIDTH_MIN && fcntl(fd, F_SETPIPE_SZ, width) < 0)
		width /= 2;
#else
	(void)fd;
#endif
}

#ifdef F_SETPIPE_SZ
/* returns how much the pipe has taken: not all when the file is no pipe, or on an error */
static size_t
lend(const char *data, size_t len, int fd)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		struct iovec v = {(void *)(data + done), len - done};

		n = vmsplice(fd, &v, 1, 0);
		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	return done;
}
#endif

void
pipe_lend(const void *data, size_t len, FILE *file)
{
	size_t done = 0;

#ifdef F_SETPIPE_SZ
	if (len >= LEND_MIN && fflush(file) == 0)
		done = lend(data, len, fileno(file));
#endif
	fwrite((const char *)data + done, 1, len - done, file);
}
