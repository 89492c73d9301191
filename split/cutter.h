/* SPDX-License-Identifier: MIT */
#ifndef SPLIT_CUTTER_H
#define SPLIT_CUTTER_H

#include <stdbool.h>

#include "features/front_end.h"
#include "io/stream.h"
#include "raw.h"

/*
 * Carries tracks from a stream to a segment stream. A damaged stream, or a track that cannot be
 * cut, is an error, and with keep_going a remark; a stream without an end is an error always.
 */
struct cutter_options {
	struct cut cut;
	bool keep_going;
	void (*remark)(const char *text); /* hears why a track was left out */
};

struct cutter;

/* Takes the writer over; options are copied. */
struct cutter *
cutter_new(const struct cutter_options *options, struct stream_writer *out);

void
cutter_free(struct cutter *c);

/*
 * Cuts all tracks and closes the output stream; frees the reader. Returns how many tracks were lost
 * here, not counting those that had failed before, or -1 with cutter_error: then the output is not
 * closed.
 */
long
cutter_take_stream(struct cutter *c, struct stream_reader *in);

long
cutter_take_raw(struct cutter *c, struct raw_reader *in);

const char *
cutter_error(const struct cutter *c);

#endif
