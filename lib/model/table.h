/* SPDX-License-Identifier: MIT */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include <stddef.h>

#include "io/csv.h"
#include "model/roles.h"

/*
 * A whole feature table in memory, for those who must see all rows before they can answer.
 */
struct table {
	size_t n_features;
	char **features; /* names */
	size_t n_rows;
	double *values;  /* [n_rows][n_features] */
	char **tracks;   /* [n_rows]: what belongs together; the row's number where nobody says */
	char **segments; /* as they stand, "" where there are none */
	char **starts;
	char **labels;   /* "" where unknown */
	char *front_end; /* the word for how all rows were made, NULL: elsewhere */
	char *scaler;    /* the hash of what all rows were scaled by, NULL: they are raw */
};

/*
 * Reads a table to its end, the reader stays the caller's. Returns NULL with csv_error. The tracks
 * are those of the group role. At least one row and one feature.
 */
struct table *
table_read(struct csv_reader *r, const struct role_names *names);

/* Drops the features whose names are not like the pattern, as a shell has them. Returns how many
 * are left. */
size_t
table_keep_features(struct table *t, const char *pattern);

/*
 * Moves the rows of another table to the end of this one, features found by name, and frees what is
 * left of it; features that t lacks are dropped. Returns NULL, or why it cannot be done, as a text
 * that the caller frees: a feature that it lacks, or rows made otherwise than t's.
 */
char *
table_append(struct table *t, struct table *other);

void
table_free(struct table *t);

#endif
