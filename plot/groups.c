/* SPDX-License-Identifier: MIT */
#include "groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "tables/field.h"
#include "label.h"

bool
groups_read(const struct csv_reader *csv)
{
	return csv_n_columns(csv) > 0;
}

int
groups_init(struct groups *g, struct csv_reader *csv, const char *column)
{
	*g = (struct groups){
	    .value = csv_find(csv, column),
	    .label = csv_find(csv, "label"),
	};
	return g->value >= 0 ? 0 : csv_fail(csv, "has no column '%.80s'", column);
}

void
groups_clear(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		free(g->list[i].label);
		free(g->list[i].values);
	}
	free(g->list);
}

/* the group of that label, a new one if need be; NULL: too many */
static struct group *
find_group(struct groups *g, const char *label)
{
	for (size_t i = 0; i < g->n; i++) {
		if (strcmp(g->list[i].label, label) == 0)
			return &g->list[i];
	}
	if (g->n == GROUPS_MAX)
		return NULL;
	xgrow(&g->list, &g->cap, g->n + 1, sizeof(*g->list));
	g->list[g->n] = (struct group){.label = xstrdup(label)};
	return &g->list[g->n++];
}

int
groups_add(struct groups *g, struct csv_reader *csv)
{
	struct group *group;
	double x;

	if (field_number(csv, g->value, &x) != 0)
		return -1;
	group = find_group(g, field_text(csv, g->label));
	if (group == NULL)
		return csv_fail(csv, "more than %zu labels", GROUPS_MAX);
	if (g->n_values++ == GROUPS_VALUES_MAX)
		return csv_fail(csv, "more than %zu rows", GROUPS_VALUES_MAX);
	xgrow(&group->values, &group->cap, group->n_values + 1, sizeof(*group->values));
	group->values[group->n_values++] = x;
	return 0;
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
	return strcmp(((const struct group *)a)->label, ((const struct group *)b)->label);
}

void
groups_sort(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++)
		qsort(g->list[i].values, g->list[i].n_values, sizeof(double), compare_values);
	if (g->n > 0)
		qsort(g->list, g->n, sizeof(*g->list), compare_groups);
}

double
group_quantile(const struct group *g, double q)
{
	double place = q * (double)(g->n_values - 1);
	size_t i = (size_t)place;

	if (i + 1 >= g->n_values)
		return g->values[g->n_values - 1];
	place -= (double)i;
	return (1 - place) * g->values[i] + place * g->values[i + 1];
}

const char *
group_name(const struct group *g)
{
	return *g->label != '\0' ? g->label : "(no label)";
}

size_t
groups_name_columns(const struct groups *g)
{
	size_t widest = 0;

	for (size_t i = 0; i < g->n; i++) {
		size_t columns = label_columns(group_name(&g->list[i]));

		widest = columns > widest ? columns : widest;
	}
	return widest;
}
