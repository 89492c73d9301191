/* SPDX-License-Identifier: MIT */
#ifndef PREDICT_CLASSIFY_H
#define PREDICT_CLASSIFY_H

#include <stdbool.h>

#include "io/csv.h"
#include "model/model.h"
#include "tables/roles.h"
#include "hearing.h"
#include "report.h"

/*
 * Rows of features in, rows of probabilities out: one for each row, or for each track the mean over
 * its rows, written as soon as the next track begins. Raw rows are scaled by the model's scaler;
 * rows with a column `scaler` must have been scaled by just that. Rows that say how they were made
 * from audio must all say the same, and the model's feature set and rate. Rows of a track must come
 * together. How typical a track is of those that the model knows is told by the mean of its rows;
 * of rows alone it is not. The header of `in` has not been read. Returns 0, or -1 with csv_error
 * or, where that is empty, hearing_error.
 */
struct classify_options {
	bool by_track;
	struct csv_writer
	    *segments;         /* gets a row for each segment beside `out`, NULL: nothing does */
	struct report *report; /* NULL: none */
	double reject; /* a track that is less typical gets no answer; of models that can tell */
	struct hearing *hearing; /* says what is no music, and gets no answer; NULL: nobody does */
	/*
	 * Hears once, before the first row, when tracks were limited or cut otherwise than those
	 * that the model was trained on; NULL: nobody does.
	 */
	void (*remark)(const char *text);
};

int
classify(const struct model *m, const struct role_names *names,
    const struct classify_options *options, struct csv_reader *in, struct csv_writer *out);

#endif
