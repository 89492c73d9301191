/* SPDX-License-Identifier: MIT */
#ifndef SCALE_SCALING_H
#define SCALE_SCALING_H

#include "io/csv.h"
#include "tables/roles.h"
#include "model/scaler.h"

/*
 * Rows in, scaled rows out: the same columns in the same order and a column `scaler` with the
 * scaler's hash; what is no feature passes as it is. Rows that have such a column are refused.
 */

/*
 * Scales the columns that the scaler names, row by row, to the end of the table; others pass. The
 * header of `in` has not been read. Returns 0, or -1 with csv_error: also when a column is missing.
 */
int
scaling_apply(const struct scaler *s, struct csv_reader *in, struct csv_writer *out);

/*
 * Learns a scaler from all feature columns of a table; holds the table in memory. With *scaler set
 * the scaled rows are still to be written by scaling_write. Returns NULL with csv_error.
 */
struct scaling_rows;

struct scaling_rows *
scaling_fit(struct csv_reader *in, const struct role_names *names, const struct preprocessing *what,
    struct scaler **scaler);

/* Writes the rows that were learnt from, scaled, and frees them. */
void
scaling_write(struct scaling_rows *rows, const struct scaler *s, struct csv_writer *out);

#endif
