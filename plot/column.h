/* SPDX-License-Identifier: MIT */
#ifndef COLUMN_H
#define COLUMN_H

#include <stddef.h>

#include "table.h"

/* How the values of one column are spread, for each label of the table. */
#define COLUMN_GROUPS_MAX ((size_t)256)
#define COLUMN_VALUES_MAX ((size_t)10000000) /* over all groups */

struct column_group {
	char *label; /* "" where rows have none */
	double *values;
	size_t n_values, cap;
	double min, lower, median, upper, max; /* lower, upper: the quartiles */
};

struct column {
	struct column_group *groups; /* sorted by label in byte order */
	size_t n_groups, cap;
	size_t n_values;
};

/*
 * Reads the column of that name to the end of the table. Returns 0, or -1 with table_error.
 * column_free in both cases.
 */
int
column_read(struct column *c, struct table *t, const char *name);

void
column_free(struct column *c);

/* the value below which the share q of sorted[n] lies, n > 0, linear between neighbours */
double
column_quantile(const double *sorted, size_t n, double q);

#endif
