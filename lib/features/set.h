/* SPDX-License-Identifier: MIT */
#ifndef FEATURES_SET_H
#define FEATURES_SET_H

#include <stddef.h>

#include "dsp/kernel.h"
#include "features/front_end.h"

/* One column of a set: its name, and where its value comes from. */
struct feature_column {
	const char *name;
	int source;    /* descriptor, or output of a network, in the set's own numbering */
	int statistic; /* of the descriptor over the segment, in the set's own numbering */
};

/* Columns of numbered outputs of a network: "x_3" and 30 give x_30, output 30, to x_39. */
/* clang-format off */
#define FEATURE_TEN(name, first) \
	{name "0", first, 0}, {name "1", (first) + 1, 0}, {name "2", (first) + 2, 0}, \
	{name "3", (first) + 3, 0}, {name "4", (first) + 4, 0}, {name "5", (first) + 5, 0}, \
	{name "6", (first) + 6, 0}, {name "7", (first) + 7, 0}, {name "8", (first) + 8, 0}, \
	{name "9", (first) + 9, 0}
#define FEATURE_HUNDRED(name, first) \
	FEATURE_TEN(name "0", first), FEATURE_TEN(name "1", (first) + 10), \
	FEATURE_TEN(name "2", (first) + 20), FEATURE_TEN(name "3", (first) + 30), \
	FEATURE_TEN(name "4", (first) + 40), FEATURE_TEN(name "5", (first) + 50), \
	FEATURE_TEN(name "6", (first) + 60), FEATURE_TEN(name "7", (first) + 70), \
	FEATURE_TEN(name "8", (first) + 80), FEATURE_TEN(name "9", (first) + 90)
/* clang-format on */

struct feature_patches;
struct feature_weights;
struct safetensors;

/*
 * A feature set: what turns the samples of one segment into one row of named numbers. Sets share
 * the signal processing of lib/dsp and know nothing of one another. To add one, write one file
 * and add its line to FEATURE_SETS.
 */
struct feature_set {
	const char *name;
	long rate;           /* of the mono signal it is defined for, Hz */
	int64_t max_samples; /* of a track, unless the user says otherwise; 0: all */
	struct cut cut;      /* of tracks into segments, unless the user says otherwise */
	struct cut live;     /* the same of what has no end */
	double min_s;        /* of a piece that it can hear anything in, unless cut so short */
	const char *recipe;  /* options of mgc-train that learn it best; "": those it has */
	size_t n_columns;
	const struct feature_column
	    *columns; /* in the order of the row: byte order of their names */

	int first_tag, end_tag; /* sources of what is ranked to say what music is like; 0: none */

	const struct feature_weights *weights; /* NULL: it needs none */
	const struct feature_patches *patches; /* NULL: a row is computed as a whole */

	/* an extractor, for one thread; weights outlive it; the caller frees */
	void *(*extractor_new)(const struct kernel *kernel, const void *weights);
	void (*extractor_free)(void *extractor);

	/* adds samples of the segment, each within +-2^50 (io/samples.h) */
	void (*push)(void *extractor, const float *samples, size_t n);

	/*
	 * Ends the segment: row[n_columns], all finite, and the extractor is ready for the next
	 * one. Needs at least one sample.
	 */
	void (*finish)(void *extractor, double *row);

	/* Drops the segment so far. */
	void (*reset)(void *extractor);
};

/* A file of numbers that a set computes with, too large to be code or not ours to ship. */
struct feature_weights {
	const char *file;  /* its name in the folder for them */
	const char *fetch; /* the command that fetches it */
	size_t len_max;    /* of the file, bytes */
	bool in_place;     /* what load returns is within the tensors, which must outlive it */

	/*
	 * What extractors share, constant, of the tensors of the file, which is untrusted. Returns
	 * NULL with a reason; unload frees.
	 */
	void *(*load)(const struct safetensors *tensors, const char **why);
	void (*unload)(void *weights);
};

/* Receives a patch, which is valid for the time of the call. */
typedef void
feature_patch_sink(void *user, const float *patch);

/*
 * For a set whose rows are means over patches of the segment, each heavy to compute and independent
 * of the others: threads can share one segment. Its memory does not grow with the segment.
 */
struct feature_patches {
	size_t len; /* floats of a patch */

	/*
	 * From now on push and finish of this extractor hand each patch to `take` and compute none;
	 * finish leaves its row alone. There is at least one patch in a segment.
	 */
	void (*divert)(void *extractor, feature_patch_sink *take, void *user);

	/* The row[n_columns] of one patch, by any extractor, whatever that is doing otherwise. */
	void (*compute)(void *extractor, const float *patch, double *row);
};

/* The set of that name, NULL: there is none. */
const struct feature_set *
feature_set_find(const char *name);

/* "seed, extended": for messages */
const char *
feature_set_names(void);

/* How rows of the set are made unless the user says otherwise. */
struct front_end
feature_set_front_end(const struct feature_set *set);

/* All sets, in the order in which messages list them. */
#define FEATURE_SETS(SET) \
	SET(seed) \
	SET(extended) \
	SET(musicnn) \
	SET(audioset)

#define FEATURE_SET_DECLARE(name) extern const struct feature_set feature_set_##name;
FEATURE_SETS(FEATURE_SET_DECLARE)

#define FEATURE_SET_DEFAULT "seed"

#endif
