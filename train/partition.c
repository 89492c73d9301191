/* SPDX-License-Identifier: MIT */
#include "partition.h"

#include <math.h>
#include <stdlib.h>

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

void
partition_free(struct partition *p)
{
	free(p->train.rows);
	free(p->validation.rows);
	free(p->test.rows);
}

static void
put(struct partition *p, int part, size_t row)
{
	struct row_list *list = part == TRAIN ? &p->train : part == TEST ? &p->test
	    : &p->validation;

	list->rows[list->n++] = row;
}

struct partition
partition_rows(const struct dataset *d, double test_share, double validation_share,
    struct rng *rng)
{
	struct partition p = partition_new(d->n_rows);
	size_t *order = xcalloc(d->n_rows, sizeof(*order));
	size_t n_test = (size_t)ceil(test_share * (double)d->n_rows);
	size_t n_fit = (size_t)((double)(d->n_rows - n_test) * (1 - validation_share));

	rng_permutation(rng, d->n_rows, order);
	for (size_t i = 0; i < d->n_rows; i++)
		put(&p, i < n_test ? TEST : i < n_test + n_fit ? TRAIN : VALIDATION, order[i]);
	free(order);
	return p;
}

/* tracks[0..n-1]: those of one class, shuffled; returns n */
static size_t
tracks_of_class(const struct dataset *d, uint32_t class_, struct rng *rng, size_t *tracks)
{
	size_t n = 0;

	for (size_t t = 0; t < d->n_tracks; t++) {
		if (d->track_label[t] == class_)
			tracks[n++] = t;
	}
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)rng_below(rng, i), swap = tracks[i - 1];

		tracks[i - 1] = tracks[j];
		tracks[j] = swap;
	}
	return n;
}

/* a share of n tracks, to the nearest, that leaves at least one */
static size_t
share_of(double share, size_t n)
{
	size_t part = (size_t)(share * (double)n + 0.5);

	return part < n ? part : n > 0 ? n - 1 : 0;
}

struct partition
partition_tracks(const struct dataset *d, double test_share, double validation_share,
    struct rng *rng)
{
	struct partition p = partition_new(d->n_rows);
	size_t *tracks = xcalloc(d->n_tracks, sizeof(*tracks)), *order;
	int *part = xcalloc(d->n_tracks, sizeof(*part));

	for (uint32_t c = 0; c < d->n_classes; c++) {
		size_t n = tracks_of_class(d, c, rng, tracks), n_test = share_of(test_share, n);
		size_t n_validation = share_of(validation_share, n - n_test);

		for (size_t i = 0; i < n; i++)
			part[tracks[i]] = i < n_test ? TEST : i < n_test + n_validation ? VALIDATION
			    : TRAIN;
	}
	order = xcalloc(d->n_rows, sizeof(*order));
	rng_permutation(rng, d->n_rows, order);
	for (size_t i = 0; i < d->n_rows; i++)
		put(&p, part[d->track[order[i]]], order[i]);
	free(order);
	free(part);
	free(tracks);
	return p;
}

void
partition_folds(const struct dataset *d, size_t n_folds, struct rng *rng, size_t *fold)
{
	size_t *tracks = xcalloc(d->n_tracks, sizeof(*tracks)), next = 0;

	/* dealt like cards, each class going on where the one before it stopped */
	for (uint32_t c = 0; c < d->n_classes; c++) {
		size_t n = tracks_of_class(d, c, rng, tracks);

		for (size_t i = 0; i < n; i++)
			fold[tracks[i]] = next++ % n_folds;
	}
	free(tracks);
}

struct partition
partition_of_fold(const struct dataset *d, const size_t *fold, size_t number)
{
	struct partition p = partition_new(d->n_rows);

	for (size_t i = 0; i < d->n_rows; i++)
		put(&p, fold[d->track[i]] == number ? TEST : TRAIN, i);
	return p;
}

struct partition
partition_all(const struct dataset *d)
{
	struct partition p = partition_new(d->n_rows);

	for (size_t i = 0; i < d->n_rows; i++)
		put(&p, TRAIN, i);
	return p;
}
