/* SPDX-License-Identifier: MIT */
#ifndef TABLES_FIELD_H
#define TABLES_FIELD_H

#include "io/csv.h"

/*
 * Fields of the current row. A column is what csv_find returned, -1: the table has none.
 */
#define FIELD_NUMBER_MAX 1e30 /* larger numbers no chart can draw */

/* "" where there is no column; valid until the next row */
const char *
field_text(const struct csv_reader *csv, long column);

/*
 * A number within +-FIELD_NUMBER_MAX, of a column that is there. Returns 0, or -1 with csv_error.
 */
int
field_number(struct csv_reader *csv, long column, double *out);

/* A number that may be missing or empty. Returns 1, 0: not there, -1 with csv_error. */
int
field_optional(struct csv_reader *csv, long column, double *out);

/* Whether x, read from that column, is in [0, 1]. Returns 0, or -1 with csv_error. */
int
field_check_share(struct csv_reader *csv, long column, double x);

#endif
