/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* F_SETPIPE_SZ, vmsplice */
#include "io/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>

/* four times what it is: many pipelines at once must stay below what a user's pipes may hold */
#define WIDTH (256 * 1024)
#define LEND_MIN ((size_t)16 * 1024) /* less is copied sooner */

void
pipe_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	int width = fcntl(fd, F_GETPIPE_SZ);

	if (width > 0 && width < WIDTH)
		fcntl(fd, F_SETPIPE_SZ, WIDTH);
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
