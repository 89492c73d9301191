/* SPDX-License-Identifier: MIT */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "io/csv.h"

/*
 * The tables that can be drawn, told by their header:
 *   predictions  track,segment,start,label,predicted,confidence,p_<class>...
 *   history      epoch,loss,accuracy,val_loss,val_accuracy
 *   learning     series,songs,accuracy,error: how accuracy grows with songs
 *   features     any other with a column `track`
 * Columns are found by name; those not needed may be missing.
 */
#define TABLE_CLASSES_MAX 256
#define TABLE_NUMBER_MAX 1e30 /* a value, a loss: what a chart's axis can still hold */

enum table_kind {
	TABLE_PREDICTIONS,
	TABLE_HISTORY,
	TABLE_LEARNING,
	TABLE_FEATURES,
};

/* Pointers are valid until the next row. */
struct table_prediction {
	const char *track;   /* "" where the table does not say */
	const char *segment; /* "" in a row about a whole track */
	const char *label;   /* the true class, "" where unknown */
	bool has_start;
	double start_s;
	size_t predicted; /* class */
	const double *p;  /* p[n_classes], each in [0, 1] */
};

struct table_epoch {
	double epoch, loss, accuracy;
	bool has_validation;
	double val_loss, val_accuracy;
};

struct table_point {
	const char *series;
	double songs, accuracy;
	double error; /* 0 where there is none */
};

struct table_value {
	const char *label;
	double x;
};

struct table;

/* Takes the reader over. Never fails; table_read_header does. */
struct table *
table_new(struct csv_reader *csv);

void
table_free(struct table *t);

/* "file: line 3: why" */
const char *
table_error(const struct table *t);

/* Reads the header and tells the kind. Returns 0, or -1 with table_error. To be called first. */
int
table_read_header(struct table *t, enum table_kind *kind);

size_t
table_n_classes(const struct table *t);

/* the names of the classes of a table of predictions, names[n_classes]; the table's own */
const char *const *
table_classes(const struct table *t);

/* The class of that name, -1: none. */
long
table_find_class(const struct table *t, const char *name);

/* The next row of predictions. Returns 1, 0 at the end, -1 with table_error. */
int
table_next_prediction(struct table *t, struct table_prediction *row);

/* The next row of a history; the same. */
int
table_next_epoch(struct table *t, struct table_epoch *row);

/* The next row of a learning curve; the same. */
int
table_next_point(struct table *t, struct table_point *row);

/* Chooses the column that table_next_value reads. Returns 0, or -1 with table_error. */
int
table_choose(struct table *t, const char *column);

/* The chosen column's value in the next row; the same. */
int
table_next_value(struct table *t, struct table_value *row);

/* Sets table_error to "file: line N: message" for the current row; returns -1. */
__attribute__((format(printf, 2, 3))) int
table_fail(struct table *t, const char *fmt, ...);

#endif
