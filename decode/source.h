/* SPDX-License-Identifier: MIT */
#ifndef DECODE_SOURCE_H
#define DECODE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "container.h"
#include "tags.h"

/*
 * One file of audio as mono float samples at the rate it has: the mean of its channels. Which
 * library reads it is told by the content.
 */
struct source;

/* what a library behind a source does; `error` is a buffer of SOURCE_ERROR_LEN for a reason */
#define SOURCE_ERROR_LEN 256

struct source_info {
	long rate;
	int64_t n_frames; /* announced, -1: unknown */
	struct tags tags;
	bool is_mpeg; /* libsndfile found MPEG audio where nobody else did, and leaves it alone */
};

struct source_driver {
	/*
	 * returns the driver's state and sets what is known of the audio, or NULL; all outlive it
	 */
	void *(*open)(struct bytes *bytes, struct container *container, struct source_info *info,
	    char *error);
	/*
	 * Returns frames put into mono[n], 0 at the end, with a remark in error where something is
	 * wrong with it, or -1 with a reason. May set another rate in info before those that have
	 * it.
	 */
	long (*read)(void *state, float *mono, size_t n, char *error);
	/*
	 * Moves, before anything was read, to `frame` or before it, so that from it on samples are
	 * what reading from the start would give, bit for bit. Returns where it is, 0 when that
	 * cannot be had for less than reading, -1 with a reason.
	 */
	int64_t (*seek)(void *state, int64_t frame, char *error);
	void (*close)(void *state);
};

extern const struct source_driver source_sndfile;
extern const struct source_driver source_ogg;
extern const struct source_driver source_mpg123;
extern const struct source_driver source_ffmpeg;

/*
 * What a driver returns at the end of a file that announced n_frames: 0 where they were decoded, or
 * all but so few that nobody misses them, then with a remark; else -1 with a reason. Few are at
 * most SOURCE_LOSS_S seconds, and one in SOURCE_LOSS_PART of all.
 */
#define SOURCE_LOSS_S 1
#define SOURCE_LOSS_PART 20
long
source_end(int64_t n_done, int64_t n_frames, long rate, char *error);

/*
 * Opens what bytes hold; the bytes stay the caller's and must outlive the source. Returns NULL with
 * a reason in error[SOURCE_ERROR_LEN].
 */
struct source *
source_open(struct bytes *bytes, char *error);

void
source_close(struct source *s);

/* announced length in frames, -1: unknown */
int64_t
source_n_frames(const struct source *s);

/* may change with source_read: it is that of the samples which came last */
long
source_rate(const struct source *s);

/* valid as long as the source is */
const struct tags *
source_tags(const struct source *s);

/*
 * The next samples, at most n. Returns how many, 0 at the end, -1 with source_error: damaged or cut
 * short, or a sample that is not finite or past 1e15.
 */
long
source_read(struct source *s, float *mono, size_t n);

/*
 * Moves to a frame without decoding what is before it, before anything was read; the samples are
 * those of reading from the start, bit for bit. Returns 1, 0: it cannot, and is where it was, or
 * -1 with source_error.
 */
int
source_seek(struct source *s, int64_t frame);

const char *
source_error(const struct source *s);

#endif
