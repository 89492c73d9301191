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
 * its rows decides for a track. All 0 where rows is 0.
 */
struct score_level {
	double loss, accuracy;
	double accuracy_se; /* standard error of the accuracy over tracks, which are independent */
	double top2_accuracy;
	double ece; /* expected calibration error */
};

struct score {
	size_t rows, tracks;
	struct score_level segment, track;
};

/* probabilities[rows->n][n_classes] */
struct score
score_of(const struct dataset *d, const struct row_list *rows, const float *probabilities);

/*
 * {"rows", "tracks", "loss", "accuracy", "accuracy_se", "top2_accuracy", "ece"} and, but for the
 * first two, the same with "track_" before; null where there are no rows.
 */
struct json *
score_to_json(const struct score *s);

/* The names and numbers of that object beside rows and tracks, for means over several. */
#define SCORE_NUMBERS 10

const char *
score_number_name(size_t i);

double
score_number(const struct score *s, size_t i);

/* Writes a prediction row for each track that has rows in the list. */
void
score_write_tracks(const struct dataset *d, const struct row_list *rows,
    const float *probabilities, struct csv_writer *out);

#endif
