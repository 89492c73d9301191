/* SPDX-License-Identifier: MIT */
#include "history.h"

#include <stdlib.h>

#include "base/xmalloc.h"

int
history_read(struct history *h, struct table *t)
{
	struct table_epoch epoch;
	int rc;

	*h = (struct history){0};
	while ((rc = table_next_epoch(t, &epoch)) > 0) {
		if (h->n_epochs == HISTORY_EPOCHS_MAX)
			return table_fail(t, "more than %zu epochs", HISTORY_EPOCHS_MAX);
		xgrow(&h->epochs, &h->cap, h->n_epochs + 1, sizeof(*h->epochs));
		h->epochs[h->n_epochs++] = epoch;
		h->has_validation |= epoch.has_validation;
	}
	return rc;
}

void
history_free(struct history *h)
{
	free(h->epochs);
}
