/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "errand.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xmalloc.h"

#define FDS_MAX 2

enum request_kind { REQUEST_OPEN, REQUEST_NAMELESS, REQUEST_START, REQUEST_WAIT, REQUEST_END };

struct request {
	int32_t kind;
	uint64_t number; /* of a file */
	struct tool_order order;
};

struct answer {
	int32_t err; /* 0 or an errno */
	int32_t status;
	int32_t n_fds; /* that come with it */
};

static const struct walk *files;
static struct child *child; /* the program that was started last, NULL: none */
static int asked = -1;      /* the socket, -1: nobody is asked */

void
errand_begin(const struct walk *w)
{
	files = w;
}

void
errand_ask(int socket)
{
	asked = socket;
}

/* --- a message with descriptors */

static bool
send_message(int socket, const void *message, size_t len, const int *fds, size_t n_fds)
{
	union {
		char bytes[CMSG_SPACE(FDS_MAX * sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct iovec part = {(void *)(uintptr_t)message, len};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
	ssize_t n;

	if (n_fds > 0) {
		struct cmsghdr *c;

		m.msg_control = control.bytes;
		m.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(n_fds * sizeof(int));
		memcpy(CMSG_DATA(c), fds, n_fds * sizeof(int));
	}
	do {
		n = sendmsg(socket, &m, 0);
	} while (n < 0 && errno == EINTR);
	return n == (ssize_t)len;
}

/* One message; fds[FDS_MAX] and *n_fds: what came with it. False at the end. */
static bool
receive_message(int socket, void *message, size_t len, int fds[FDS_MAX], size_t *n_fds)
{
	union {
		char bytes[CMSG_SPACE(FDS_MAX * sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct iovec part = {message, len};
	struct msghdr m = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = control.bytes,
	    .msg_controllen = sizeof(control.bytes)};
	struct cmsghdr *c;
	ssize_t n;

	do {
		n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC | MSG_WAITALL);
	} while (n < 0 && errno == EINTR);
	*n_fds = 0;
	if (n <= 0)
		return false;
	for (c = CMSG_FIRSTHDR(&m); c != NULL; c = CMSG_NXTHDR(&m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		*n_fds = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		memcpy(fds, CMSG_DATA(c), *n_fds * sizeof(int));
	}
	return n == (ssize_t)len;
}

/* --- what is done, in the process that has the rights */

static int
open_file(uint64_t number)
{
	const char *path;

	if (files == NULL || number >= files->n_files) {
		errno = EINVAL;
		return -1;
	}
	path = files->files[number].path;
	return strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
}

static int
open_nameless(void)
{
	const char *folder = getenv("TMPDIR");
	char *path =
	    xasprintf("%s/mgc-XXXXXX", folder != NULL && *folder != '\0' ? folder : "/tmp");
	int fd = mkstemp(path), err = errno;

	if (fd >= 0) {
		unlink(path);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	free(path);
	errno = err;
	return fd;
}

static void
end_child(void)
{
	child_free(child);
	child = NULL;
}

static bool
start(const struct tool_order *order, int input, bool confined, int ends[2])
{
	end_child();
	child = tool_start(order, input, confined, ends);
	return child != NULL;
}

/* does what was asked for; out[FDS_MAX]: descriptors that go with the answer */
static struct answer
answer_to(const struct request *q, int input, int out[FDS_MAX])
{
	struct answer a = {0};

	switch (q->kind) {
	case REQUEST_OPEN:
	case REQUEST_NAMELESS:
		out[0] = q->kind == REQUEST_OPEN ? open_file(q->number) : open_nameless();
		a.n_fds = out[0] > STDIN_FILENO; /* it has that one */
		a.err = out[0] < 0 ? errno : 0;
		break;
	case REQUEST_START:
		if (input >= 0 && start(&q->order, input, true, out))
			a.n_fds = 2;
		else
			a.err = input >= 0 ? errno : EINVAL;
		break;
	case REQUEST_WAIT:
		a.status = child != NULL ? child_wait(child) : 0;
		break;
	case REQUEST_END:
		end_child();
		break;
	default:
		a.err = EINVAL;
	}
	return a;
}

void
errand_serve(int socket)
{
	int in[FDS_MAX], out[FDS_MAX];
	struct request q;
	size_t n_in;
	bool goes_on = true;

	while (goes_on && receive_message(socket, &q, sizeof(q), in, &n_in)) {
		struct answer a = answer_to(&q, n_in > 0 ? in[0] : -1, out);

		goes_on = send_message(socket, &a, sizeof(a), out, (size_t)a.n_fds);
		while (n_in > 0)
			close(in[--n_in]);
		while (a.n_fds > 0)
			close(out[--a.n_fds]);
	}
	end_child();
}

/* --- what is asked, in the one that has not */

/* False with errno. Descriptors come in fds[FDS_MAX]. */
static bool
ask(const struct request *q, int input, struct answer *a, int fds[FDS_MAX])
{
	size_t n_fds;

	if (!send_message(asked, q, sizeof(*q), &input, input >= 0) ||
	    !receive_message(asked, a, sizeof(*a), fds, &n_fds) || (size_t)a->n_fds != n_fds) {
		errno = EIO;
		return false;
	}
	errno = a->err;
	return a->err == 0;
}

static int
ask_for_file(const struct request *q)
{
	int fds[FDS_MAX];
	struct answer a;

	if (!ask(q, -1, &a, fds))
		return -1;
	return a.n_fds > 0 ? fds[0] : STDIN_FILENO;
}

int
errand_open(size_t number)
{
	return asked < 0 ? open_file(number)
			 : ask_for_file(&(struct request){REQUEST_OPEN, .number = number});
}

int
errand_nameless(void)
{
	return asked < 0 ? open_nameless() : ask_for_file(&(struct request){REQUEST_NAMELESS});
}

bool
errand_start(const struct tool_order *order, int input, int ends[2])
{
	struct request q = {REQUEST_START, .order = *order};
	struct answer a;

	/* on one's own means by the user's wish, or where nothing can be confined */
	return asked < 0 ? start(order, input, false, ends) : ask(&q, input, &a, ends);
}

int
errand_wait(void)
{
	struct request q = {REQUEST_WAIT};
	struct answer a = {0};
	int none[FDS_MAX];

	if (asked < 0)
		return child != NULL ? child_wait(child) : 0;
	ask(&q, -1, &a, none);
	return a.status;
}

void
errand_end(void)
{
	struct request q = {REQUEST_END};
	struct answer a;
	int none[FDS_MAX];

	if (asked < 0)
		end_child();
	else
		ask(&q, -1, &a, none);
}
