/* SPDX-License-Identifier: MIT */
#include "bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmalloc.h"

struct bytes {
	int fd;
	bool seekable;
	unsigned char *head; /* the first head_len bytes, all of them after bytes_slurp */
	size_t head_len, head_cap;
	bool ended;        /* a pipe: no byte comes after fd_place */
	int64_t fd_place;  /* of the next byte from fd */
	int64_t place;     /* of the reader */
	int64_t length;
	int err;
};

struct bytes *
bytes_open(const char *path)
{
	struct bytes *b;
	struct stat st;
	bool is_stdin = path == NULL || strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
		int err = S_ISDIR(st.st_mode) ? EISDIR : errno;

		if (!is_stdin)
			close(fd);
		errno = err;
		return NULL;
	}
	b = xcalloc(1, sizeof(*b));
	b->fd = fd;
	b->seekable = S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_SET) == 0;
	b->length = b->seekable ? (int64_t)st.st_size : -1;
	return b;
}

void
bytes_close(struct bytes *b)
{
	if (b == NULL)
		return;
	if (b->fd != STDIN_FILENO)
		close(b->fd);
	free(b->head);
	free(b);
}

const char *
bytes_failed(const struct bytes *b)
{
	return b->err != 0 ? strerror(b->err) : NULL;
}

/* from the descriptor, where that stands */
static size_t
read_fd(struct bytes *b, void *buf, size_t len)
{
	size_t done = 0;

	while (done < len && !b->ended) {
		ssize_t n = read(b->fd, (char *)buf + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			b->err = errno;
		if (n <= 0)
			b->ended = true;
		else
			done += (size_t)n;
	}
	b->fd_place += (int64_t)done;
	return done;
}

/* a pipe: fills the head as far as `end` */
static void
fill_head(struct bytes *b, size_t end)
{
	if (end <= b->head_len || b->fd_place != (int64_t)b->head_len)
		return;
	xgrow(&b->head, &b->head_cap, end, 1);
	b->head_len += read_fd(b, b->head + b->head_len, end - b->head_len);
}

size_t
bytes_head(struct bytes *b, const unsigned char **head)
{
	if (b->seekable) {
		int64_t place = b->place;

		xgrow(&b->head, &b->head_cap, BYTES_HEAD, 1);
		bytes_seek(b, 0);
		b->head_len = bytes_read(b, b->head, BYTES_HEAD);
		bytes_seek(b, place);
	} else {
		fill_head(b, BYTES_HEAD);
	}
	*head = b->head;
	return b->head_len < BYTES_HEAD ? b->head_len : BYTES_HEAD;
}

static size_t
read_file(struct bytes *b, void *buf, size_t len)
{
	size_t n;

	if (b->fd_place != b->place) {
		if (lseek(b->fd, (off_t)b->place, SEEK_SET) < 0)
			return 0;
		b->fd_place = b->place;
	}
	b->ended = false;
	n = read_fd(b, buf, len);
	b->place += (int64_t)n;
	return n;
}

size_t
bytes_read(struct bytes *b, void *buf, size_t len)
{
	size_t done = 0;

	if (b->seekable)
		return read_file(b, buf, len);
	if (b->place < (int64_t)b->head_len) {
		done = b->head_len - (size_t)b->place;
		done = done < len ? done : len;
		memcpy(buf, b->head + b->place, done);
	}
	/* beyond the head only what comes next can be read */
	if (done < len && b->place + (int64_t)done == b->fd_place)
		done += read_fd(b, (char *)buf + done, len - done);
	b->place += (int64_t)done;
	return done;
}

int64_t
bytes_seek(struct bytes *b, int64_t place)
{
	if (place < 0)
		return -1;
	if (!b->seekable && place > (int64_t)b->head_len && place < b->fd_place)
		return -1;
	b->place = place;
	return place;
}

int64_t
bytes_tell(const struct bytes *b)
{
	return b->place;
}

int64_t
bytes_length(const struct bytes *b)
{
	if (!b->seekable && b->ended)
		return b->fd_place;
	return b->length;
}

bool
bytes_slurp(struct bytes *b)
{
	if (b->seekable)
		return true;
	for (size_t end = 2 * BYTES_HEAD; !b->ended; end *= 2) {
		if (b->head_len >= BYTES_SLURP_MAX || b->fd_place != (int64_t)b->head_len)
			return false;
		fill_head(b, end < BYTES_SLURP_MAX ? end : BYTES_SLURP_MAX);
	}
	return true;
}
