/* SPDX-License-Identifier: MIT */
#include "dataset.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/string_table.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "model/model.h"

static int
compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* the classes, sorted; also counts rows without one */
static size_t
find_classes(struct dataset *d, const struct feature_table *t)
{
	struct string_table seen = {0};
	size_t n_unlabelled = 0;

	for (size_t i = 0; i < t->n_rows; i++) {
		if (*t->labels[i] == '\0')
			n_unlabelled++;
		else
			string_table_add(&seen, t->labels[i]);
	}
	d->n_classes = seen.n;
	d->classes = xcalloc(seen.n, sizeof(*d->classes));
	for (size_t i = 0; i < seen.n; i++)
		d->classes[i] = xstrdup(seen.list[i]);
	qsort(d->classes, d->n_classes, sizeof(*d->classes), compare_strings);
	string_table_free(&seen);
	return n_unlabelled;
}

/* the first of some names that is not UTF-8, as the header of a model must be; NULL: none */
static const char *
find_bad_name(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!utf8_valid(names[i]))
			return names[i];
	}
	return NULL;
}

static void
number_rows(struct dataset *d, const struct feature_table *t)
{
	struct string_table classes = {0}, tracks = {0}, kinds = {0};
	size_t cap = 0;

	for (size_t i = 0; i < d->n_classes; i++)
		string_table_add(&classes, d->classes[i]);
	d->label = xcalloc(d->n_rows, sizeof(*d->label));
	d->track = xcalloc(d->n_rows, sizeof(*d->track));
	d->group = xcalloc(d->n_rows, sizeof(*d->group));
	d->kind = xcalloc(d->n_rows, sizeof(*d->kind));
	string_table_add(&kinds, "");
	for (size_t i = 0; i < d->n_rows; i++) {
		d->label[i] = (uint32_t)string_table_find(&classes, t->labels[i]);
		d->kind[i] = string_table_add(&kinds, t->copies[i]);
		d->track[i] = d->group[i] = string_table_add(&tracks, t->tracks[i]);
		if (d->group[i] < d->n_groups)
			continue;
		xgrow(&d->group_label, &cap, tracks.n, sizeof(*d->group_label));
		d->group_label[d->n_groups++] = d->label[i];
	}
	d->n_tracks = tracks.n;
	d->n_kinds = kinds.n;
	string_table_free(&classes);
	string_table_free(&tracks);
	string_table_free(&kinds);
}

/* the group of a track, n_rows looked at: joins are few */
static size_t
group_of(const struct dataset *d, size_t track)
{
	size_t i = 0;

	while (d->track[i] != track)
		i++;
	return d->group[i];
}

void
dataset_join(struct dataset *d, size_t track_a, size_t track_b)
{
	size_t a = group_of(d, track_a), b = group_of(d, track_b);
	size_t kept = a < b ? a : b, gone = a < b ? b : a;

	if (a == b)
		return;
	/* the numbers after the one that goes move up, and their order stays */
	for (size_t i = 0; i < d->n_rows; i++) {
		if (d->group[i] == gone)
			d->group[i] = kept;
		else
			d->group[i] -= d->group[i] > gone;
	}
	d->n_groups--;
	for (size_t g = gone; g < d->n_groups; g++)
		d->group_label[g] = d->group_label[g + 1];
}

void
dataset_group_artists(struct dataset *d, const char *const *artists)
{
	struct string_table groups = {0};
	size_t cap = 0;

	d->n_groups = 0;
	free(d->group_label);
	d->group_label = NULL;
	for (size_t i = 0; i < d->n_rows; i++) {
		const char *artist = artists[d->track[i]];
		/* no name of an artist begins with a newline */
		char *name = artist != NULL ? xstrdup(artist) : xasprintf("\n%zu", d->track[i]);

		d->group[i] = string_table_add(&groups, name);
		free(name);
		if (d->group[i] < d->n_groups)
			continue;
		xgrow(&d->group_label, &cap, groups.n, sizeof(*d->group_label));
		d->group_label[d->n_groups++] = d->label[i];
	}
	string_table_free(&groups);
}

bool
dataset_is_artist(const char *name)
{
	static const char *const none[] = {
	    "", "unknown", "unknown artist", "various", "various artists", "va", "v.a."};

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		if (strcasecmp(name, none[i]) == 0)
			return false;
	}
	return true;
}

const char **
dataset_artists(const struct dataset *d)
{
	const char **artists = xcalloc(d->n_tracks, sizeof(*artists));
	bool some = false;
	size_t seen = 0;

	for (size_t i = 0; i < d->n_rows; i++) {
		if (d->track[i] < seen)
			continue;
		seen++; /* tracks are numbered in the order of their first rows */
		if (dataset_is_artist(d->table->artists[i])) {
			artists[d->track[i]] = d->table->artists[i];
			some = true;
		}
	}
	if (some)
		return artists;
	free(artists);
	return NULL;
}

/* counts the rows of copies; the first one of a track that is not there itself, -1: none */
static long
count_copies(struct dataset *d)
{
	bool *is_there = xcalloc(d->n_tracks, sizeof(*is_there));
	long alone = -1;

	for (size_t i = 0; i < d->n_rows; i++) {
		d->n_copies += d->kind[i] > 0;
		is_there[d->track[i]] |= d->kind[i] == 0;
	}
	for (size_t i = 0; i < d->n_rows && alone < 0; i++)
		alone = is_there[d->track[i]] ? -1 : (long)i;
	free(is_there);
	return alone;
}

struct dataset *
dataset_new(const struct feature_table *t, char *error, size_t error_len)
{
	struct dataset *d = xcalloc(1, sizeof(*d));
	const char *bad_class, *bad_feature;
	size_t n_unlabelled;
	long alone;

	d->table = t;
	d->n_rows = t->n_rows;
	d->n_features = t->n_features;
	n_unlabelled = find_classes(d, t);
	bad_class = find_bad_name(d->classes, d->n_classes);
	bad_feature = find_bad_name(t->features, t->n_features);
	*error = '\0';
	if (n_unlabelled > 0)
		snprintf(error, error_len, "%zu of %zu rows have no label: see --label",
		    n_unlabelled, d->n_rows);
	else if (d->n_classes < 2)
		snprintf(error, error_len,
		    "one class only, '%.80s': there is nothing to tell apart", d->classes[0]);
	else if (d->n_classes > MODEL_CLASSES_MAX)
		snprintf(error, error_len, "%zu classes, at most %d: is --label the right column?",
		    d->n_classes, MODEL_CLASSES_MAX);
	else if (d->n_features > MODEL_FEATURES_MAX)
		snprintf(error, error_len, "%zu features, at most %d", d->n_features,
		    MODEL_FEATURES_MAX);
	else if (bad_class != NULL)
		snprintf(error, error_len, "the class '%.80s' is not UTF-8", bad_class);
	else if (bad_feature != NULL)
		snprintf(error, error_len, "the column '%.80s' is not UTF-8", bad_feature);
	if (*error != '\0') {
		dataset_free(d);
		return NULL;
	}
	number_rows(d, t);
	alone = count_copies(d);
	if (alone < 0)
		return d;
	snprintf(error, error_len, "only copies are there of the track '%.200s'", t->tracks[alone]);
	dataset_free(d);
	return NULL;
}

void
dataset_free(struct dataset *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->n_classes; i++)
		free(d->classes[i]);
	free(d->classes);
	free(d->label);
	free(d->track);
	free(d->group);
	free(d->kind);
	free(d->group_label);
	free(d);
}

float *
dataset_inputs(const struct dataset *d, const struct scaler *s)
{
	size_t n = d->n_rows * d->n_features;
	float *x = xalignedarray(n, sizeof(*x));

	for (size_t i = 0; i < n; i++) {
		double v = d->table->values[i];

		x[i] = (float)(s != NULL ? scaler_apply(s, i % d->n_features, v) : v);
	}
	return x;
}
