/* SPDX-License-Identifier: MIT */
#ifndef TABLES_PREDICTIONS_H
#define TABLES_PREDICTIONS_H

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
predictions_write_header(struct csv_writer *w, size_t n_classes, char *const *classes);

void
predictions_write(struct csv_writer *w, size_t n_classes, char *const *classes,
    const struct prediction *p);

#endif
