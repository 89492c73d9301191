/* SPDX-License-Identifier: MIT */
#ifndef FEATURES_SET_H
#define FEATURES_SET_H

#include <stddef.h>

#include "dsp/kernel.h"

/*
 * A feature set: what turns the samples of one segment into one row of named numbers. Sets share
 * the signal processing of lib/dsp and know nothing of one another. To add one, write one file
 * and name it in feature_set_find.
 */
struct feature_set {
	const char *name;
	long rate;               /* of the mono signal it is defined for, Hz */
	size_t n_columns;
	const char *const *columns; /* names in the order of the row, byte order */

	/* an extractor, for one thread; the caller frees */
	void *(*extractor_new)(const struct kernel *kernel);
	void (*extractor_free)(void *extractor);

	/* adds samples, each less than 2^50 either way, of the segment */
	void (*push)(void *extractor, const float *samples, size_t n);

	/*
	 * Ends the segment: row[n_columns], all finite, and the extractor is ready for the next
	 * one. Needs at least one sample.
	 */
	void (*finish)(void *extractor, double *row);

	/* Drops the segment so far. */
	void (*reset)(void *extractor);
};

/* The set of that name, NULL: there is none. */
const struct feature_set *
feature_set_find(const char *name);

/* "seed, extended": for messages */
const char *
feature_set_names(void);

extern const struct feature_set feature_set_seed;
extern const struct feature_set feature_set_extended;

#define FEATURE_SET_DEFAULT "seed"

#endif
