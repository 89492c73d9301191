/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_SCORE_H
#define TRAIN_SCORE_H

#include <stddef.h>

#include "dataset.h"
#include "io/csv.h"
#include "io/json.h"
#include "partition.h"

/*
 * How good predictions of some rows are, by segment and by track: the mean of the probabilities of
 * its rows decides for a track.
 */
struct score {
	size_t rows, tracks;
	double loss, accuracy, track_accuracy; /* 0 where rows is 0 */
};

/* probabilities[rows->n][n_classes] */
struct score
score_of(const struct dataset *d, const struct row_list *rows, const float *probabilities);

/* {"rows", "tracks", "loss", "accuracy", "track_accuracy"}, null where there are no rows */
struct json *
score_to_json(const struct score *s);

/* Writes a prediction row for each track that has rows in the list. */
void
score_write_tracks(const struct dataset *d, const struct row_list *rows,
    const float *probabilities, struct csv_writer *out);

#endif
