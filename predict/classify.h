/* SPDX-License-Identifier: MIT */
#ifndef PREDICT_CLASSIFY_H
#define PREDICT_CLASSIFY_H

#include <stdbool.h>

#include "io/csv.h"
#include "model/model.h"
#include "model/roles.h"
#include "report.h"

/*
 * Rows of features in, rows of probabilities out: one for each row, or for each track the mean over
 * its rows, written as soon as the next track begins. Raw rows are scaled by the model's scaler;
 * rows with a column `scaler` must have been scaled by just that. Rows of a track must come together. The
 * header of `in` has not been read. report may be NULL. Returns 0, or -1 with csv_error.
 */
int
classify(const struct model *m, const struct role_names *names, bool by_track,
    struct csv_reader *in, struct csv_writer *out, struct report *report);

#endif
