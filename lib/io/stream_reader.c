/* SPDX-License-Identifier: MIT */
#include "io/stream.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/crc32.h"
#include "base/xmalloc.h"
#include "io/samples.h"
#include "io/stream_record.h"

#define CHUNK_SAMPLES ((size_t)4 * 1024) /* small enough to stay in the nearest cache */

struct stream_reader {
	struct input *in;
	struct stream_record record;

	struct stream_track track; /* its strings are owned here */
	bool in_track;             /* between track and end or fail */
	bool cut;                  /* the track has segments */
	long segment;              /* the last one, -1: none yet */
	int64_t segment_left;      /* frames of it still to come */
	size_t payload_left;       /* bytes of the current record still to come */
	int64_t n_frames;          /* of the track so far */
	uint32_t crc;

	bool after_eos;          /* nothing since: the input may end here */
	long n_tracks;           /* ended since the last eos */
	long n_fails;            /* failed since the last eos */
	bool resynced_since_eos; /* counts cannot be checked */
	long n_failed;           /* in all */
	bool at_segment_end;
	const char *found; /* by resync: the beginning of the next line, read already */
	bool again;        /* the record at hand, track or eos, came too early: not taken yet */
	bool at_line;      /* the last byte read was the newline of a record's line */

	float samples[CHUNK_SAMPLES];
	float *place; /* or to here the next samples go, n_place; NULL: no */
	size_t n_place;
	char error[512];
};

struct stream_reader *
stream_reader_new(struct input *in)
{
	struct stream_reader *r = xcalloc(1, sizeof(*r));

	r->in = in;
	return r;
}

static void
track_free(struct stream_track *t)
{
	free((char *)t->id);
	free((char *)t->label);
	free((char *)t->artist);
	free((char *)t->title);
	free((char *)t->genre);
	free((char *)t->cut);
	free((char *)t->extra);
	memset(t, 0, sizeof(*t));
}

void
stream_reader_free(struct stream_reader *r)
{
	if (r == NULL)
		return;
	track_free(&r->track);
	input_close(r->in);
	free(r);
}

const char *
stream_error(const struct stream_reader *r)
{
	return r->error;
}

long
stream_n_failed(const struct stream_reader *r)
{
	return r->n_failed;
}

__attribute__((format(printf, 2, 3))) static int
fail(struct stream_reader *r, const char *fmt, ...)
{
	int n = snprintf(r->error, sizeof(r->error), "%.200s: ", input_name(r->in));
	va_list ap;

	if (r->in_track)
		n += snprintf(
		    r->error + n, sizeof(r->error) - (size_t)n, "track %.120s: ", r->track.id);
	if (r->in_track && r->cut && r->segment >= 0)
		n += snprintf(
		    r->error + n, sizeof(r->error) - (size_t)n, "segment %ld: ", r->segment);
	va_start(ap, fmt);
	vsnprintf(r->error + n, sizeof(r->error) - (size_t)n, fmt, ap);
	va_end(ap);
	return -1;
}

static int
fail_truncated(struct stream_reader *r)
{
	if (input_failed(r->in) != 0)
		return fail(r, "%s", strerror(input_failed(r->in)));
	if (r->n_tracks == 0 && r->n_fails == 0 && !r->in_track && r->n_failed == 0)
		return fail(r, "truncated: the stream ends before its first record is complete");
	return fail(r, "truncated: the stream ends without its eos record");
}

/* Reads the line of the next record. Returns 1, 0 at a proper end, -1 with an error. */
static int
read_line(struct stream_reader *r)
{
	size_t len = 0;
	int c;

	r->at_line = false;
	if (r->found != NULL) {
		len = strlen(r->found);
		memcpy(r->record.text, r->found, len);
		r->found = NULL;
	}
	while ((c = input_getc(r->in)) != '\n') {
		if (c == EOF)
			return len == 0 && r->after_eos && input_failed(r->in) == 0
			    ? 0
			    : fail_truncated(r);
		if (len == STREAM_LINE_MAX)
			return fail(
			    r, "not an MGC1 stream: a line of more than %d bytes", STREAM_LINE_MAX);
		if (c == '\0')
			return fail(r, "not an MGC1 stream: a NUL byte in a line");
		r->record.text[len++] = (char)c;
	}
	r->record.text[len] = '\0';
	r->at_line = true;
	return 1;
}

/* the pairs that no getter has asked for, " key=value" each */
static char *
unknown_pairs(const struct stream_record *record)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < record->n_pairs; i++) {
		const struct stream_pair *pair = &record->pairs[i];

		if (!pair->known) {
			char *longer = xasprintf("%s %s=%s", text, pair->key, pair->value);

			free(text);
			text = longer;
		}
	}
	return text;
}

/* a copy of the text of a key, "" without the key */
static char *
copy_text(struct stream_record *record, const char *key)
{
	const char *text = stream_record_string(record, key);

	return xstrdup(text != NULL ? text : "");
}

static int
open_track(struct stream_reader *r)
{
	struct stream_record *rec = &r->record;
	const char *id = stream_record_string(rec, "id"), *fmt;
	int64_t rate, channels, n_frames = -1, skip = 0, max_frames = 0, excerpt = 0;

	if (r->in_track) {
		r->again = true;
		return fail(r, "another track begins before this one has ended");
	}
	if (id == NULL || *id == '\0')
		return fail(r, "track without an id");
	fmt = stream_record_string(rec, "fmt");
	if (fmt == NULL || strcmp(fmt, "f32le") != 0)
		return fail(r, "track %.120s: fmt is not f32le", id);
	if (stream_record_int(rec, "rate", 1, STREAM_RATE_MAX, &rate) != 1)
		return fail(r, "track %.120s: rate is not 1 to %d", id, STREAM_RATE_MAX);
	if (stream_record_int(rec, "ch", 1, STREAM_CHANNELS_MAX, &channels) != 1)
		return fail(r, "track %.120s: ch is not 1 to %d", id, STREAM_CHANNELS_MAX);
	if (stream_record_int(rec, "frames", 0, INT64_MAX, &n_frames) < 0)
		return fail(r, "track %.120s: frames is not a number", id);
	if (stream_record_int(rec, "skip", 1, INT64_MAX, &skip) < 0 ||
	    stream_record_int(rec, "max", 1, INT64_MAX, &max_frames) < 0 ||
	    stream_record_int(rec, "excerpt", 1, INT64_MAX, &excerpt) < 0)
		return fail(r, "track %.120s: skip, max or excerpt is not a number from 1", id);
	track_free(&r->track);
	r->track = (struct stream_track){
	    .id = xstrdup(id),
	    .label = copy_text(rec, "label"),
	    .artist = copy_text(rec, "artist"),
	    .title = copy_text(rec, "title"),
	    .genre = copy_text(rec, "genre"),
	    .rate = (long)rate,
	    .channels = (int)channels,
	    .n_frames = n_frames,
	    .skip = skip,
	    .max_frames = max_frames,
	    .excerpt = excerpt,
	    .cut = copy_text(rec, "cut"),
	    .extra = unknown_pairs(rec),
	};
	r->in_track = true;
	r->cut = false;
	r->segment = -1;
	r->segment_left = 0;
	r->n_frames = 0;
	r->crc = 0;
	return 1;
}

/* The key n of a record that carries samples: a length in whole frames. */
static int
read_payload_len(struct stream_reader *r)
{
	size_t frame_len = (size_t)r->track.channels * sizeof(float);
	int64_t n;

	if (stream_record_int(&r->record, "n", 0, (int64_t)STREAM_PAYLOAD_MAX, &n) != 1)
		return fail(r, "record whose n is not 0 to %zu", STREAM_PAYLOAD_MAX);
	if ((size_t)n % frame_len != 0)
		return fail(r, "payload of %ld bytes is no whole number of frames", (long)n);
	r->payload_left = (size_t)n;
	return 1;
}

static int
open_samples(struct stream_reader *r)
{
	if (!r->in_track)
		return fail(r, "samples outside a track");
	if (r->cut && r->segment_left == 0)
		return fail(r, "samples outside a segment");
	if (read_payload_len(r) < 0)
		return -1;
	if (r->cut &&
	    r->payload_left / sizeof(float) / (size_t)r->track.channels > (uint64_t)r->segment_left)
		return fail(r, "more samples than the segment was to have");
	return 1;
}

static int
open_segment(struct stream_reader *r, struct stream_item *item)
{
	int64_t i, start, frames, in_record;
	int rc;

	if (!r->in_track)
		return fail(r, "segment outside a track");
	if (r->segment_left > 0)
		return fail(r, "cut short by the next segment");
	if (!r->cut && r->n_frames > 0)
		return fail(r, "a segment after samples that belong to none");
	if (stream_record_int(&r->record, "i", 0, INT32_MAX, &i) != 1 || i != r->segment + 1)
		return fail(r, "segments are not numbered 0, 1, 2, ...");
	if (stream_record_int(&r->record, "start", 0, INT64_MAX, &start) != 1)
		return fail(r, "segment without a start");
	r->cut = true;
	r->segment = (long)i;
	if (read_payload_len(r) < 0)
		return -1;
	in_record = (int64_t)(r->payload_left / sizeof(float)) / r->track.channels;
	rc = stream_record_int(&r->record, "frames", 0, INT64_MAX, &frames);
	if (rc < 0)
		return fail(r, "frames is not a number");
	r->segment_left = rc == 1 ? frames : in_record;
	if (in_record > r->segment_left)
		return fail(r, "more samples than the segment was to have");
	r->at_segment_end = r->segment_left == 0;
	*item = (struct stream_item){
	    .type = STREAM_SEGMENT,
	    .track = &r->track,
	    .segment = r->segment,
	    .start = start,
	    .segment_frames = r->segment_left,
	};
	return 1;
}

static int
end_track(struct stream_reader *r, struct stream_item *item)
{
	const char *crc = stream_record_string(&r->record, "crc");
	int64_t frames, segs = 0;
	char expected[16];
	int rc;

	if (!r->in_track)
		return fail(r, "end outside a track");
	if (r->segment_left > 0)
		return fail(r, "%ld frames short", (long)r->segment_left);
	if (stream_record_int(&r->record, "frames", 0, INT64_MAX, &frames) != 1)
		return fail(r, "end without its count of frames");
	rc = stream_record_int(&r->record, "segs", 0, INT32_MAX, &segs);
	if (rc < 0 || (r->cut && rc == 0) || segs != r->segment + 1)
		return fail(r, "end counts %ld segments, %ld came", (long)segs, r->segment + 1);
	if (rc == 0 && frames != r->n_frames)
		return fail(r, "end counts %ld frames, %ld came", (long)frames, (long)r->n_frames);
	snprintf(expected, sizeof(expected), "%08lx", (unsigned long)r->crc);
	if (crc != NULL && strcmp(crc, expected) != 0)
		return fail(r, "checksum is %.16s, of what came %s", crc, expected);
	r->in_track = false;
	r->n_tracks++;
	*item = (struct stream_item){.type = STREAM_TRACK_END, .track = &r->track, .segment = -1};
	return 1;
}

static int
fail_track(struct stream_reader *r, struct stream_item *item)
{
	const char *why = stream_record_string(&r->record, "why");

	if (!r->in_track)
		return fail(r, "fail outside a track");
	r->in_track = false;
	r->segment_left = 0;
	r->n_fails++;
	r->n_failed++;
	*item = (struct stream_item){
	    .type = STREAM_TRACK_FAIL,
	    .track = &r->track,
	    .segment = -1,
	    .why = why != NULL ? why : "no reason given",
	};
	return 1;
}

static int
end_stream(struct stream_reader *r)
{
	int64_t tracks, failed;

	if (r->in_track) {
		r->again = true;
		return fail(r, "the stream ends before this track has");
	}
	if (stream_record_int(&r->record, "tracks", 0, INT64_MAX, &tracks) != 1 ||
	    stream_record_int(&r->record, "failed", 0, INT32_MAX, &failed) != 1)
		return fail(r, "eos without its counts");
	if (!r->resynced_since_eos && (tracks != r->n_tracks || failed < r->n_fails)) {
		r->again = true;
		return fail(r, "eos counts %ld tracks and %ld failed, %ld and %ld came",
		    (long)tracks, (long)failed, r->n_tracks, r->n_fails);
	}
	if (failed > r->n_fails)
		r->n_failed += (long)failed - r->n_fails;
	r->n_tracks = 0;
	r->n_fails = 0;
	r->resynced_since_eos = false;
	r->after_eos = true;
	return 1;
}

/* a record of a type this version does not know */
static int
skip_unknown(struct stream_reader *r)
{
	const struct stream_record *rec = &r->record;
	int64_t n;

	if (rec->n_pairs == 0 || strcmp(rec->pairs[rec->n_pairs - 1].key, "n") != 0)
		return 1;
	if (stream_record_int(&r->record, "n", 0, (int64_t)STREAM_PAYLOAD_MAX, &n) != 1)
		return fail(r, "record whose n is not 0 to %zu", STREAM_PAYLOAD_MAX);
	r->at_line = false;
	if (input_skip(r->in, (size_t)n) < (size_t)n)
		return fail_truncated(r);
	return 1;
}

/*
 * What is at hand of the payload, at least a frame: a live stream must not wait for a chunk.
 * Returns its bytes; 0 where the input ends before.
 */
static size_t
read_payload(struct stream_reader *r, float *to, size_t n_max, size_t frame_len)
{
	size_t len = n_max * sizeof(float) / frame_len * frame_len, got, rest;

	r->at_line = false;
	len = r->payload_left < len ? r->payload_left : len;
	got = input_read_some(r->in, to, len);
	rest = (frame_len - got % frame_len) % frame_len;
	if (got == 0 || input_read(r->in, (char *)to + got, rest) < rest)
		return 0;
	return got + rest;
}

static int
read_samples(struct stream_reader *r, struct stream_item *item)
{
	size_t frame_len = (size_t)r->track.channels * sizeof(float), len;
	float *to = r->place != NULL ? r->place : r->samples;

	len = read_payload(r, to, r->place != NULL ? r->n_place : CHUNK_SAMPLES, frame_len);
	if (len == 0)
		return fail_truncated(r);
	r->crc = crc32_update(r->crc, to, len);
	if (!samples_take(to, len / sizeof(float)))
		return fail(
		    r, "a sample near frame %ld is not finite or past 1e15", (long)r->n_frames);
	r->payload_left -= len;
	*item = (struct stream_item){
	    .type = STREAM_SAMPLES,
	    .track = &r->track,
	    .segment = r->cut ? r->segment : -1,
	    .samples = to,
	    .n_frames = len / frame_len,
	};
	r->n_frames += (int64_t)item->n_frames;
	if (r->cut) {
		r->segment_left -= (int64_t)item->n_frames;
		r->at_segment_end = r->segment_left == 0;
	}
	return 1;
}

void
stream_place(struct stream_reader *r, float *to, size_t n)
{
	r->place = to;
	r->n_place = n;
}

int
stream_read(struct stream_reader *r, struct stream_item *item)
{
	for (;;) {
		const char *type, *why;
		int rc;

		if (r->payload_left > 0)
			return read_samples(r, item);
		if (r->at_segment_end) {
			r->at_segment_end = false;
			*item = (struct stream_item){
			    .type = STREAM_SEGMENT_END, .track = &r->track, .segment = r->segment};
			return 1;
		}
		if (!r->again) {
			rc = read_line(r);
			if (rc <= 0)
				return rc;
			why = stream_record_parse(&r->record);
			if (why != NULL)
				return fail(r, "%s", why);
		}
		r->again = false;
		type = r->record.type;
		r->after_eos = false;
		if (strcmp(type, "track") == 0) {
			*item = (struct stream_item){
			    .type = STREAM_TRACK, .track = &r->track, .segment = -1};
			return open_track(r);
		}
		if (strcmp(type, "seg") == 0)
			return open_segment(r, item);
		if (strcmp(type, "end") == 0)
			return end_track(r, item);
		if (strcmp(type, "fail") == 0)
			return fail_track(r, item);
		if (strcmp(type, "pcm") == 0)
			rc = open_samples(r);
		else if (strcmp(type, "eos") == 0)
			rc = end_stream(r);
		else
			rc = skip_unknown(r);
		if (rc < 0)
			return -1;
	}
}

/* the types of record that a damaged stream is taken up with again, as their lines begin */
static const char *const marks[] = {STREAM_MAGIC "track ", STREAM_MAGIC "eos "};

#define N_MARKS (sizeof(marks) / sizeof(marks[0]))

/* The mark that the next bytes are; NULL: none, and c is the last byte read, which is not of it. */
static const char *
read_mark(struct stream_reader *r, int *c)
{
	bool alike[N_MARKS] = {true, true};

	for (size_t at = 0;; at++) {
		bool any = false;

		*c = input_getc(r->in);
		for (size_t i = 0; i < N_MARKS; i++) {
			alike[i] = alike[i] && *c == marks[i][at];
			if (alike[i] && marks[i][at + 1] == '\0')
				return marks[i];
			any = any || alike[i];
		}
		if (!any)
			return NULL;
	}
}

int
stream_resync(struct stream_reader *r)
{
	int c = r->at_line ? '\n' : ' ';

	r->in_track = false;
	r->payload_left = 0;
	r->segment_left = 0;
	r->at_segment_end = false;
	r->n_failed++;
	r->resynced_since_eos = true;
	if (r->again)
		return 1;
	for (;;) {
		while (c != '\n' && c != EOF)
			c = input_getc(r->in);
		if (c == EOF)
			return 0;
		r->found = read_mark(r, &c);
		if (r->found != NULL)
			return 1;
	}
}
