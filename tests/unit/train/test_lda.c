/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "train/lda.h"
#include "train/rows.h"

#define ROWS 600

static float x[ROWS * 2];
static uint32_t label[ROWS];
static size_t order[ROWS];
static struct dataset data = {.n_rows = ROWS,
    .n_features = 2,
    .n_classes = 3,
    .label = label,
    .n_tracks = ROWS,
    .track = order,
    .n_groups = ROWS,
    .group = order,
    .group_label = label};

/* three classes of one shape about three means, the first one rare */
static struct partition
make_data(void)
{
	static const double mean[3][2] = {{0, 0}, {3, 1}, {-1, 4}};
	struct partition p = {.train = {order, ROWS}};
	struct rng rng;

	rng_seed(&rng, 5);
	for (size_t i = 0; i < ROWS; i++) {
		double a = 0, b = 0;

		order[i] = i;
		label[i] = i % 10 == 0 ? 0 : 1 + i % 2;
		for (int k = 0; k < 6; k++) {
			a += rng_uniform(&rng) - 0.5;
			b += rng_uniform(&rng) - 0.5;
		}
		x[2 * i] = (float)(mean[label[i]][0] + a);
		x[2 * i + 1] = (float)(mean[label[i]][1] + 0.7 * a + 0.5 * b);
	}
	return p;
}

/* by the formula, with the inverse of two by two written out */
static void
expect(double shrinkage, const float *class_weight, double weight[3][2], double bias[3])
{
	double mean[3][2] = {{0}}, n[3] = {0}, s[2][2] = {{0}}, ridge, det;

	for (size_t i = 0; i < ROWS; i++) {
		n[label[i]]++;
		for (int k = 0; k < 2; k++)
			mean[label[i]][k] += (double)x[2 * i + (size_t)k];
	}
	for (int c = 0; c < 3; c++) {
		mean[c][0] /= n[c];
		mean[c][1] /= n[c];
	}
	for (size_t i = 0; i < ROWS; i++) {
		double w = class_weight != NULL ? (double)class_weight[label[i]] : 1;

		for (int a = 0; a < 2; a++) {
			for (int b = 0; b < 2; b++)
				s[a][b] += w * ((double)x[2 * i + (size_t)a] - mean[label[i]][a]) *
				    ((double)x[2 * i + (size_t)b] - mean[label[i]][b]) / ROWS;
		}
	}
	ridge = shrinkage * (s[0][0] + s[1][1]) / 2;
	for (int a = 0; a < 2; a++) {
		for (int b = 0; b < 2; b++)
			s[a][b] = (1 - shrinkage) * s[a][b] + (a == b ? ridge : 0);
	}
	det = s[0][0] * s[1][1] - s[0][1] * s[1][0];
	for (int c = 0; c < 3; c++) {
		weight[c][0] = (s[1][1] * mean[c][0] - s[0][1] * mean[c][1]) / det;
		weight[c][1] = (s[0][0] * mean[c][1] - s[1][0] * mean[c][0]) / det;
		bias[c] = log((class_weight != NULL ? (double)class_weight[c] : 1) * n[c] / ROWS) -
		    (weight[c][0] * mean[c][0] + weight[c][1] * mean[c][1]) / 2;
	}
}

static void
check_formula(double shrinkage, const struct partition *p, const float *class_weight)
{
	struct network *net = lda_fit(shrinkage, &data, x, p, class_weight, NULL, NULL);
	double weight[3][2], bias[3];

	expect(shrinkage, class_weight, weight, bias);
	assert_non_null(net);
	for (size_t c = 0; c < 3; c++) {
		assert_near((double)net->params[2 * c], weight[c][0], 1e-4);
		assert_near((double)net->params[2 * c + 1], weight[c][1], 1e-4);
		assert_near((double)net->params[6 + c], bias[c], 1e-4);
	}
	network_free(net);
}

static void
test_formula(void **state)
{
	static const double shrinkages[] = {1e-6, 0.05, 1};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct partition p = make_data();
		float *weight = rows_class_weights(&data, &p.train);

		check_formula(shrinkages[i], &p, NULL);
		check_formula(shrinkages[i], &p, weight);
		/* 60, 300 and 240 of 600 rows: each class weighs as much as 200 */
		assert_near((double)weight[0], 200.0 / 60, 1e-6);
		assert_near((double)weight[1], 200.0 / 240, 1e-6);
		assert_near((double)weight[2], 200.0 / 300, 1e-6);
		free(weight);
	}
}

/* a class of which there is no row is never the answer, though a song may be like none */
static void
test_absent(void **state)
{
	struct partition p = make_data();
	const float nowhere[2] = {1, 1};
	struct ensemble *e = ensemble_new();
	float answer[3], *weight;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		if (label[i] != 0)
			order[n++] = i;
	}
	p.train.n = n;
	weight = rows_class_weights(&data, &p.train);
	assert_near((double)weight[0], 1, 1e-9);
	ensemble_add(e, lda_fit(0.05, &data, x, &p, weight, NULL, NULL), 1);
	rows_predict(e, nowhere, &(struct row_list){(size_t[]){0}, 1}, answer);
	assert_true(answer[0] < 1e-20F);
	assert_near((double)answer[1] + (double)answer[2], 1, 1e-6);
	ensemble_free(e);
	free(weight);
}

/* a column that never varies, as many as rows, all alike: never a number that is none */
static void
test_degenerate(void **state)
{
	struct partition p = make_data();
	struct network *net;

	(void)state;
	for (size_t i = 0; i < ROWS; i++)
		x[2 * i + 1] = 7;
	net = lda_fit(1e-6, &data, x, &p, NULL, NULL, NULL);
	assert_non_null(net);
	network_free(net);
	for (size_t i = 0; i < 2 * ROWS; i++)
		x[i] = 7;
	net = lda_fit(0.5, &data, x, &p, NULL, NULL, NULL);
	assert_non_null(net);
	network_free(net);
}

static bool
hear(void *user, size_t epoch, const struct metrics *train, const struct metrics *validation)
{
	size_t *heard = user;

	assert_int_equal(epoch, 1);
	assert_true(metrics_accuracy(train) > 0.97);
	assert_null(validation);
	return ++*heard != 2;
}

static void
test_observer(void **state)
{
	struct partition p = make_data();
	size_t heard = 0;

	(void)state;
	network_free(lda_fit(0.05, &data, x, &p, NULL, hear, &heard));
	assert_int_equal(heard, 1);
	assert_null(lda_fit(0.05, &data, x, &p, NULL, hear, &heard));
}

RUN_TESTS(cmocka_unit_test(test_formula), cmocka_unit_test(test_absent),
    cmocka_unit_test(test_degenerate), cmocka_unit_test(test_observer))
