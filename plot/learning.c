/* SPDX-License-Identifier: MIT */
#include "learning.h"

#include <stdlib.h>

#include "base/xmalloc.h"

int
learning_read(struct learning *l, struct table *t)
{
	struct table_point row;
	int rc;

	*l = (struct learning){0};
	while ((rc = table_next_point(t, &row)) > 0) {
		size_t series = string_table_add(&l->series, row.series);

		if (l->series.n > LEARNING_SERIES_MAX)
			return table_fail(t, "more than %zu series", LEARNING_SERIES_MAX);
		if (l->n_points == LEARNING_POINTS_MAX)
			return table_fail(t, "more than %zu points", LEARNING_POINTS_MAX);
		xgrow(&l->points, &l->cap, l->n_points + 1, sizeof(*l->points));
		l->points[l->n_points++] = (struct learning_point){series, row.songs, row.accuracy,
		    row.error};
	}
	return rc;
}

void
learning_free(struct learning *l)
{
	string_table_free(&l->series);
	free(l->points);
}
