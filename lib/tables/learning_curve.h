/* SPDX-License-Identifier: MIT */
#ifndef TABLES_LEARNING_CURVE_H
#define TABLES_LEARNING_CURVE_H

#include <stdbool.h>

#include "io/csv.h"

/*
 * The table of learning curves, series,songs,accuracy,error: how accuracy grows with the number of
 * songs of each class. pipelines/learning-curve writes it, plot draws it.
 */
struct learning_curve_columns {
	long series, songs, accuracy, error; /* -1: not there */
};

struct learning_curve_point {
	const char *series; /* valid until the next row */
	double songs;
	double accuracy, error; /* 0 .. 1; error: the standard error, 0 where none is known */
};

/* Finds the columns. Returns whether the header is that of such a table. */
bool
learning_curve_find(const struct csv_reader *csv, struct learning_curve_columns *columns);

/* The current row. Returns 0, or -1 with csv_error. */
int
learning_curve_parse(struct csv_reader *csv, const struct learning_curve_columns *columns,
    struct learning_curve_point *p);

#endif
