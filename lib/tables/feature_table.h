/* SPDX-License-Identifier: MIT */
#ifndef TABLES_FEATURE_TABLE_H
#define TABLES_FEATURE_TABLE_H

#include <stddef.h>

#include "features/set.h"
#include "io/csv.h"
#include "tables/roles.h"

/*
 * Tables of features: a row for each segment, track,segment,start,label,artist,front_end and then
 * the features. featurize writes them; whoever reads one finds its columns by roles.h.
 */

/* what a row says beside its features */
struct feature_row_id {
	const char *track, *label, *artist; /* "" where unknown */
	const char *front_end;              /* the word for how it was made */
	long segment;                       /* from 0 on in each track */
	double start_s;
};

void
feature_table_write_header(struct csv_writer *w, const struct feature_set *set);

/* values[set->n_columns] */
void
feature_table_write_row(struct csv_writer *w, const struct feature_set *set,
    const struct feature_row_id *id, const double *values);

/*
 * A whole feature table in memory, for training, which needs all rows at once.
 */
struct feature_table {
	size_t n_features;
	char **features; /* names */
	size_t n_rows;
	double *values; /* [n_rows][n_features] */
	char *
	    *tracks; /* [n_rows]: the group of each row; its number where the table has no groups */
	char **segments; /* as they stand, "" where there are none */
	char **starts;
	char **labels;   /* "" where unknown */
	char **artists;  /* the same */
	char **copies;   /* "": of the track itself */
	char *front_end; /* the word for how all rows were made, NULL: not said */
	char *scaler;    /* the hash of what all rows were scaled by, NULL: they are raw */
};

/*
 * Reads a table to its end, the reader stays the caller's. Returns NULL with csv_error. The tracks
 * are those of the group role. At least one row and one feature.
 */
struct feature_table *
feature_table_read(struct csv_reader *r, const struct role_names *names);

/* Drops the features whose names do not match the shell pattern. Returns how many are left. */
size_t
feature_table_keep_features(struct feature_table *t, const char *pattern);

/*
 * Moves the rows of another table to the end of this one, features found by name, and frees what is
 * left of it; features that t lacks are dropped. Returns NULL, or why it cannot be done, as a text
 * that the caller frees: a feature that it lacks, or rows made otherwise than t's.
 */
char *
feature_table_append(struct feature_table *t, struct feature_table *other);

void
feature_table_free(struct feature_table *t);

#endif
