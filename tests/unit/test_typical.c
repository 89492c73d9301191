/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "stats/typical.h"

/* two classes about (0, 0) and (4, 0), all about (2, 0); W = diag(1, 4), A = diag(0.25, 4) */
static const float means[] = {0, 0, 4, 0, 2, 0};
static const float within[] = {1, 0, 0, 4}, overall[] = {0.25F, 0, 0, 4};
static const float distances[] = {-1, 0, 2, 2, 5};
static const struct typical plain = {.n_features = 2,
    .n_classes = 2,
    .n_distances = 5,
    .means = means,
    .within = within,
    .overall = overall,
    .distances = distances};

static double
distance(const struct typical *t, const double *x)
{
	struct typical_ruler *r = typical_ruler_new(t);
	double d = typical_distance(r, x);

	typical_ruler_free(r);
	return d;
}

static void
test_distance(void **state)
{
	(void)state;
	assert_near(distance(&plain, (const double[]){0, 0}), 0 - 0.5 * 0.25 * 4, 1e-12);
	assert_near(distance(&plain, (const double[]){2, 0}), 4, 1e-12);
	assert_near(distance(&plain, (const double[]){5, 1}), 1 + 4 - 0.5 * (2.25 + 4), 1e-12);
	/* far from everything in a direction that tells no classes apart: farther out, not less */
	assert_true(distance(&plain, (const double[]){0, 9}) > 100);
}

/* (x - mean)' m (x - mean), in the order in which it is written */
static double
quadratic(const float *m, const float *mean, const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++)
			sum += (x[i] - (double)mean[i]) * (double)m[i * n + k] *
			    (x[k] - (double)mean[k]);
	}
	return sum;
}

/* random numbers, of matrices that need not be symmetric, against the formula */
static void
test_by_formula(void **state)
{
	enum { N = 13, CLASSES = 5, NUMBERS = (CLASSES + 1) * N + 2 * N * N };
	static float numbers[NUMBERS];
	struct typical t = plain;
	struct typical_ruler *r;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 1);
	for (int i = 0; i < NUMBERS; i++)
		numbers[i] = (float)(rng_uniform(&rng) * 4 - 2);
	t.n_features = N;
	t.n_classes = CLASSES;
	t.means = numbers;
	t.within = numbers + (size_t)(CLASSES + 1) * N;
	t.overall = t.within + (size_t)N * N;
	r = typical_ruler_new(&t);
	for (int song = 0; song < 100; song++) {
		double x[N], least = HUGE_VAL;

		for (int i = 0; i < N; i++)
			x[i] = rng_uniform(&rng) * 8 - 4;
		for (size_t c = 0; c < CLASSES; c++)
			least = fmin(least, quadratic(t.within, &t.means[c * N], x, N));
		least -= quadratic(t.overall, &t.means[(size_t)CLASSES * N], x, N) / 2;
		assert_near(typical_distance(r, x), least, 1e-9);
	}
	typical_ruler_free(r);
	typical_ruler_free(NULL);
}

static void
test_share(void **state)
{
	(void)state;
	assert_near(typical_share(&plain, -2), 1, 0);
	assert_near(typical_share(&plain, -1), 0.8, 1e-12); /* as far is not farther */
	assert_near(typical_share(&plain, 1), 0.6, 1e-12);
	assert_near(typical_share(&plain, 2), 0.2, 1e-12);
	assert_near(typical_share(&plain, 4.9), 0.2, 1e-12);
	assert_near(typical_share(&plain, 5), 0, 0);
	typical_free(NULL);
}

RUN_TESTS(cmocka_unit_test(test_distance), cmocka_unit_test(test_by_formula),
    cmocka_unit_test(test_share))
