/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_H
#define HISTORY_H

#include <stddef.h>

#include "table.h"

/* The epochs of a training, as `train` wrote them. */
#define HISTORY_EPOCHS_MAX ((size_t)1000000)

struct history {
	struct table_epoch *epochs; /* [n_epochs] */
	size_t n_epochs, cap;
	bool has_validation; /* some epoch has */
};

/* Reads the table to its end. Returns 0, or -1 with table_error. history_free in both cases. */
int
history_read(struct history *h, struct table *t);

void
history_free(struct history *h);

#endif
