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
	bool keep_going;
	void (*remark)(const char *text); /* hears why a track was left out; NULL: nobody does */
	void (*note)(const char *text); /* hears of tracks that failed before; NULL: nobody does */
};

#define EXTRACT_ERROR_LEN (STREAM_LINE_MAX + 256)

/*
 * Reads the stream in `input`, which is closed, to its end and writes rows as their segments are
 * complete; before it waits for input everything is flushed. Returns how many tracks were lost
 * here, not counting those that had failed before; or -1 with a reason in error[EXTRACT_ERROR_LEN]:
 * a damaged stream or a track that has no features, which with keep_going are remarks, or a stream
 * without an end.
 */
long
extract_rows(const struct extract_options *options, struct input *input, struct csv_writer *out,
    char *error);

#endif
