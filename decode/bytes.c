/* SPDX-License-Identifier: MIT */
#include "bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "errand.h"

#define BLOCK ((size_t)64 * 1024)

struct bytes {
	int fd;
	bool seekable;
	unsigned char *head; /* the first head_len bytes, all of a pipe's after bytes_slurp */
	size_t head_len, head_cap;
	unsigned char
	    *block; /* a file: some bytes further on, for libraries that read few at a time */
	size_t block_len;
	int64_t block_place;
	bool ended;       /* a pipe: no byte comes after fd_place */
	int64_t fd_place; /* of the next byte from fd */
	int64_t place;    /* of the reader */
	int64_t offset;   /* a file: of place 0 in it */
	int64_t end;      /* nothing is read from here on but the tail */
	const unsigned char *tail;
	size_t tail_len;
	int64_t length;
	int err;
};

struct bytes *
bytes_open_descriptor(int fd)
{
	struct bytes *b;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return NULL;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return NULL;
	}
	b = xcalloc(1, sizeof(*b));
	b->fd = fd;
	b->end = INT64_MAX;
	b->seekable = S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_SET) == 0;
	b->length = b->seekable ? (int64_t)st.st_size : -1;
	return b;
}

struct bytes *
bytes_open(const char *path)
{
	bool is_stdin = path == NULL || strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct bytes *b = fd >= 0 ? bytes_open_descriptor(fd) : NULL;

	if (b == NULL && fd >= 0 && !is_stdin) {
		int err = errno;

		close(fd);
		errno = err;
	}
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
	free(b->block);
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

/* a file: from the descriptor, at a place */
static size_t
read_at(struct bytes *b, int64_t place, void *buf, size_t len)
{
	if (b->fd_place != place && lseek(b->fd, (off_t)(place + b->offset), SEEK_SET) < 0) {
		b->err = errno;
		return 0;
	}
	b->fd_place = place;
	b->ended = false;
	return read_fd(b, buf, len);
}

size_t
bytes_hold(struct bytes *b, size_t end)
{
	if (b->seekable && b->head_len < end) {
		xgrow(&b->head, &b->head_cap, end, 1);
		b->head_len +=
		    read_at(b, (int64_t)b->head_len, b->head + b->head_len, end - b->head_len);
	} else if (!b->seekable) {
		fill_head(b, end);
	}
	end = end < b->head_len ? end : b->head_len;
	return (int64_t)end < b->end ? end : (size_t)b->end;
}

size_t
bytes_head(struct bytes *b, const unsigned char **head)
{
	size_t len = bytes_hold(b, BYTES_HEAD);

	*head = b->head;
	return len;
}

/* what there is at the current place of bytes[n] that begin at `first` in the whole */
static size_t
take(struct bytes *b, const unsigned char *bytes, size_t n, int64_t first, void *buf, size_t len)
{
	int64_t at = b->place - first;

	if (at < 0 || at >= (int64_t)n)
		return 0;
	len = len < n - (size_t)at ? len : n - (size_t)at;
	memcpy(buf, bytes + at, len);
	b->place += (int64_t)len;
	return len;
}

/* Reads what the head or the block has, else a block, or what is larger than one. */
static size_t
read_file(struct bytes *b, void *buf, size_t len)
{
	size_t n = take(b, b->head, b->head_len, 0, buf, len);

	if (n == 0)
		n = take(b, b->block, b->block_len, b->block_place, buf, len);
	if (n > 0)
		return n;
	if (len >= BLOCK) {
		n = read_at(b, b->place, buf, len);
		b->place += (int64_t)n;
		return n;
	}
	if (b->block == NULL)
		b->block = xmalloc(BLOCK);
	b->block_place = b->place;
	b->block_len = read_at(b, b->place, b->block, BLOCK);
	return take(b, b->block, b->block_len, b->block_place, buf, len);
}

static size_t
read_before_end(struct bytes *b, void *buf, size_t len)
{
	size_t done = 0, n;

	if (b->place >= b->end)
		return 0;
	if ((int64_t)len > b->end - b->place)
		len = (size_t)(b->end - b->place);
	if (b->seekable) {
		while (done < len && (n = read_file(b, (char *)buf + done, len - done)) > 0)
			done += n;
		return done;
	}
	done = take(b, b->head, b->head_len, 0, buf, len);
	/* beyond the head only what comes next can be read */
	if (done < len && b->place == b->fd_place) {
		n = read_fd(b, (char *)buf + done, len - done);
		b->place += (int64_t)n;
		done += n;
	}
	return done;
}

size_t
bytes_read(struct bytes *b, void *buf, size_t len)
{
	size_t done = read_before_end(b, buf, len);

	if (done < len && b->tail_len > 0)
		done += take(b, b->tail, b->tail_len, b->end, (char *)buf + done, len - done);
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
	int64_t length = !b->seekable && b->ended ? b->fd_place : b->length;

	if (!b->seekable && b->end <= b->fd_place)
		length = b->end;
	return length >= b->end ? b->end + (int64_t)b->tail_len : length;
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

static bool
write_all(int fd, const unsigned char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR)
			return false;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* the rest of a pipe behind what is kept of it; false with b->err, or where it is too long */
static bool
copy_pipe(struct bytes *b, int fd)
{
	bool ok = write_all(fd, b->head, b->head_len);

	if (b->block == NULL)
		b->block = xmalloc(BLOCK);
	while (ok && !b->ended && b->fd_place < (int64_t)BYTES_SLURP_MAX)
		ok = write_all(fd, b->block, read_fd(b, b->block, BLOCK));
	if (!ok)
		b->err = errno;
	return b->ended && b->err == 0;
}

bool
bytes_spool(struct bytes *b)
{
	int fd;

	bytes_set_end(b, INT64_MAX);
	if (b->seekable)
		return true;
	if (b->fd_place != (int64_t)b->head_len)
		return false;
	fd = errand_nameless();
	if (fd < 0)
		b->err = errno;
	if (fd < 0 || !copy_pipe(b, fd)) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	if (b->fd != STDIN_FILENO)
		close(b->fd);
	b->fd = fd;
	b->seekable = true;
	b->offset = 0;
	b->length = b->fd_place;
	b->block_len = 0;
	b->place = 0;
	return true;
}

void
bytes_restart(struct bytes *b)
{
	b->length += b->offset;
	b->offset = 0;
	b->head_len = b->block_len = 0;
	b->fd_place = -1;
	b->place = 0;
	bytes_set_end(b, INT64_MAX);
}

int
bytes_descriptor(struct bytes *b)
{
	lseek(b->fd, 0, SEEK_SET);
	b->fd_place = -1; /* nowhere: another program may move it */
	return b->fd;
}

int
bytes_keep(struct bytes *b, int64_t end)
{
	if (b->seekable)
		return end <= bytes_length(b);
	if (end <= (int64_t)b->head_len)
		return 1;
	if (end > (int64_t)BYTES_SLURP_MAX || b->fd_place != (int64_t)b->head_len)
		return -1;
	fill_head(b, (size_t)end);
	return end <= (int64_t)b->head_len;
}

bool
bytes_skip_to(struct bytes *b, int64_t place)
{
	if (b->seekable) {
		b->place = place;
		return place <= b->length;
	}
	if (b->block == NULL)
		b->block = xmalloc(BLOCK);
	while (place > (int64_t)b->head_len && place > b->fd_place && !b->ended) {
		int64_t left = place - b->fd_place;

		read_fd(b, b->block, left < (int64_t)BLOCK ? (size_t)left : BLOCK);
	}
	b->place = place;
	return place <= (int64_t)b->head_len || place == b->fd_place;
}

bool
bytes_splice(struct bytes *b, const void *prefix, size_t len, int64_t at)
{
	size_t kept = 0;

	if (!b->seekable) {
		if (b->fd_place == (int64_t)b->head_len && at <= b->fd_place)
			kept = b->head_len - (size_t)at;
		else if (at != b->fd_place)
			return false;
	}
	xgrow(&b->head, &b->head_cap, len + kept + 1, 1);
	memmove(b->head + len, b->head + at * (kept > 0), kept);
	if (len > 0)
		memcpy(b->head, prefix, len);
	b->head_len = len + kept;
	b->fd_place += (int64_t)len - at;
	b->offset += at - (int64_t)len;
	if (b->length >= 0)
		b->length += (int64_t)len - at;
	b->block_len = 0;
	bytes_set_end(b, INT64_MAX);
	b->place = 0;
	return true;
}

void
bytes_set_end(struct bytes *b, int64_t place)
{
	bytes_set_tail(b, place, NULL, 0);
}

void
bytes_set_tail(struct bytes *b, int64_t place, const void *tail, size_t len)
{
	b->end = place;
	b->tail = tail;
	b->tail_len = len;
}
