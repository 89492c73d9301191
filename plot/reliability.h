/* SPDX-License-Identifier: MIT */
#ifndef RELIABILITY_H
#define RELIABILITY_H

#include "stats/metrics.h"
#include "table.h"

/* How often predictions of about one confidence are right: what labelled predictions say. */
struct reliability {
	struct metrics scoring;
	bool segments; /* rows are segments, not tracks */
};

/*
 * Reads the table to its end; rows without a label do not count, a label that is no class is never
 * right. Returns 0, or -1 with table_error.
 */
int
reliability_read(struct reliability *r, struct table *t);

/* Of one bin that holds something: the share that is right, and the mean confidence. */
double
reliability_accuracy(const struct metrics_bin *bin);

double
reliability_confidence(const struct metrics_bin *bin);

#endif
