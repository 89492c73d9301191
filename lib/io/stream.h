/* SPDX-License-Identifier: MIT */
#ifndef IO_STREAM_H
#define IO_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "io/input.h"

/*
 * The stream MGC1 that carries audio between the programs; mgc-stream(5) defines it.
 *
 *   MGC1 track id=blues.mp3 label= rate=22050 ch=1 fmt=f32le frames=661794
 *   MGC1 pcm n=65536<newline><bytes>    or    MGC1 seg i=0 start=0 frames=132000 n=528000 ...
 *   MGC1 end frames=661794
 *   MGC1 eos tracks=1 failed=0
 *
 * A segment too long for one record goes on in pcm records until its frames are complete.
 */
#define STREAM_LINE_MAX 4096                          /* bytes of a record's line */
#define STREAM_PAYLOAD_MAX ((size_t)64 * 1024 * 1024) /* bytes of a record's payload */
#define STREAM_RATE_MAX 768000
#define STREAM_CHANNELS_MAX 64

struct stream_track {
	const char *id;                     /* never empty */
	const char *label;                  /* "" where unknown */
	const char *artist, *title, *genre; /* tags of the file, "" or NULL where it has none */
	long rate;                          /* frames a second */
	int channels;                       /* interleaved */
	int64_t n_frames;                   /* announced length, -1: unknown; a hint */
	int64_t skip;                       /* frames that were left out at its start */
	int64_t max_frames;                 /* that it was limited to, 0: not limited */
	int64_t excerpt;   /* frames from its middle that are taken, 0: it is no excerpt */
	const char *cut;   /* the rule that cut it, as front_end.h has it; "" or NULL: not cut */
	const char *extra; /* keys this version does not know, " key=value" each, as they stand */
};

enum stream_type {
	STREAM_TRACK,       /* a track opens */
	STREAM_SEGMENT,     /* a segment of it opens; only in a segment stream */
	STREAM_SAMPLES,     /* some frames of the segment, or of a track that is not cut */
	STREAM_SEGMENT_END, /* the segment is complete */
	STREAM_TRACK_END,   /* the track is complete */
	STREAM_TRACK_FAIL,  /* its producer gave up: the open segment is to be dropped */
};

/* What stream_read found; pointers are valid until the next call. */
struct stream_item {
	enum stream_type type;
	const struct stream_track *track; /* always: the open track, also in its END and FAIL */
	long segment;                     /* SEGMENT, SAMPLES, SEGMENT_END: number; -1 not cut */
	int64_t start;                    /* SEGMENT: its first frame within the track */
	int64_t segment_frames;           /* SEGMENT: its length */
	const float *samples; /* SAMPLES: samples[n_frames][channels], below SAMPLES_MAX */
	size_t n_frames;
	const char *why; /* FAIL */
};

struct stream_reader;

/* Takes the input over, also closing it. */
struct stream_reader *
stream_reader_new(struct input *in);

void
stream_reader_free(struct stream_reader *r);

/*
 * The next item. Returns 1; 0 at the end, after a complete `eos`; -1 with stream_error: a record
 * that is not well formed, a count or checksum that is wrong, a sample that is not finite or
 * not below SAMPLES_MAX, or an end without `eos`.
 */
int
stream_read(struct stream_reader *r, struct stream_item *item);

/*
 * Until the next call samples go to the caller's memory, to[n], rather than to the reader's own;
 * n is STREAM_CHANNELS_MAX at least. After an error there may be something too. NULL: to its own
 * again.
 */
void
stream_place(struct stream_reader *r, float *to, size_t n);

/* "<stdin>: track rock.3: why" */
const char *
stream_error(const struct stream_reader *r);

/*
 * After an error: drops the open track, counts it as failed, and skips to the next `track` or
 * `eos` that begins on a line of its own. Returns 1 when there is one; 0 at the end of the input,
 * which is truncated then: the error stands.
 */
int
stream_resync(struct stream_reader *r);

/* Tracks that failed so far: `fail` records, what `eos` adds to them, and lost by resync. */
long
stream_n_failed(const struct stream_reader *r);

/*
 * Writing. Errors are left in the FILE. A track is opened, filled, and ended or failed.
 */
struct stream_writer;

/* with_crc: each track's end carries the CRC-32 of its payload */
struct stream_writer *
stream_writer_new(FILE *file, bool with_crc);

void
stream_writer_free(struct stream_writer *w);

/* Returns 0, or -1 when id, label and extra do not fit in a line; then nothing is written. */
int
stream_write_track(struct stream_writer *w, const struct stream_track *track);

/* samples[n_frames][channels] of a track that is not cut */
void
stream_write_samples(struct stream_writer *w, const float *samples, size_t n_frames);

/* A whole segment: number, first frame within the track, samples[n_frames][channels]. */
void
stream_write_segment(
    struct stream_writer *w, long segment, int64_t start, const float *samples, size_t n_frames);

/*
 * The same of samples that nobody changes, now or after they are unmapped: a pipe gets them without
 * a copy.
 */
void
stream_lend_segment(
    struct stream_writer *w, long segment, int64_t start, const float *samples, size_t n_frames);

/* n_frames: length of the track, before it was cut */
void
stream_write_end(struct stream_writer *w, int64_t n_frames);

/* The open track is given up; a reason too long for a line is shortened. */
void
stream_write_fail(struct stream_writer *w, const char *why);

/* Closes the stream. n_failed: tracks that failed, whether they had been opened or not. */
void
stream_write_eos(struct stream_writer *w, long n_failed);

#endif
