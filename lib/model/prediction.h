/* SPDX-License-Identifier: MIT */
#ifndef MODEL_PREDICTION_H
#define MODEL_PREDICTION_H

#include <stddef.h>

#include "io/csv.h"

/*
 * A row of the prediction table, track,segment,start,label,predicted,confidence,p_<class>...: what
 * predict and train write and plot reads.
 */
struct prediction {
	const char *track, *segment, *start, *label; /* "" where there is none */
	const float *probabilities;                  /* [n_classes] */
};

void
prediction_write_header(struct csv_writer *w, size_t n_classes, char *const *classes);

void
prediction_write(struct csv_writer *w, size_t n_classes, char *const *classes,
    const struct prediction *p);

/* The class with the largest probability, the first of equals. */
size_t
prediction_winner(const float *probabilities, size_t n_classes);

#endif
