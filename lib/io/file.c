/* SPDX-License-Identifier: MIT */
#include "io/file.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "io/input.h"

#define FIRST_LEN ((size_t)16 * 1024) /* of a file whose length is not known */
#define LARGE ((size_t)1024 * 1024)   /* what is worth large pages */

/* Reads to the end, but stops once there are more than len_max bytes. */
static char *
read_all(struct input *in, size_t len_max, size_t *len)
{
	int64_t expected = input_length(in);
	bool known = expected > 0 && (uint64_t)expected <= len_max;
	/*
	 * a byte more than there should be: that it does not come is the end; and one for the NUL
	 */
	size_t cap = known ? (size_t)expected + 2 : FIRST_LEN, got;
	char *data = cap > LARGE ? xlargearray(cap, 1) : xmalloc(cap);

	*len = 0;
	while ((got = input_read(in, data + *len, cap - 1 - *len)) > 0) {
		*len += got;
		if (*len > len_max)
			break;
		if (*len == cap - 1)
			xgrow(&data, &cap, 2 * cap, 1);
	}
	data[*len] = '\0';
	return data;
}

static char *
read_input(struct input *in, size_t len_max, size_t *len, const char **why)
{
	char *data = read_all(in, len_max, len);

	*why = NULL;
	if (input_failed(in) != 0)
		*why = strerror(input_failed(in));
	else if (*len > len_max)
		*why = "too large for what it should be";
	input_close(in);
	if (*why == NULL)
		return data;
	free(data);
	*len = 0;
	return NULL;
}

char *
file_read(const char *path, size_t len_max, size_t *len, const char **why)
{
	struct input *in = input_open(path);

	if (in != NULL)
		return read_input(in, len_max, len, why);
	*len = 0;
	*why = strerror(errno);
	return NULL;
}

char *
file_read_fd(int fd, size_t len_max, size_t *len, const char **why)
{
	return read_input(input_from_fd(fd, ""), len_max, len, why);
}
