/* SPDX-License-Identifier: MIT */
#ifndef CONFUSION_H
#define CONFUSION_H

#include <stddef.h>

#include "table.h"

/* How often rows of one true class were given each class: what labelled predictions say. */
struct confusion {
	const char *const *classes; /* classes[n_classes], the table's */
	size_t n_classes;
	size_t n_true; /* rows: the classes and, if there are, one of labels that are no class */
	long *counts;  /* counts[n_classes + 1][n_classes], true by predicted */
	long n_rows, n_right; /* with a label, predicted as labelled */
	bool segments;        /* rows are segments, not tracks */
};

/* what the row of labels that the model does not know is called */
#define CONFUSION_OTHER "(no class)"

/*
 * Reads the table to its end; rows without a label do not count. Returns 0, or -1 with
 * table_error. confusion_free in both cases.
 */
int
confusion_read(struct confusion *c, struct table *t);

void
confusion_free(struct confusion *c);

/* the name of a true row */
const char *
confusion_name(const struct confusion *c, size_t row);

long
confusion_count(const struct confusion *c, size_t row, size_t predicted);

/* rows whose true class this is */
long
confusion_support(const struct confusion *c, size_t row);

#endif
