/* SPDX-License-Identifier: MIT */
#ifndef SPLIT_SPLITTER_H
#define SPLIT_SPLITTER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Cuts a track that comes in pieces into overlapping segments.
 */
struct splitter_rule {
	/* by fraction of the track, where window > 0 (docs/seed.md 2): 0 < window <= 1,
	 * 0 <= overlap < 1; holds the whole track in memory */
	double window, overlap;
	/* else by time: segments of `length` frames, `hop` apart; what is left at the end is
	 * dropped, but a track shorter than one segment is one */
	int64_t length, hop;
	/* longest track or segment that is held, in samples of all channels */
	size_t max_samples;
};

/*
 * Receives segment number i: frames[n_frames][channels], from frame `start` of the track on. Nobody
 * changes them any more: they may be lent (io/pipe.h).
 */
typedef void
splitter_sink(void *user, long i, int64_t start, const float *frames, size_t n_frames);

struct splitter;

/* The caller frees. */
struct splitter *
splitter_new(splitter_sink *sink, void *user);

void
splitter_free(struct splitter *s);

/* Begins a track, forgetting one that was not ended. The rule is copied. */
void
splitter_begin(struct splitter *s, const struct splitter_rule *rule, int channels);

/* Where to put the next frames, at most n_samples, so that splitter_push needs no copy of them. */
float *
splitter_room(struct splitter *s, size_t n_samples);

/* Returns 0, or -1 when the track is longer than max_samples allows. */
int
splitter_push(struct splitter *s, const float *frames, size_t n_frames);

/*
 * Ends the track. Returns NULL, or why it cannot be cut: too short for steps of at least a frame.
 */
const char *
splitter_end(struct splitter *s);

/* frames of the track so far */
int64_t
splitter_n_frames(const struct splitter *s);

#endif
