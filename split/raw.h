/* SPDX-License-Identifier: MIT */
#ifndef SPLIT_RAW_H
#define SPLIT_RAW_H

#include "io/input.h"
#include "io/stream.h"

/*
 * Bare float samples, little endian and interleaved, without header, length or end: what SoX,
 * FFmpeg and arecord write as f32le. They are given as the items of a stream of one track.
 */
struct raw_format {
	long rate; /* 0: not raw */
	int channels;
};

/* "22050:1" to a format. Returns NULL or a reason. */
const char *
raw_parse(const char *text, struct raw_format *format);

struct raw_reader;

/* Takes the input over; id is kept, not copied. */
struct raw_reader *
raw_reader_new(struct input *in, const struct raw_format *format, const char *id);

void
raw_reader_free(struct raw_reader *r);

/* As stream_read: 1, 0 at the end, -1 with raw_error. */
int
raw_read(struct raw_reader *r, struct stream_item *item);

const char *
raw_error(const struct raw_reader *r);

#endif
