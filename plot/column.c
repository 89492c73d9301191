/* SPDX-License-Identifier: MIT */
#include "column.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

static struct column_group *
find_group(struct column *c, const char *label)
{
	for (size_t i = 0; i < c->n_groups; i++) {
		if (strcmp(c->groups[i].label, label) == 0)
			return &c->groups[i];
	}
	if (c->n_groups == COLUMN_GROUPS_MAX)
		return NULL;
	xgrow(&c->groups, &c->cap, c->n_groups + 1, sizeof(*c->groups));
	c->groups[c->n_groups] = (struct column_group){.label = xstrdup(label)};
	return &c->groups[c->n_groups++];
}

static int
compare_values(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int
compare_groups(const void *a, const void *b)
{
	return strcmp(((const struct column_group *)a)->label,
	    ((const struct column_group *)b)->label);
}

double
column_quantile(const double *sorted, size_t n, double q)
{
	double place = q * (double)(n - 1);
	size_t i = (size_t)place;

	if (i + 1 >= n)
		return sorted[n - 1];
	place -= (double)i;
	return (1 - place) * sorted[i] + place * sorted[i + 1];
}

static void
summarise(struct column_group *g)
{
	qsort(g->values, g->n_values, sizeof(*g->values), compare_values);
	g->min = g->values[0];
	g->lower = column_quantile(g->values, g->n_values, 0.25);
	g->median = column_quantile(g->values, g->n_values, 0.5);
	g->upper = column_quantile(g->values, g->n_values, 0.75);
	g->max = g->values[g->n_values - 1];
}

int
column_read(struct column *c, struct table *t, const char *name)
{
	struct table_value row;
	int rc;

	*c = (struct column){0};
	if (table_choose(t, name) != 0)
		return -1;
	while ((rc = table_next_value(t, &row)) > 0) {
		struct column_group *g = find_group(c, row.label);

		if (g == NULL)
			return table_fail(t, "more than %zu labels", COLUMN_GROUPS_MAX);
		if (c->n_values++ == COLUMN_VALUES_MAX)
			return table_fail(t, "more than %zu rows", COLUMN_VALUES_MAX);
		xgrow(&g->values, &g->cap, g->n_values + 1, sizeof(*g->values));
		g->values[g->n_values++] = row.x;
	}
	for (size_t i = 0; i < c->n_groups; i++)
		summarise(&c->groups[i]);
	if (c->n_groups > 0)
		qsort(c->groups, c->n_groups, sizeof(*c->groups), compare_groups);
	return rc;
}

void
column_free(struct column *c)
{
	for (size_t i = 0; i < c->n_groups; i++) {
		free(c->groups[i].label);
		free(c->groups[i].values);
	}
	free(c->groups);
}
