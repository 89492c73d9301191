/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mpg123.h>

#include "base/xmalloc.h"
#include "io/mpeg.h"
#include "sniff.h"

#define CHUNK_FRAMES 8192
#define FRAME_LEN_MAX 3456 /* that libmpg123 reads */
#define PREFRAMES 64       /* before one that is sought; bits of it may stand in 46 of the least */
#define PREFRAMES_OTHER 2  /* of layers 1 and 2, as libmpg123 has it */
#define PHASE 8
#define SLIP_LEN 4 /* bytes that careless copying loses at an end */

struct reader {
	struct bytes *bytes;
	const struct container *container;
	mpg123_handle *handle;
	long rate;
	int channels;
	float *frames;     /* [CHUNK_FRAMES][2] of stereo */
	int64_t expected;  /* samples by the tag of the encoder, -1: it left none */
	bool is_front_cut; /* the tag is of more than there is */
	int64_t done;
	size_t n_lacking; /* bytes of the last frame, zeros in their place */
	int last;         /* what mpg123_read said, to be acted on when its samples are used up */
};

/*
 * The frame within which the bytes end is filled up with zeros, as libmpg123 would drop it. It asks
 * for what follows a header at once.
 */
static ssize_t
on_read(void *user, void *buf, size_t len)
{
	struct reader *r = user;
	size_t n = bytes_read(r->bytes, buf, len);

	if (n == 0 && bytes_failed(r->bytes) != NULL)
		return -1;
	if (n < len && len > MPEG_HEADER_LEN && len <= FRAME_LEN_MAX && r->n_lacking == 0) {
		r->n_lacking = len - n;
		memset((char *)buf + n, 0, len - n);
		return (ssize_t)len;
	}
	return (ssize_t)n;
}

/* no seeking: a length then comes from the encoder's tag alone, never from a guess */
static off_t
on_seek(void *user, off_t offset, int whence)
{
	(void)user;
	(void)offset;
	(void)whence;
	return -1;
}

static void
reader_close(void *state)
{
	struct reader *r = state;

	mpg123_delete(r->handle);
	free(r->frames);
	free(r);
}

static const char *
text_of(const mpg123_string *s)
{
	return s != NULL && s->fill > 0 ? s->p : NULL;
}

/* those of an ID3v2 tag */
static void
take_tags(mpg123_handle *h, struct tags *tags)
{
	mpg123_id3v1 *v1;
	mpg123_id3v2 *v2;

	if (mpg123_id3(h, &v1, &v2) != MPG123_OK || v2 == NULL)
		return;
	tag_take(tags->artist, text_of(v2->artist));
	tag_take(tags->title, text_of(v2->title));
	tag_take_id3_genre(tags->genre, text_of(v2->genre));
}

/* a field of an ID3v1 tag, UTF-8 or else CP-1252, where no newer one is */
static void
take_old_tag(char *tag, const char *field, size_t len)
{
	mpg123_string text;

	if (*tag != '\0')
		return;
	mpg123_init_string(&text);
	if (mpg123_store_utf8(&text, mpg123_text_icy, (const unsigned char *)field, len))
		tag_take(tag, text_of(&text));
	mpg123_free_string(&text);
}

/* those of an ID3v1 tag, the last bytes of a file, where a pipe has not come yet */
static void
take_old_tags(struct bytes *bytes, struct tags *tags)
{
	int64_t place = bytes_tell(bytes), at = bytes_length(bytes) - (int64_t)sizeof(mpg123_id3v1);
	mpg123_id3v1 old;
	char genre[8];

	if (at < 0 || bytes_seek(bytes, at) < 0)
		return;
	if (bytes_read(bytes, &old, sizeof(old)) == sizeof(old) && memcmp(old.tag, "TAG", 3) == 0) {
		take_old_tag(tags->artist, old.artist, sizeof(old.artist));
		take_old_tag(tags->title, old.title, sizeof(old.title));
		snprintf(genre, sizeof(genre), "(%d)", old.genre);
		if (*tags->genre == '\0' && old.genre < TAG_N_ID3_GENRES)
			tag_take_id3_genre(tags->genre, genre);
	}
	bytes_seek(bytes, place);
}

/*
 * Channels are mixed here: libmpg123's own mono is the left channel alone in layers 1 and 2, and in
 * layer 3 adds spectra of long and short blocks as if they were the same. It would save 7 %.
 */
static bool
configure(mpg123_handle *h)
{
	long flags = MPG123_FORCE_FLOAT | MPG123_QUIET | MPG123_GAPLESS;
	const long *rates;
	size_t n_rates;

	if (mpg123_param(h, MPG123_ADD_FLAGS, flags, 0) != MPG123_OK ||
	    mpg123_param(h, MPG123_RESYNC_LIMIT, 256 * 1024, 0) != MPG123_OK ||
	    mpg123_param(h, MPG123_PREFRAMES, PREFRAMES, 0) != MPG123_OK ||
	    mpg123_format_none(h) != MPG123_OK)
		return false;
	mpg123_rates(&rates, &n_rates);
	for (size_t i = 0; i < n_rates; i++) {
		if (mpg123_format(h, rates[i], MPG123_MONO | MPG123_STEREO, MPG123_ENC_FLOAT_32) !=
		    MPG123_OK)
			return false;
	}
	return mpg123_replace_reader_handle(h, on_read, on_seek, NULL) == MPG123_OK;
}

/*
 * Whether the song lost its beginning, and kept the tag of its encoder: no frame follows that, or
 * one that needs bits of frames before it (main_data_begin: ISO 11172-3, 2.4.1.7), which no encoder
 * makes.
 */
static bool
lacks_beginning(struct bytes *bytes)
{
	const unsigned char *head;
	size_t len = bytes_head(bytes, &head), at = mpeg_id3_len(head, len);
	struct mpeg_frame frame;
	bool is_mpeg1, has_checksum;

	if (at > len || len - at < MPEG_HEADER_LEN || !mpeg_read_header(head + at, &frame) ||
	    frame.layer != 3 || len - at < frame.len + MPEG_HEADER_LEN + 4)
		return false;
	head += at + frame.len;
	if (!mpeg_read_header(head, &frame))
		return true;
	is_mpeg1 = (head[1] & 0x18) == 0x18;
	has_checksum = (head[1] & 1) == 0;
	head += MPEG_HEADER_LEN + (has_checksum ? 2 : 0);
	return head[0] != 0 || (is_mpeg1 && (head[1] & 0x80) != 0);
}

/* the length of frames whose headers do not tell it; libmpg123 would have to seek to find out */
static void
tell_free_format(struct reader *r)
{
	const unsigned char *head;
	size_t len = bytes_head(r->bytes, &head), at = mpeg_id3_len(head, len);

	len = at < len ? sniff_free_frame_len(head + at, len - at) : 0;
	if (len > 0)
		mpg123_param(r->handle, MPG123_FREEFORMAT_SIZE, (long)(len - MPEG_HEADER_LEN), 0);
}

static void *
reader_open(struct bytes *bytes, struct container *container, struct source_info *info, char *error)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	int encoding;
	off_t length;

	r->container = container;
	r->bytes = bytes;
	bytes_seek(bytes, 0);
	mpg123_init();
	r->handle = mpg123_new(NULL, NULL);
	if (r->handle == NULL || !configure(r->handle)) {
		snprintf(error, SOURCE_ERROR_LEN, "cannot set up libmpg123");
		goto fail;
	}
	tell_free_format(r);
	if (mpg123_open_handle(r->handle, r) != MPG123_OK ||
	    mpg123_getformat(r->handle, &r->rate, &r->channels, &encoding) != MPG123_OK) {
		snprintf(error, SOURCE_ERROR_LEN, "no audio that libmpg123 can read: %.150s",
		    mpg123_strerror(r->handle));
		goto fail;
	}
	length = mpg123_length(r->handle);
	r->is_front_cut = length > 0 && lacks_beginning(bytes);
	r->expected = length > 0 && !r->is_front_cut ? (int64_t)length : -1;
	info->rate = r->rate;
	info->n_frames = r->expected;
	take_tags(r->handle, &info->tags);
	take_old_tags(bytes, &info->tags);
	return r;
fail:
	reader_close(r);
	return NULL;
}

/* nothing is announced: an end within a frame may be anywhere, but for a few bytes */
static long
unannounced_end(struct reader *r, char *error)
{
	if (r->n_lacking > SLIP_LEN ||
	    (r->last != MPG123_DONE && mpg123_errcode(r->handle) == MPG123_ERR_READER)) {
		snprintf(error, SOURCE_ERROR_LEN, "cut short within a frame after %lld samples",
		    (long long)r->done);
		return -1;
	}
	if (r->last != MPG123_DONE) {
		snprintf(error, SOURCE_ERROR_LEN, "damaged after %lld samples: %.150s",
		    (long long)r->done, mpg123_strerror(r->handle));
		return -1;
	}
	if (r->n_lacking > 0)
		snprintf(error, SOURCE_ERROR_LEN, "its last frame lacks %zu bytes", r->n_lacking);
	else if (r->container->n_bytes > bytes_tell(r->bytes) && bytes_tell(r->bytes) > 0)
		/* as many more samples as the header around it has more bytes */
		return source_end(r->done,
		    (int64_t)((double)r->done * (double)r->container->n_bytes /
			(double)bytes_tell(r->bytes)),
		    r->rate, error);
	else if (r->is_front_cut)
		snprintf(error, SOURCE_ERROR_LEN,
		    "its beginning was cut off, and the length that its tag names is older");
	return 0;
}

/*
 * The end, of the bytes or of what libmpg123 makes of them. What was announced and is there is the
 * song, whatever comes then; but more than a second behind it is another song, that is judged by
 * itself.
 */
static long
at_end(struct reader *r, char *error)
{
	int64_t over = r->done - r->expected;

	if (r->expected < 0 || over > r->rate)
		return unannounced_end(r, error);
	if (over >= 0 && r->n_lacking > 0)
		snprintf(error, SOURCE_ERROR_LEN, "its last frame lacks %zu bytes", r->n_lacking);
	return source_end(r->done, r->expected, r->rate, error);
}

/* the format of what comes now; another rate than before ends the track */
static bool
same_rate(struct reader *r, char *error)
{
	int encoding;
	long rate = r->rate;

	mpg123_getformat(r->handle, &rate, &r->channels, &encoding);
	if (rate == r->rate)
		return true;
	snprintf(error, SOURCE_ERROR_LEN,
	    "the sample rate changes from %ld to %ld Hz after %lld "
	    "samples",
	    r->rate, rate, (long long)r->done);
	return false;
}

/* what libmpg123 has next, as the mean of the channels; returns how many samples */
static size_t
read_mixed(struct reader *r, float *mono, size_t n)
{
	size_t len = 0;

	if (r->channels == 1) {
		r->last = mpg123_read(r->handle, (void *)mono, n * sizeof(*mono), &len);
		return len / sizeof(*mono);
	}
	if (r->frames == NULL)
		r->frames = xreallocarray(NULL, CHUNK_FRAMES, 2 * sizeof(*r->frames));
	n = n < CHUNK_FRAMES ? n : CHUNK_FRAMES;
	r->last = mpg123_read(r->handle, (void *)r->frames, n * 2 * sizeof(*mono), &len);
	n = len / sizeof(*mono) / 2;
	for (size_t i = 0; i < n; i++)
		mono[i] = (r->frames[2 * i] + r->frames[2 * i + 1]) / 2;
	return n;
}

static long
reader_read(void *state, float *mono, size_t n, char *error)
{
	struct reader *r = state;

	/* what came with the last samples */
	while (r->last == MPG123_OK || (r->last == MPG123_NEW_FORMAT && same_rate(r, error))) {
		size_t got = read_mixed(r, mono, n);

		if (got > 0) {
			r->done += (int64_t)got;
			return (long)got;
		}
	}
	return r->last == MPG123_NEW_FORMAT ? -1 : at_end(r, error);
}

/*
 * Frame by frame, of which the headers alone are read, but for the last ones, which are decoded and
 * dropped. libmpg123 sums its filter bank in an order that depends on which frame was the first,
 * and comes round after PHASE frames; from the start that is the first one that is not silence of
 * the encoder as a whole. In layer 3 of lower rates it also depends on how many frames lack bits:
 * those are read.
 */
static int64_t
reader_seek(void *state, int64_t frame, char *error)
{
	struct reader *r = state;
	struct mpg123_frameinfo mpeg;
	off_t at, first, spf = mpg123_spf(r->handle);
	long decoded; /* before a frame that is sought */

	(void)error;
	if (spf <= 0 || mpg123_info(r->handle, &mpeg) != MPG123_OK ||
	    (mpeg.version != MPG123_1_0 && mpeg.layer == 3))
		return 0;
	decoded = mpeg.layer == 3 ? PREFRAMES : PREFRAMES_OTHER;
	at = (((off_t)frame / spf - decoded) / PHASE - 1) * PHASE + decoded;
	if (at <= decoded || mpg123_seek_frame(r->handle, at, SEEK_SET) != at)
		return 0;
	first = (at * spf - mpg123_tell(r->handle)) / spf % PHASE;
	if (first < 0 || mpg123_seek_frame(r->handle, at + first, SEEK_SET) != at + first)
		return 0;
	r->done = mpg123_tell(r->handle);
	return r->done;
}

const struct source_driver source_mpg123 = {reader_open, reader_read, reader_seek, reader_close};
