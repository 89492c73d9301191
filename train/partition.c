/* SPDX-License-Identifier: MIT */
#include "partition.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

enum { TRAIN, VALIDATION, TEST };

static struct row_list
list_new(size_t cap)
{
	return (struct row_list){xcalloc(cap, sizeof(size_t)), 0};
}

static struct partition
partition_new(size_t n_rows)
{
	return (struct partition){list_new(n_rows), list_new(n_rows), list_new(n_rows)};
}

struct row_list
row_list_all(const struct dataset *d)
{
	struct row_list list = list_new(d->n_rows);

	for (; list.n < d->n_rows; list.n++)
		list.rows[list.n] = list.n;
	row_list_drop_copies(d, &list);
	return list;
}

void
row_list_drop_copies(const struct dataset *d, struct row_list *list)
{
	size_t n = list->n;

	if (d->n_copies == 0)
		return;
	list->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (d->kind[list->rows[i]] == 0)
			list->rows[list->n++] = list->rows[i];
	}
}

struct row_list
row_list_with_copies(const struct dataset *d, const struct row_list *list)
{
	struct row_list all = list_new(list->n + d->n_copies);
	bool *in = xcalloc(d->n_tracks, sizeof(*in));

	for (size_t i = 0; i < list->n; i++) {
		all.rows[all.n++] = list->rows[i];
		in[d->track[list->rows[i]]] = true;
	}
	for (size_t row = 0; row < d->n_rows && d->n_copies > 0; row++) {
		if (d->kind[row] > 0 && in[d->track[row]])
			all.rows[all.n++] = row;
	}
	free(in);
	return all;
}

struct row_list
row_list_join(const struct row_list *a, const struct row_list *b)
{
	struct row_list list = list_new(a->n + b->n);

	for (size_t i = 0; i < a->n; i++)
		list.rows[list.n++] = a->rows[i];
	for (size_t i = 0; i < b->n; i++)
		list.rows[list.n++] = b->rows[i];
	return list;
}

void
row_list_free(struct row_list *list)
{
	free(list->rows);
	*list = (struct row_list){0};
}

void
partition_free(struct partition *p)
{
	row_list_free(&p->train);
	row_list_free(&p->validation);
	row_list_free(&p->test);
}

static void
put(struct partition *p, int part, size_t row)
{
	struct row_list *list = part == TRAIN ? &p->train
	    : part == TEST                    ? &p->test
					      : &p->validation;

	list->rows[list->n++] = row;
}

struct partition
partition_rows(
    const struct row_list *rows, double test_share, double validation_share, struct rng *rng)
{
	struct partition p = partition_new(rows->n);
	size_t *order = xcalloc(rows->n, sizeof(*order));
	size_t n_test = (size_t)ceil(test_share * (double)rows->n);
	size_t n_fit = (size_t)((double)(rows->n - n_test) * (1 - validation_share));

	rng_permutation(rng, rows->n, order);
	for (size_t i = 0; i < rows->n; i++)
		put(&p,
		    i < n_test               ? TEST
			: i < n_test + n_fit ? TRAIN
					     : VALIDATION,
		    rows->rows[order[i]]);
	free(order);
	return p;
}

/* which groups have rows in the list; the caller frees */
static bool *
groups_in(const struct dataset *d, const struct row_list *rows)
{
	bool *in = xcalloc(d->n_groups, sizeof(*in));

	for (size_t i = 0; i < rows->n; i++)
		in[d->group[rows->rows[i]]] = true;
	return in;
}

size_t
partition_n_groups(const struct dataset *d, const struct row_list *rows)
{
	bool *in = groups_in(d, rows);
	size_t n = 0;

	for (size_t g = 0; g < d->n_groups; g++)
		n += in[g];
	free(in);
	return n;
}

/* tracks[n_groups]: how many tracks of the list each group has; the caller frees */
static size_t *
tracks_in(const struct dataset *d, const struct row_list *rows)
{
	size_t *tracks = xcalloc(d->n_groups, sizeof(*tracks));
	bool *seen = xcalloc(d->n_tracks, sizeof(*seen));

	for (size_t i = 0; i < rows->n; i++) {
		size_t row = rows->rows[i];

		tracks[d->group[row]] += !seen[d->track[row]];
		seen[d->track[row]] = true;
	}
	free(seen);
	return tracks;
}

/* groups[0..n-1]: those of one class that have tracks, shuffled; returns n */
static size_t
groups_of_class(
    const struct dataset *d, const size_t *tracks, uint32_t class_, struct rng *rng, size_t *groups)
{
	size_t n = 0;

	for (size_t g = 0; g < d->n_groups; g++) {
		if (tracks[g] > 0 && d->group_label[g] == class_)
			groups[n++] = g;
	}
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)rng_below(rng, i), swap = groups[i - 1];

		groups[i - 1] = groups[j];
		groups[j] = swap;
	}
	return n;
}

/*
 * Gives part[] of groups that have none yet, in order, to `which` until these have a share of all
 * their tracks, to the nearest; one group is always left.
 */
static void
take_share(const size_t *groups, size_t n, const size_t *tracks, double share, int which, int *part)
{
	size_t n_left = 0, all = 0, taken = 0;

	for (size_t i = 0; i < n; i++) {
		n_left += part[groups[i]] == TRAIN;
		all += part[groups[i]] == TRAIN ? tracks[groups[i]] : 0;
	}
	for (size_t i = 0; i < n && n_left > 1; i++) {
		size_t more = tracks[groups[i]];

		if (part[groups[i]] != TRAIN ||
		    (double)taken + (double)more / 2 > share * (double)all)
			continue;
		part[groups[i]] = which;
		taken += more;
		n_left--;
	}
}

struct partition
partition_groups(const struct dataset *d, const struct row_list *rows, double test_share,
    double validation_share, struct rng *rng)
{
	struct partition p = partition_new(rows->n);
	size_t *groups = xcalloc(d->n_groups, sizeof(*groups)), *order;
	int *part = xcalloc(d->n_groups, sizeof(*part));
	size_t *tracks = tracks_in(d, rows);

	for (size_t g = 0; g < d->n_groups; g++)
		part[g] = TRAIN;
	for (uint32_t c = 0; c < d->n_classes; c++) {
		size_t n = groups_of_class(d, tracks, c, rng, groups);

		take_share(groups, n, tracks, test_share, TEST, part);
		take_share(groups, n, tracks, validation_share, VALIDATION, part);
	}
	order = xcalloc(rows->n, sizeof(*order));
	rng_permutation(rng, rows->n, order);
	for (size_t i = 0; i < rows->n; i++) {
		size_t row = rows->rows[order[i]];

		put(&p, part[d->group[row]], row);
	}
	free(order);
	free(tracks);
	free(part);
	free(groups);
	return p;
}

/* the largest first, equals in the order they have: insertion, since most are of one track */
static void
sort_by_size(size_t *groups, size_t n, const size_t *tracks)
{
	for (size_t i = 1; i < n; i++) {
		size_t group = groups[i], at = i;

		for (; at > 0 && tracks[groups[at - 1]] < tracks[group]; at--)
			groups[at] = groups[at - 1];
		groups[at] = group;
	}
}

void
partition_folds(const struct dataset *d, const struct row_list *rows, size_t n_folds,
    struct rng *rng, size_t *fold)
{
	size_t *groups = xcalloc(d->n_groups, sizeof(*groups));
	size_t *of_class = xcalloc(n_folds, sizeof(*of_class)),
	       *of_all = xcalloc(n_folds, sizeof(*of_all));
	size_t *tracks = tracks_in(d, rows);

	/* the largest first, each to the fold with the fewest tracks of its class, then of all */
	for (uint32_t c = 0; c < d->n_classes; c++) {
		size_t n = groups_of_class(d, tracks, c, rng, groups);

		sort_by_size(groups, n, tracks);
		memset(of_class, 0, n_folds * sizeof(*of_class));
		for (size_t i = 0; i < n; i++) {
			size_t best = 0;

			for (size_t f = 1; f < n_folds; f++) {
				if (of_class[f] < of_class[best] ||
				    (of_class[f] == of_class[best] && of_all[f] < of_all[best]))
					best = f;
			}
			fold[groups[i]] = best;
			of_class[best] += tracks[groups[i]];
			of_all[best] += tracks[groups[i]];
		}
	}
	free(of_class);
	free(of_all);
	free(tracks);
	free(groups);
}

struct partition
partition_of_fold(
    const struct dataset *d, const struct row_list *rows, const size_t *fold, size_t number)
{
	struct partition p = partition_new(rows->n);

	for (size_t i = 0; i < rows->n; i++)
		put(&p, fold[d->group[rows->rows[i]]] == number ? TEST : TRAIN, rows->rows[i]);
	return p;
}

struct partition
partition_all(const struct row_list *rows)
{
	struct partition p = partition_new(rows->n);

	for (size_t i = 0; i < rows->n; i++)
		put(&p, TRAIN, rows->rows[i]);
	return p;
}
