/* SPDX-License-Identifier: MIT */
#include "tables/predictions.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "stats/metrics.h"

void
predictions_write_header(struct csv_writer *w, size_t n_classes, char *const *classes)
{
	static const char *const fixed[] = {"track", "segment", "start", "label", "predicted",
	    "confidence"};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		csv_put(w, fixed[i]);
	for (size_t i = 0; i < n_classes; i++) {
		char *name = xasprintf("p_%s", classes[i]);

		csv_put(w, name);
		free(name);
	}
	csv_end_row(w);
}

void
predictions_write(struct csv_writer *w, size_t n_classes, char *const *classes,
    const struct prediction *p)
{
	size_t winner = metrics_winner(p->probabilities, n_classes);

	csv_put(w, p->track);
	csv_put(w, p->segment);
	csv_put(w, p->start);
	csv_put(w, p->label);
	csv_put(w, classes[winner]);
	csv_put_float(w, p->probabilities[winner]);
	for (size_t i = 0; i < n_classes; i++)
		csv_put_float(w, p->probabilities[i]);
	csv_end_row(w);
}
