/* SPDX-License-Identifier: MIT */
#include "reliability.h"

int
reliability_read(struct reliability *r, struct table *t)
{
	struct table_prediction row;
	int rc;

	*r = (struct reliability){0};
	while ((rc = table_next_prediction(t, &row)) > 0) {
		if (*row.label == '\0')
			continue;
		metrics_add_confidence(&r->scoring, row.p[row.predicted],
		    table_find_class(t, row.label) == (long)row.predicted);
		r->segments |= *row.segment != '\0';
	}
	if (rc == 0 && r->scoring.n == 0)
		return table_fail(t, "no row has a label: nothing to compare the predictions with");
	return rc;
}

double
reliability_accuracy(const struct metrics_bin *bin)
{
	return (double)bin->right / (double)bin->n;
}

double
reliability_confidence(const struct metrics_bin *bin)
{
	return bin->confidence / (double)bin->n;
}
