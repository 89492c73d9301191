/* SPDX-License-Identifier: MIT */
#include "partition.h"

#include <math.h>
#include <stdbool.h>
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

struct row_list
row_list_all(const struct dataset *d)
{
	struct row_list list = list_new(d->n_rows);

	for (; list.n < d->n_rows; list.n++)
		list.rows[list.n] = list.n;
	return list;
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

/* groups[0..n-1]: those of one class, shuffled; returns n */
static size_t
groups_of_class(
    const struct dataset *d, const bool *in, uint32_t class_, struct rng *rng, size_t *groups)
{
	size_t n = 0;

	for (size_t g = 0; g < d->n_groups; g++) {
		if (in[g] && d->group_label[g] == class_)
			groups[n++] = g;
	}
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)rng_below(rng, i), swap = groups[i - 1];

		groups[i - 1] = groups[j];
		groups[j] = swap;
	}
	return n;
}

/* a share of n groups, to the nearest, that leaves at least one */
static size_t
share_of(double share, size_t n)
{
	size_t part = (size_t)(share * (double)n + 0.5);

	return part < n ? part : n > 0 ? n - 1 : 0;
}

struct partition
partition_groups(const struct dataset *d, const struct row_list *rows, double test_share,
    double validation_share, struct rng *rng)
{
	struct partition p = partition_new(rows->n);
	size_t *groups = xcalloc(d->n_groups, sizeof(*groups)), *order;
	int *part = xcalloc(d->n_groups, sizeof(*part));
	bool *in = groups_in(d, rows);

	for (uint32_t c = 0; c < d->n_classes; c++) {
		size_t n = groups_of_class(d, in, c, rng, groups), n_test = share_of(test_share, n);
		size_t n_validation = share_of(validation_share, n - n_test);

		for (size_t i = 0; i < n; i++)
			part[groups[i]] = i < n_test    ? TEST
			    : i < n_test + n_validation ? VALIDATION
							: TRAIN;
	}
	order = xcalloc(rows->n, sizeof(*order));
	rng_permutation(rng, rows->n, order);
	for (size_t i = 0; i < rows->n; i++) {
		size_t row = rows->rows[order[i]];

		put(&p, part[d->group[row]], row);
	}
	free(order);
	free(in);
	free(part);
	free(groups);
	return p;
}

void
partition_folds(const struct dataset *d, const struct row_list *rows, size_t n_folds,
    struct rng *rng, size_t *fold)
{
	size_t *groups = xcalloc(d->n_groups, sizeof(*groups)), next = 0;
	bool *in = groups_in(d, rows);

	/* dealt like cards, each class going on where the one before it stopped */
	for (uint32_t c = 0; c < d->n_classes; c++) {
		size_t n = groups_of_class(d, in, c, rng, groups);

		for (size_t i = 0; i < n; i++)
			fold[groups[i]] = next++ % n_folds;
	}
	free(in);
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
