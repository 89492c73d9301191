/* SPDX-License-Identifier: MIT */
#ifndef DECODE_TRACK_H
#define DECODE_TRACK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "io/stream.h"
#include "label.h"
#include "source.h"
#include "walk.h"

/* what is wanted of every track; samples are those after resampling */
struct track_options {
	long rate;           /* Hz of the output */
	int64_t skip;        /* samples to leave out at the start */
	int64_t max_samples; /* to write at most, INT64_MAX: all */
	int64_t excerpt;     /* samples from the middle of a track, 0: it is no excerpt */
	const char *id;      /* instead of the file's, NULL: the file's */
	struct label_rule labels;
	long artist_folder; /* its name is the artist, 0: that of the list, or the tags */
	bool strict;        /* a file that lacks a little at its end is a failed one */
	FILE *file;         /* where `out` writes; flushed after each piece of a pipe, which may be
			       live, and after each track */
	bool raw;           /* write bare samples to it instead of a stream */
	/* decode nothing: write path, artist, title and genre to it, each ended by a NUL byte */
	bool tags_alone;
};

enum track_result {
	TRACK_DONE,
	TRACK_NO_MUSIC, /* a file found in a folder that is surely none, nothing written */
	TRACK_FAILED,   /* if it was opened in the stream, it has been ended there by `fail` */
};

/*
 * Decodes one file, open at fd, which it takes over, into the stream: mono, resampled. fd -1: it
 * could not be opened, for the reason in errno. error[SOURCE_ERROR_LEN] gets the reason of anything
 * but TRACK_DONE, and with that a remark, or nothing.
 */
enum track_result
track_decode(const struct walk_file *file, int fd, const struct track_options *options,
    struct stream_writer *out, char *error);

#endif
