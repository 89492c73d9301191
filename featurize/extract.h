/* SPDX-License-Identifier: MIT */
#ifndef FEATURIZE_EXTRACT_H
#define FEATURIZE_EXTRACT_H

#include <stdbool.h>

#include "features/set.h"
#include "io/csv.h"
#include "io/input.h"
#include "io/stream.h"

/*
 * From segments to rows: one CSV row for each complete segment, or for a track that is not cut.
 */
struct extract_options {
	const struct feature_set *set;
	const struct kernel *kernel;
	const void *weights; /* that the set has loaded, NULL: it needs none */
	double max_seconds;  /* longest segment: it is held in memory */
	size_t n_threads;
	bool keep_going, quiet;
};

/* Writes the header. */
void
extract_header(const struct feature_set *set, struct csv_writer *out);

/*
 * Reads the stream in `input`, which is closed, to its end and writes rows as their segments are
 * complete; before it waits for input everything is flushed. Dies with a message on a damaged
 * stream and, unless keep_going, on a track that has no features. Returns how many tracks were lost
 * here, not counting those that had failed before.
 */
long
extract_rows(const struct extract_options *options, struct input *input, struct csv_writer *out);

#endif
