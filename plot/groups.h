/* SPDX-License-Identifier: MIT */
#ifndef PLOT_GROUPS_H
#define PLOT_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include "io/csv.h"

/* The values of one column of a table, gathered by the column `label` where there is one. */
#define GROUPS_MAX ((size_t)256)
#define GROUPS_VALUES_MAX ((size_t)10000000) /* over all groups */

struct group {
	char *label;    /* "" where rows have none */
	double *values; /* [n_values], at least one, within FIELD_NUMBER_MAX of 0 */
	size_t n_values, cap;
};

struct groups {
	struct group *list; /* [n] */
	size_t n, cap;
	size_t n_values;   /* over all */
	long value, label; /* columns, -1: not there */
};

/* whether a table with this header has a column to gather: any has */
bool
groups_read(const struct csv_reader *csv);

/*
 * Begins with the column of that name. Returns 0, or -1 with csv_error where the table has none.
 * groups_clear releases what *g holds, after an error too.
 */
int
groups_init(struct groups *g, struct csv_reader *csv, const char *column);

void
groups_clear(struct groups *g);

/*
 * Adds the current row. Returns 0, or -1 with csv_error: the value is no number or past
 * FIELD_NUMBER_MAX, the labels are more than GROUPS_MAX, the rows more than GROUPS_VALUES_MAX.
 */
int
groups_add(struct groups *g, struct csv_reader *csv);

/* Sorts the groups by label in byte order, and the values of each, the least first. */
void
groups_sort(struct groups *g);

/* The quantile q in [0, 1] of a sorted group, linear between neighbours (type 7 of R). */
double
group_quantile(const struct group *g, double q);

/* What a chart calls a group, in words where it has no label; valid as long as the group. */
const char *
group_name(const struct group *g);

/* columns of a terminal that the longest of the names takes */
size_t
groups_name_columns(const struct groups *g);

#endif
