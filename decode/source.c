/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "io/samples.h"
#include "sniff.h"

struct source {
	struct bytes *bytes;
	const struct source_driver *driver;
	void *state;
	struct source_info info;
	int64_t done;
	char error[SOURCE_ERROR_LEN];
};

struct source *
source_open(struct bytes *bytes, char *error)
{
	struct source s = {.info.n_frames = -1};
	struct source *out;
	const unsigned char *head;
	size_t len = bytes_head(bytes, &head);

	s.bytes = bytes;
	if (len == 0) {
		snprintf(error, SOURCE_ERROR_LEN, "empty");
	} else {
		s.driver = sniff_is_mpeg(head, len) ? &source_mpg123 : &source_sndfile;
		s.state = s.driver->open(bytes, &s.info, error);
	}
	/* what a library makes of bytes that cannot be read is not to be believed */
	if (bytes_failed(bytes) != NULL) {
		snprintf(error, SOURCE_ERROR_LEN, "%s", bytes_failed(bytes));
		if (s.state != NULL)
			s.driver->close(s.state);
		return NULL;
	}
	if (s.state == NULL)
		return NULL;
	out = xmalloc(sizeof(*out));
	*out = s;
	return out;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	s->driver->close(s->state);
	free(s);
}

long
source_rate(const struct source *s)
{
	return s->info.rate;
}

int64_t
source_n_frames(const struct source *s)
{
	return s->info.n_frames;
}

const struct tags *
source_tags(const struct source *s)
{
	return &s->info.tags;
}

const char *
source_error(const struct source *s)
{
	return s->error;
}

long
source_read(struct source *s, float *mono, size_t n)
{
	long got = s->driver->read(s->state, mono, n, s->error);
	size_t sound = got > 0 ? samples_sound(mono, (size_t)got) : 0;

	if (bytes_failed(s->bytes) != NULL) {
		snprintf(s->error, sizeof(s->error), "%s", bytes_failed(s->bytes));
		return -1;
	}
	if (got > 0 && sound < (size_t)got) {
		snprintf(s->error, sizeof(s->error),
		    "sample %lld is not a finite number below 1e15",
		    (long long)(s->done + (int64_t)sound));
		return -1;
	}
	s->done += got > 0 ? got : 0;
	return got;
}
