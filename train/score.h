/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_SCORE_H
#define TRAIN_SCORE_H

#include <stddef.h>

#include "dataset.h"
#include "io/csv.h"
#include "io/json.h"
#include "partition.h"
#include "stats/metrics.h"

/*
 * How good predictions of some rows are, by segment and by track: the mean of the probabilities of
 * its rows decides for a track. All 0 where there are no rows.
 */
struct score {
	struct metrics segment, track;
	/*
	 * Standard errors of the two accuracies. Tracks are independent; segments come in tracks,
	 * and their error says so.
	 */
	double segment_se, track_se;
};

/* probabilities[rows->n][n_classes] */
struct score
score_of(const struct dataset *d, const struct row_list *rows, const float *probabilities);

/*
 * {"rows", "tracks", "loss", "accuracy", "top2_accuracy", "ece", "accuracy_se"} and, but for the
 * first two, the same with "track_" before; null where there are no rows.
 */
struct json *
score_to_json(const struct score *s);

/* The numbers of that object beside rows and tracks, for means over several. */
#define SCORE_NUMBERS (2 * (METRICS_NUMBERS + 1))
#define SCORE_NAME_LEN 32

/* to name[SCORE_NAME_LEN] */
void
score_number_name(size_t i, char *name);

double
score_number(const struct score *s, size_t i);

/* Writes a prediction row for each track that has rows in the list. */
void
score_write_tracks(const struct dataset *d, const struct row_list *rows, const float *probabilities,
    struct csv_writer *out);

/*
 * Writes the tracks whose label is not the most probable class, the least probable label first,
 * as a table: track,label,p_label,predicted,confidence.
 */
void
score_write_suspects(const struct dataset *d, const struct row_list *rows,
    const float *probabilities, struct csv_writer *out);

#endif
