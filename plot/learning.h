/* SPDX-License-Identifier: MIT */
#ifndef LEARNING_H
#define LEARNING_H

#include <stddef.h>

#include "base/string_table.h"
#include "table.h"

/* How accuracy grows with the number of songs, in one or several series. */
#define LEARNING_POINTS_MAX ((size_t)10000)
#define LEARNING_SERIES_MAX ((size_t)7) /* as many colours as can be told apart */

struct learning_point {
	size_t series;
	double songs;
	double accuracy, error; /* 0 .. 1; error: a standard error, 0 where none is known */
};

struct learning {
	struct string_table series;
	struct learning_point *points; /* [n_points], in the order of the table */
	size_t n_points, cap;
};

/* Reads the table to its end. Returns 0, or -1 with table_error. learning_free in both cases. */
int
learning_read(struct learning *l, struct table *t);

void
learning_free(struct learning *l);

#endif
