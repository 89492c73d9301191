/* SPDX-License-Identifier: MIT */
/*
 * Ogg: each link of a chain through libsndfile as a file of its own, since that reads the first one
 * and is silent about the others. Rate and channels may change from link to link.
 */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "ogg.h"

struct reader {
	struct bytes *bytes;
	struct container *container;
	struct source_info *info;
	struct ogg_link link;
	void *file;            /* the link's, NULL: between links */
	unsigned char *mended; /* the last page, when the bytes end within it */
	size_t mended_len;
	char remark[SOURCE_ERROR_LEN]; /* on links that have ended */
	int64_t done;
	long n_links;
};

static void
reader_close(void *state)
{
	struct reader *r = state;

	if (r->file != NULL)
		source_sndfile.close(r->file);
	free(r->mended);
	free(r);
}

/* Opens the next link behind the one before. 1, 0: there is none, -1 with a reason. */
static int
open_link(struct reader *r, char *error)
{
	struct source_info info = {.n_frames = -1};
	int rc = ogg_find_link(r->bytes, r->link.end, &r->link);

	if (rc < 0)
		snprintf(error, SOURCE_ERROR_LEN,
		    "more than %zu MB without a break, too long for a pipe", BYTES_SLURP_MAX >> 20);
	if (rc <= 0)
		return rc;
	if (r->link.is_cut) {
		r->mended = xreallocarray(r->mended, 1, OGG_PAGE_MAX);
		r->mended_len = ogg_mend_page(r->bytes, &r->link, r->mended);
	}
	bytes_splice(r->bytes, NULL, 0, r->link.begin);
	r->link.end -= r->link.begin;
	bytes_set_tail(r->bytes, r->link.end, r->mended, r->mended_len);
	r->file = source_sndfile.open(r->bytes, r->container, &info, error);
	if (r->file == NULL)
		return -1;
	if (r->n_links++ == 0)
		r->info->tags = info.tags;
	r->info->rate = info.rate;
	r->info->n_frames = info.n_frames;
	return 1;
}

static void *
reader_open(struct bytes *bytes, struct container *container, struct source_info *info, char *error)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	int64_t total = bytes_length(bytes);
	int rc;

	r->bytes = bytes;
	r->container = container;
	r->info = info;
	rc = open_link(r, error);
	if (rc > 0) {
		/* what follows is not announced */
		if (total > r->link.begin + r->link.end)
			info->n_frames = -1;
		return r;
	}
	if (rc == 0)
		snprintf(error, SOURCE_ERROR_LEN, "no audio: a page of Ogg that begins nothing");
	reader_close(r);
	return NULL;
}

/* the end of a link: 0, with a remark in r->remark where it may be missed, or -1 */
static long
end_link(struct reader *r, char *error)
{
	const struct ogg_link *link = &r->link;

	source_sndfile.close(r->file);
	r->file = NULL;
	bytes_set_end(r->bytes, INT64_MAX);
	/* how much is lost is known only where libsndfile found it out */
	if (link->is_cut && (r->mended_len == 0 || *error == '\0')) {
		snprintf(
		    error, SOURCE_ERROR_LEN, "cut short after %lld frames", (long long)r->done);
		return -1;
	}
	if (*error != '\0')
		strcpy(r->remark, error);
	else if (!link->has_last)
		snprintf(r->remark, SOURCE_ERROR_LEN,
		    "its end is not marked after %lld frames, it may be cut short",
		    (long long)r->done);
	*error = '\0';
	return 0;
}

static long
reader_read(void *state, float *mono, size_t n, char *error)
{
	struct reader *r = state;
	long got;

	for (;;) {
		int rc;

		if (r->file == NULL && (rc = open_link(r, error)) <= 0) {
			if (rc == 0)
				strcpy(error, r->remark);
			return rc;
		}
		got = source_sndfile.read(r->file, mono, n, error);
		if (got != 0) {
			r->done += got > 0 ? got : 0;
			return got;
		}
		if (end_link(r, error) < 0)
			return -1;
	}
}

/* within the first link; a length is known only where it is the last one too */
static int64_t
reader_seek(void *state, int64_t frame, char *error)
{
	struct reader *r = state;
	int64_t at = source_sndfile.seek(r->file, frame, error);

	r->done = at > 0 ? at : 0;
	return at;
}

const struct source_driver source_ogg = {reader_open, reader_read, reader_seek, reader_close};
