/* SPDX-License-Identifier: MIT */
#include "tables/feature_table.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_table.h"
#include "base/xmalloc.h"
#include "tables/field.h"

void
feature_table_write_header(struct csv_writer *w, const struct feature_set *set)
{
	static const char *const ids[] = {
	    ROLE_TRACK, ROLE_SEGMENT, ROLE_START, ROLE_LABEL, ROLE_ARTIST, ROLE_FRONT_END};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		csv_put(w, ids[i]);
	for (size_t i = 0; i < set->n_columns; i++)
		csv_put(w, set->columns[i].name);
	csv_end_row(w);
}

void
feature_table_write_row(struct csv_writer *w, const struct feature_set *set,
    const struct feature_row_id *id, const double *values)
{
	csv_put(w, id->track);
	csv_put_long(w, id->segment);
	csv_put_double(w, id->start_s);
	csv_put(w, id->label);
	csv_put(w, id->artist);
	csv_put(w, id->front_end);
	for (size_t i = 0; i < set->n_columns; i++)
		csv_put_double(w, values[i]);
	csv_end_row(w);
}

struct capacity {
	size_t values, tracks, segments, starts, labels, artists, copies;
};

static void
put(char ***list, size_t *cap, size_t at, char *text)
{
	xgrow(list, cap, at + 1, sizeof(**list));
	(*list)[at] = text;
}

static int
add_row(
    struct feature_table *t, struct capacity *cap, struct csv_reader *r, const struct roles *roles)
{
	size_t at = t->n_rows;
	enum piece piece;
	double *row;

	if (roles_same(r, roles->scaler, &t->scaler) != 0 ||
	    roles_same_front_end(r, roles->front_end, &t->front_end, &piece) != 0)
		return -1;
	xgrow(&t->values, &cap->values, (at + 1) * t->n_features, sizeof(*t->values));
	row = &t->values[at * t->n_features];
	for (size_t i = 0; i < t->n_features; i++) {
		if (csv_number(r, roles->features[i], &row[i]) != 0)
			return -1;
	}
	put(&t->tracks, &cap->tracks, at,
	    roles->group >= 0 ? xstrdup(field_text(r, roles->group)) : xasprintf("%zu", at + 1));
	put(&t->segments, &cap->segments, at, xstrdup(field_text(r, roles->segment)));
	put(&t->starts, &cap->starts, at, xstrdup(field_text(r, roles->start)));
	put(&t->labels, &cap->labels, at, xstrdup(field_text(r, roles->label)));
	put(&t->copies, &cap->copies, at, xstrdup(field_text(r, roles->copy)));
	put(&t->artists, &cap->artists, at, xstrdup(field_text(r, roles->artist)));
	t->n_rows++;
	return 0;
}

struct feature_table *
feature_table_read(struct csv_reader *r, const struct role_names *names)
{
	struct feature_table *t = xcalloc(1, sizeof(*t));
	struct capacity cap = {0};
	struct roles roles = {0};
	int rc;

	if (csv_read_header(r) != 0 || roles_find(r, names, &roles) != 0)
		goto fail;
	if (roles.n_features == 0) {
		csv_fail(r, "no column holds features");
		goto fail;
	}
	t->features = xcalloc(roles.n_features, sizeof(*t->features));
	for (; t->n_features < roles.n_features; t->n_features++)
		t->features[t->n_features] = xstrdup(csv_name(r, roles.features[t->n_features]));
	while ((rc = csv_read_row(r)) > 0) {
		if (add_row(t, &cap, r, &roles) != 0)
			goto fail;
	}
	if (rc < 0)
		goto fail;
	if (t->n_rows == 0) {
		csv_fail(r, "no rows");
		goto fail;
	}
	roles_free(&roles);
	return t;
fail:
	roles_free(&roles);
	feature_table_free(t);
	return NULL;
}

size_t
feature_table_keep_features(struct feature_table *t, const char *pattern)
{
	size_t n = t->n_features, n_kept = 0, *kept = xcalloc(n, sizeof(*kept));
	double *to = t->values;

	for (size_t i = 0; i < n; i++) {
		if (fnmatch(pattern, t->features[i], 0) == 0) {
			t->features[n_kept] = t->features[i];
			kept[n_kept++] = i;
		} else {
			free(t->features[i]);
		}
	}
	for (size_t r = 0; r < t->n_rows; r++) {
		for (size_t i = 0; i < n_kept; i++)
			*to++ = t->values[r * n + kept[i]];
	}
	t->n_features = n_kept;
	free(kept);
	return n_kept;
}

/* appends the n strings of `more` to list[*at], which it takes over */
static void
move(char ***list, size_t at, char **more, size_t n)
{
	*list = xreallocarray(*list, at + n, sizeof(**list));
	memcpy(*list + at, more, n * sizeof(*more));
}

/* why rows of one table cannot stand below those of another, NULL: they can */
static char *
compare_making(const struct feature_table *t, const struct feature_table *other)
{
	const char *ours = t->front_end != NULL ? t->front_end : "";
	const char *theirs = other->front_end != NULL ? other->front_end : "";

	if (strcmp(ours, theirs) != 0)
		return xasprintf(
		    "its rows were made as '%s', those of the first table as '%s'", theirs, ours);
	if (t->scaler == NULL && other->scaler == NULL)
		return NULL;
	if (t->scaler == NULL || other->scaler == NULL)
		return xasprintf("its rows are %s, those of the first table are %s",
		    other->scaler != NULL ? "scaled" : "raw", t->scaler != NULL ? "scaled" : "raw");
	return strcmp(t->scaler, other->scaler) == 0
	    ? NULL
	    : xstrdup("its rows are scaled by another scaler than those of the first table");
}

char *
feature_table_append(struct feature_table *t, struct feature_table *other)
{
	size_t *column = xcalloc(t->n_features, sizeof(*column)), n = other->n_rows;
	char *why = compare_making(t, other);
	struct string_table names = {0};
	double *to;

	for (size_t i = 0; i < other->n_features; i++)
		string_table_add(&names, other->features[i]);
	for (size_t i = 0; i < t->n_features && why == NULL; i++) {
		column[i] = string_table_find(&names, t->features[i]);
		if (column[i] == STRING_TABLE_NONE)
			why = xasprintf(
			    "no column '%.80s', which the first table has", t->features[i]);
	}
	string_table_free(&names);
	if (why == NULL) {
		t->values =
		    xreallocarray(t->values, (t->n_rows + n) * t->n_features, sizeof(*t->values));
		to = &t->values[t->n_rows * t->n_features];
		for (size_t r = 0; r < n; r++) {
			for (size_t i = 0; i < t->n_features; i++)
				*to++ = other->values[r * other->n_features + column[i]];
		}
		move(&t->tracks, t->n_rows, other->tracks, n);
		move(&t->segments, t->n_rows, other->segments, n);
		move(&t->starts, t->n_rows, other->starts, n);
		move(&t->labels, t->n_rows, other->labels, n);
		move(&t->artists, t->n_rows, other->artists, n);
		move(&t->copies, t->n_rows, other->copies, n);
		t->n_rows += n;
		other->n_rows = 0; /* its strings are t's now */
	}
	free(column);
	feature_table_free(other);
	return why;
}

void
feature_table_free(struct feature_table *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->n_features; i++)
		free(t->features[i]);
	for (size_t i = 0; i < t->n_rows; i++) {
		free(t->tracks[i]);
		free(t->segments[i]);
		free(t->starts[i]);
		free(t->labels[i]);
		free(t->artists[i]);
		free(t->copies[i]);
	}
	free(t->artists);
	free(t->copies);
	free(t->scaler);
	free(t->front_end);
	free(t->features);
	free(t->values);
	free(t->tracks);
	free(t->segments);
	free(t->starts);
	free(t->labels);
	free(t);
}
