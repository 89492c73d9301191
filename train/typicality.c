/* SPDX-License-Identifier: MIT */
#include "typicality.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "gaussians.h"
#include "rows.h"

#define SHRINKAGE 0.3 /* chosen as the recipes were: models/README.md */
#define FOLDS ((size_t)5)

/* the means of the rows of each track, and of each of its copies, a row each */
struct songs {
	struct dataset d;      /* of these rows, as far as gaussians and lists look at it */
	struct row_list all;   /* of them */
	float *x;              /* [n_rows][n_features] */
	uint32_t *label, *one; /* of each; 0 of each */
};

static struct songs
songs_of(const struct dataset *d, const float *x, const struct row_list *rows)
{
	size_t n = d->n_features, *number, *n_rows;
	struct songs s = {.label = xcalloc(rows->n, sizeof(uint32_t))};
	double *sum = xcalloc(rows->n * n, sizeof(*sum));

	number = xcalloc(d->n_tracks * d->n_kinds, sizeof(*number));
	n_rows = xcalloc(rows->n, sizeof(*n_rows));
	for (size_t i = 0; i < rows->n; i++) {
		size_t row = rows->rows[i],
		       *song = &number[d->track[row] * d->n_kinds + d->kind[row]];

		if (*song == 0) {
			*song = ++s.d.n_rows;
			s.label[*song - 1] = d->label[row];
		}
		n_rows[*song - 1]++;
		for (size_t k = 0; k < n; k++)
			sum[(*song - 1) * n + k] += (double)x[row * n + k];
	}
	s.x = xcalloc(s.d.n_rows * n, sizeof(*s.x));
	for (size_t i = 0; i < s.d.n_rows * n; i++)
		s.x[i] = (float)(sum[i] / (double)n_rows[i / n]);
	s.one = xcalloc(s.d.n_rows, sizeof(*s.one));
	s.d.n_features = n;
	s.d.n_classes = d->n_classes;
	s.d.label = s.label;
	s.all = row_list_all(&s.d);
	free(number);
	free(n_rows);
	free(sum);
	return s;
}

static void
songs_clear(struct songs *s)
{
	row_list_free(&s->all);
	free(s->x);
	free(s->label);
	free(s->one);
}

/* the inverse of the covariance to out[n][n] */
static void
write_inverse(const struct gaussians *g, float *out)
{
	size_t n = g->n_features;
	double *v = xcalloc(n, sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		memset(v, 0, n * sizeof(*v));
		v[i] = 1;
		gaussians_solve(g, v);
		for (size_t k = 0; k < n; k++)
			out[i * n + k] = (float)v[k];
	}
	free(v);
}

/* the means of classes that have songs, one after another; returns how many */
static size_t
write_means(const struct gaussians *g, float *out)
{
	size_t n = g->n_features, n_present = 0;

	for (size_t c = 0; c < g->n; c++) {
		if (g->n_rows[c] == 0)
			continue;
		for (size_t i = 0; i < n; i++)
			out[n_present * n + i] = (float)g->mean[c * n + i];
		n_present++;
	}
	return n_present;
}

/* all but the distances, for which there is room */
static struct typical *
describe(struct songs *s)
{
	size_t n = s->d.n_features, n_means = s->d.n_classes + 1;
	struct typical *t = xcalloc(1, sizeof(*t));
	float *weight = rows_class_weights(&s->d, &s->all), *means, *within, *overall;
	struct gaussians by_class, at_once;

	gaussians_fit(&by_class, SHRINKAGE, &s->d, s->x, &s->all, weight);
	s->d.n_classes = 1;
	s->d.label = s->one;
	gaussians_fit(&at_once, SHRINKAGE, &s->d, s->x, &s->all, NULL);
	t->numbers = xcalloc((n_means + 2 * n) * n + TYPICAL_DISTANCES_MAX, sizeof(*t->numbers));
	t->means = means = t->numbers;
	t->within = within = means + n_means * n;
	t->overall = overall = within + n * n;
	t->distances = overall + n * n;
	t->n_features = n;
	t->n_classes = write_means(&by_class, means);
	write_means(&at_once, &means[t->n_classes * n]);
	write_inverse(&by_class, within);
	write_inverse(&at_once, overall);
	gaussians_clear(&by_class);
	gaussians_clear(&at_once);
	free(weight);
	return t;
}

/* distances of the songs of a fold, after those before */
static void
measure(const struct typical *t, const struct songs *s, double *distances, size_t *n)
{
	size_t n_features = t->n_features;
	double *x = xcalloc(n_features, sizeof(*x));
	struct typical_ruler *ruler = typical_ruler_new(t);

	for (size_t i = 0; i < s->d.n_rows; i++) {
		for (size_t k = 0; k < n_features; k++)
			x[k] = (double)s->x[i * n_features + k];
		distances[(*n)++] = typical_distance(ruler, x);
	}
	typical_ruler_free(ruler);
	free(x);
}

static int
measure_fold(const struct experiment_options *o, const struct dataset *d, const struct partition *p,
    double *distances, size_t *n, char *error)
{
	struct fitted f;
	int rc = fitted_scale(o, d, p, o->scaler == NULL || scaler_is_affine(o->scaler), &f, error);

	if (rc == 0) {
		struct songs known = songs_of(d, f.x, &p->train);
		struct songs others = songs_of(d, f.x, &p->test);
		struct typical *t = describe(&known);

		measure(t, &others, distances, n);
		typical_free(t);
		songs_clear(&known);
		songs_clear(&others);
	}
	fitted_free(&f);
	return rc;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* of many distances some, as far apart in rank */
static void
keep_distances(struct typical *t, double *distances, size_t n)
{
	float *out = &t->numbers[t->distances - t->numbers];

	qsort(distances, n, sizeof(*distances), compare);
	t->n_distances = n < TYPICAL_DISTANCES_MAX ? n : TYPICAL_DISTANCES_MAX;
	for (size_t i = 0; i < t->n_distances; i++)
		out[i] = (float)distances[(2 * i + 1) * n / (2 * t->n_distances)];
}

/* whether two tracks are of one class */
static bool
has_pair(const struct dataset *d, const struct row_list *rows)
{
	const size_t none = SIZE_MAX;
	size_t *track_of = xcalloc(d->n_classes, sizeof(*track_of));
	bool found = false;

	for (size_t c = 0; c < d->n_classes; c++)
		track_of[c] = none;
	for (size_t i = 0; i < rows->n && !found; i++) {
		size_t *track = &track_of[d->label[rows->rows[i]]];

		found = *track != none && *track != d->track[rows->rows[i]];
		*track = d->track[rows->rows[i]];
	}
	free(track_of);
	return found;
}

int
typicality_fit(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, const struct fitted *f, struct typical **t, char *error)
{
	size_t n_groups = partition_n_groups(d, rows), n = 0;
	size_t n_folds = n_groups < FOLDS ? n_groups : FOLDS;
	size_t *fold = xcalloc(d->n_groups, sizeof(*fold));
	struct row_list all = row_list_with_copies(d, rows);
	double *distances = xcalloc(all.n, sizeof(*distances));
	struct songs songs;
	struct rng rng;
	int rc = 0;

	*t = NULL;
	rng_seed(&rng, o->seed); /* of its own: networks are the same with it and without */
	if (d->n_features <= TYPICAL_FEATURES_MAX && n_groups >= 2 && has_pair(d, rows)) {
		partition_folds(d, rows, n_folds, &rng, fold);
		for (size_t i = 0; i < n_folds && rc == 0; i++) {
			struct partition p = partition_of_fold(d, &all, fold, i);

			rc = measure_fold(o, d, &p, distances, &n, error);
			partition_free(&p);
		}
	}
	if (rc == 0 && n > 0) {
		songs = songs_of(d, f->x, &all);
		*t = describe(&songs);
		keep_distances(*t, distances, n);
		songs_clear(&songs);
	}
	row_list_free(&all);
	free(fold);
	free(distances);
	return rc;
}
