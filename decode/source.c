/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "foreign.h"
#include "io/mpeg.h"
#include "io/samples.h"
#include "sniff.h"

#define DROP_FRAMES 4096

#define TAGS_LEN_MAX ((size_t)16 * 1024 * 1024) /* libmpg123 holds a tag in memory as a whole */
#define N_TAGS_MAX 100

struct source {
	struct bytes *bytes;
	struct container container;
	const struct source_driver *driver;
	void *state;
	struct source_info info;
	int64_t sought; /* where a seek led, 0: nowhere */
	int64_t done;
	char error[SOURCE_ERROR_LEN];
};

/*
 * Takes the ID3v2 tag away with which the bytes begin. Adds it to *tags, which hold up to
 * TAGS_LEN_MAX; a longer one is not kept. Returns whether there was one.
 */
static bool
take_tag(struct bytes *b, unsigned char **tags, size_t *tags_len, size_t *cap)
{
	const unsigned char *head;
	size_t len = bytes_head(b, &head), left = mpeg_id3_len(head, len), end = left, got = 1;

	if (left == 0)
		return false;
	bytes_seek(b, 0);
	while (*tags_len + left <= TAGS_LEN_MAX && left > 0 && got > 0) {
		xgrow(tags, cap, *tags_len + BYTES_HEAD, 1);
		got = bytes_read(b, *tags + *tags_len, left < BYTES_HEAD ? left : BYTES_HEAD);
		*tags_len += got;
		left -= got;
	}
	bytes_skip_to(b, (int64_t)end);
	return bytes_splice(b, NULL, 0, (int64_t)end);
}

/* what the bytes are, and the library that reads it; NULL with a reason */
static const struct source_driver *
choose(struct source *s, char *error)
{
	const struct source_driver *driver = &source_sndfile;
	unsigned char *tags = NULL;
	size_t tags_len = 0, cap = 0, len;
	const unsigned char *head;
	const struct foreign *foreign;

	len = bytes_head(s->bytes, &head);
	if (len == 0)
		snprintf(error, SOURCE_ERROR_LEN, "empty");
	for (int i = 0; i < N_TAGS_MAX && take_tag(s->bytes, &tags, &tags_len, &cap);)
		i++;
	container_open(&s->container, s->bytes);
	if (len > 0)
		len = bytes_head(s->bytes, &head);
	foreign = foreign_find(head, len);
	if (len >= 4 && memcmp(head, "OggS", 4) == 0)
		driver = &source_ogg;
	if (foreign != NULL && !foreign->is_shared)
		driver = &source_ffmpeg;
	else if (s->container.is_mpeg || (!s->container.found && sniff_is_mpeg(head, len))) {
		driver = &source_mpg123;
		/* it reads what the tag says of the music */
		if (tags_len > 0 && !s->container.is_mpeg)
			bytes_splice(s->bytes, tags, tags_len, 0);
	}
	free(tags);
	return len > 0 ? driver : NULL;
}

/* by ffmpeg, what the library that comes first for such files did not open */
static void
open_otherwise(struct source *s, char *error)
{
	const unsigned char *head;
	size_t len = bytes_head(s->bytes, &head);
	const struct foreign *foreign = foreign_find(head, len);
	char other[SOURCE_ERROR_LEN] = "", *why;

	if (foreign == NULL || !foreign->is_shared || s->driver == &source_mpg123 ||
	    bytes_failed(s->bytes) != NULL)
		return;
	s->driver = &source_ffmpeg;
	s->state = s->driver->open(s->bytes, &s->container, &s->info, other);
	if (s->state == NULL) {
		why = xstrdup(error);
		snprintf(error, SOURCE_ERROR_LEN, "%.100s; %.150s", why, other);
		free(why);
	}
}

struct source *
source_open(struct bytes *bytes, char *error)
{
	struct source *s = xcalloc(1, sizeof(*s));

	s->bytes = bytes;
	s->info.n_frames = -1;
	snprintf(error, SOURCE_ERROR_LEN, "no audio behind its tag");
	s->driver = choose(s, error);
	if (s->driver != NULL)
		s->state = s->driver->open(bytes, &s->container, &s->info, error);
	if (s->info.is_mpeg) {
		s->driver = &source_mpg123;
		s->state = s->driver->open(bytes, &s->container, &s->info, error);
	}
	if (s->driver != NULL && s->state == NULL)
		open_otherwise(s, error);
	/* what a library makes of bytes that cannot be read is not to be believed */
	if (bytes_failed(bytes) != NULL)
		snprintf(error, SOURCE_ERROR_LEN, "%s", bytes_failed(bytes));
	if (s->state != NULL && bytes_failed(bytes) == NULL)
		return s;
	source_close(s);
	return NULL;
}

long
source_end(int64_t n_done, int64_t n_frames, long rate, char *error)
{
	int64_t lost = n_frames - n_done;

	if (n_frames <= 0 || lost <= 0)
		return 0;
	snprintf(error, SOURCE_ERROR_LEN, "cut short: %lld of %lld samples", (long long)n_done,
	    (long long)n_frames);
	return lost <= n_frames / SOURCE_LOSS_PART && lost <= SOURCE_LOSS_S * (int64_t)rate ? 0
											    : -1;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	if (s->state != NULL)
		s->driver->close(s->state);
	container_close(&s->container);
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
	if (got <= 0 && s->sought > 0 && s->done == s->sought) {
		snprintf(s->error, sizeof(s->error),
		    "cut short: it ends before sample %lld of %lld", (long long)s->sought,
		    (long long)s->info.n_frames);
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

int
source_seek(struct source *s, int64_t frame)
{
	float dropped[DROP_FRAMES];
	int64_t at;
	long got = 1;

	/* an end that is not known could be passed */
	if (s->info.n_frames <= frame)
		return 0;
	at = s->driver->seek(s->state, frame, s->error);
	if (at <= 0)
		return (int)at;
	s->sought = at;
	for (s->done = at; s->done < frame && got > 0;) {
		int64_t left = frame - s->done;

		got = source_read(s, dropped, left < DROP_FRAMES ? (size_t)left : DROP_FRAMES);
	}
	return got < 0 ? -1 : 1;
}
