/* SPDX-License-Identifier: MIT */
#ifndef TABLES_HISTORY_H
#define TABLES_HISTORY_H

#include <stddef.h>
#include <stdio.h>

#include "stats/metrics.h"

/*
 * The table of a training, epoch,loss,accuracy,val_loss,val_accuracy: train writes a row for each
 * epoch, plot draws them. Errors are left in the FILE.
 */
void
history_write_header(FILE *f);

/* epochs are counted from 1; validation NULL: no rows were watched, both fields are empty */
void
history_write(FILE *f, size_t epoch, const struct metrics *train, const struct metrics *validation);

#endif
