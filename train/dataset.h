/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_DATASET_H
#define TRAIN_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/scaler.h"
#include "tables/feature_table.h"

/*
 * A labelled table with numbers for its classes and tracks. Classes are in byte order of their
 * names, so they do not depend on the order of the rows.
 */
struct dataset {
	const struct feature_table *table; /* the caller's */
	size_t n_rows, n_features;
	size_t n_classes;
	char **classes;
	uint32_t *label; /* [n_rows] */
	size_t n_tracks;
	size_t *track;         /* [n_rows] */
	size_t n_copies;       /* rows of copies */
	size_t n_kinds;        /* of copies, and one for tracks themselves */
	size_t *kind;          /* [n_rows]: 0 of a track itself */
	size_t n_groups;       /* of tracks that must not be parted: at first each is one */
	size_t *group;         /* [n_rows] */
	uint32_t *group_label; /* [n_groups]: of its first row */
};

/*
 * Returns NULL with a reason in error[error_len]: rows without a label, fewer than two classes,
 * more of anything than a model can hold, a name that is not UTF-8, or a copy
 * of a track that is not there. The caller frees.
 */
struct dataset *
dataset_new(const struct feature_table *t, char *error, size_t error_len);

void
dataset_free(struct dataset *d);

/*
 * Groups tracks by their artists, artists[n_tracks]: a track whose artist is NULL is a group of its
 * own. To be called before any are joined.
 */
void
dataset_group_artists(struct dataset *d, const char *const *artists);

/* Whether a tag names an artist: "", "unknown", "Various Artists" and their like name none. */
bool
dataset_is_artist(const char *name);

/*
 * The artist of each track as its first row says, NULL where it says none or that there are
 * several: artists[n_tracks], which the caller frees; the texts are the table's. NULL when no row
 * says one.
 */
const char **
dataset_artists(const struct dataset *d);

/*
 * Joins the groups of two tracks, by their numbers: copies of one recording, say.
 */
void
dataset_join(struct dataset *d, size_t track_a, size_t track_b);

/*
 * x[n_rows][n_features] as the network takes them: scaled, or as they stand with s NULL. The caller
 * frees.
 */
float *
dataset_inputs(const struct dataset *d, const struct scaler *s);

#endif
