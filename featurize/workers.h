/* SPDX-License-Identifier: MIT */
#ifndef FEATURIZE_WORKERS_H
#define FEATURIZE_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "features/set.h"

/*
 * Rows computed by several threads and given out in the order of their segments, so that the bytes
 * are the same for any number of threads; the caller's, which computes when all others have enough
 * to do, is one. Segments are gathered in memory for them; one longer than WORKERS_SAMPLES_MAX is
 * computed as it comes, by the caller's thread. Of a set with patches, threads get these instead,
 * and segments of any length.
 */
#define WORKERS_SAMPLES_MAX ((size_t)60 * 22050)
#define WORKERS_MAX 256

/* Receives the row of a segment, in the caller's thread; `tag` is what workers_finish was given. */
typedef void
workers_sink(void *user, void *tag, const double *row);

struct workers;

/*
 * With one thread everything is done at once, in the caller's. `weights` is what the set has
 * loaded, or NULL. The caller frees. Returns NULL when so many threads cannot be started.
 */
struct workers *
workers_new(const struct feature_set *set, const struct kernel *kernel, const void *weights,
    size_t n_threads, workers_sink *sink, void *user);

/* Rows that have not been given out are lost: workers_drain first. */
void
workers_free(struct workers *w);

/*
 * Where the next samples of the open segment, at most *n, may be put, so that workers_push need not
 * copy them; NULL: nowhere. Valid until the next call.
 */
float *
workers_room(struct workers *w, size_t *n);

/* Adds samples to the open segment. */
void
workers_push(struct workers *w, const float *samples, size_t n);

/* Ends the open segment, which has at least one sample. */
void
workers_finish(struct workers *w, void *tag);

/* Drops the open segment. */
void
workers_reset(struct workers *w);

/*
 * Gives out the rows that are computed, also by the caller where a segment waits for a thread.
 * Returns whether there are segments that have ended of which rows are still to come.
 */
bool
workers_advance(struct workers *w);

/* Waits for the rows of all segments that have ended and gives them out. */
void
workers_drain(struct workers *w);

#endif
