/* SPDX-License-Identifier: MIT */
#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/xmalloc.h"

#define BUFFER_LEN ((size_t)128 * 1024)
#define DIRECT_LEN ((size_t)20 * 1024) /* so much goes past the buffer */
#define AHEAD_LEN ((size_t)4 * 1024)   /* and into it as much of what comes behind */

struct input {
	int fd; /* -1: memory */
	bool owns_fd;
	char *name;
	void (*before_wait)(void *user);
	void *user;
	const char *data;
	char *buffer;
	size_t pos, len;
	bool ended;
	int err;
};

static struct input *
input_new(int fd, const char *name)
{
	struct input *in = xcalloc(1, sizeof(*in));

	in->fd = fd;
	in->name = xstrdup(name);
	return in;
}

struct input *
input_open(const char *path)
{
	struct input *in;
	int fd;

	if (path == NULL || strcmp(path, "-") == 0)
		return input_from_fd(STDIN_FILENO, "<stdin>");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	in = input_from_fd(fd, path);
	in->owns_fd = true;
	return in;
}

struct input *
input_from_fd(int fd, const char *name)
{
	struct input *in = input_new(fd, name);

	in->buffer = xmalloc(BUFFER_LEN);
	in->data = in->buffer;
	return in;
}

struct input *
input_from_memory(const void *data, size_t len, const char *name)
{
	struct input *in = input_new(-1, name);

	in->data = data;
	in->len = len;
	in->ended = true;
	return in;
}

void
input_close(struct input *in)
{
	if (in == NULL)
		return;
	if (in->owns_fd)
		close(in->fd);
	free(in->buffer);
	free(in->name);
	free(in);
}

const char *
input_name(const struct input *in)
{
	return in->name;
}

void
input_before_wait(struct input *in, void (*act)(void *user), void *user)
{
	in->before_wait = act;
	in->user = user;
}

int
input_failed(const struct input *in)
{
	return in->err;
}

int64_t
input_length(const struct input *in)
{
	struct stat st;

	return in->fd >= 0 && fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size
									     : -1;
}

bool
input_ready(const struct input *in, int timeout_ms)
{
	struct pollfd p = {.fd = in->fd, .events = POLLIN};

	return in->fd < 0 || poll(&p, 1, timeout_ms) != 0;
}

/*
 * What comes next, at most len bytes of it, and what has come behind that, up to AHEAD_LEN, into
 * the buffer, which is empty. Returns how many of the former, 0 at the end or on an error.
 */
static size_t
read_fd(struct input *in, void *buf, size_t len)
{
	struct iovec to[] = {{buf, len}, {in->buffer, AHEAD_LEN}};
	int n_to = buf == in->buffer ? 1 : 2;
	ssize_t n;

	if (in->ended)
		return 0;
	if (in->before_wait != NULL && !input_ready(in, 0))
		in->before_wait(in->user);
	do {
		n = readv(in->fd, to, n_to);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		in->err = errno;
	if (n <= 0) {
		in->ended = true;
		return 0;
	}
	in->pos = 0;
	in->len = (size_t)n > len ? (size_t)n - len : 0;
	return (size_t)n < len ? (size_t)n : len;
}

/* the buffer is used up: fills it again; false at the end or on an error */
static bool
refill(struct input *in)
{
	size_t n = read_fd(in, in->buffer, BUFFER_LEN);

	if (n == 0)
		return false;
	in->len = n;
	return true;
}

int
input_getc(struct input *in)
{
	if (in->pos == in->len && !refill(in))
		return EOF;
	return (unsigned char)in->data[in->pos++];
}

size_t
input_read_some(struct input *in, void *buf, size_t len)
{
	size_t n;

	if (in->pos == in->len && len >= DIRECT_LEN && in->fd >= 0)
		return read_fd(in, buf, len);
	if (in->pos == in->len && !refill(in))
		return 0;
	n = in->len - in->pos < len ? in->len - in->pos : len;
	memcpy(buf, in->data + in->pos, n);
	in->pos += n;
	return n;
}

size_t
input_read(struct input *in, void *buf, size_t len)
{
	size_t done = 0, n;

	while (done < len && (n = input_read_some(in, (char *)buf + done, len - done)) > 0)
		done += n;
	return done;
}

size_t
input_skip(struct input *in, size_t len)
{
	size_t done = 0;

	while (done < len && (in->pos < in->len || refill(in))) {
		size_t n = in->len - in->pos < len - done ? in->len - in->pos : len - done;

		in->pos += n;
		done += n;
	}
	return done;
}

size_t
input_peek(struct input *in, const char **data)
{
	if (in->pos == in->len && !refill(in))
		return 0;
	*data = in->data + in->pos;
	return in->len - in->pos;
}
