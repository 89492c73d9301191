/* SPDX-License-Identifier: MIT */
#ifndef TABLES_HISTORY_H
#define TABLES_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "io/csv.h"
#include "stats/metrics.h"

/*
 * The table of a training, epoch,loss,accuracy,val_loss,val_accuracy: train writes a row for each
 * epoch, plot draws them.
 */

/* Errors are left in the FILE. */
void
history_write_header(FILE *f);

/* epochs are counted from 1; validation NULL: no rows were watched, both fields are empty */
void
history_write(FILE *f, size_t epoch, const struct metrics *train, const struct metrics *validation);

struct history_columns {
	long epoch, loss, accuracy, val_loss, val_accuracy; /* -1: not there */
};

struct history_epoch {
	double epoch, loss, accuracy; /* accuracies are 0 .. 1 */
	bool has_validation;
	double val_loss, val_accuracy;
};

/* Finds the columns. Returns whether the header is that of such a table. */
bool
history_find(const struct csv_reader *csv, struct history_columns *columns);

/* The current row. Returns 0, or -1 with csv_error. */
int
history_parse(
    struct csv_reader *csv, const struct history_columns *columns, struct history_epoch *e);

#endif
