/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "train/fit.h"
#include "train/logistic.h"
#include "train/rows.h"

#define ROWS 300
#define FEATURES 4

/* three classes, blobs at three corners; the last feature is noise */
struct blobs {
	struct dataset d;
	uint32_t label[ROWS];
	size_t track[ROWS];
	float x[ROWS * FEATURES];
};

static void
make_blobs(struct blobs *b)
{
	struct rng rng;

	memset(b, 0, sizeof(*b));
	rng_seed(&rng, 11);
	for (size_t i = 0; i < ROWS; i++) {
		b->label[i] = (uint32_t)(i % 3);
		b->track[i] = i;
		for (size_t k = 0; k < FEATURES; k++)
			b->x[i * FEATURES + k] =
			    (float)((k == i % 3 ? 2 : 0) + rng_uniform(&rng) - 0.5);
	}
	b->d = (struct dataset){.n_rows = ROWS,
	    .n_features = FEATURES,
	    .n_classes = 3,
	    .label = b->label,
	    .n_tracks = ROWS,
	    .track = b->track,
	    .n_groups = ROWS,
	    .group = b->track,
	    .group_label = b->label};
}

struct heard {
	size_t n, n_validated;
	double first, last, validation, accuracy;
};

static bool
hear(void *user, size_t epoch, const struct metrics *train, const struct metrics *validation)
{
	struct heard *h = user;

	assert_int_equal(epoch, ++h->n);
	if (epoch == 1)
		h->first = metrics_loss(train);
	h->last = metrics_loss(train);
	if (validation == NULL)
		return true;
	h->n_validated++;
	h->validation = metrics_loss(validation);
	h->accuracy = metrics_accuracy(validation);
	return true;
}

static struct network *
fit(const struct mlp_recipe *recipe, double validation_share, uint64_t seed, struct heard *h)
{
	struct partition p;
	struct network *net;
	struct blobs *b = malloc(sizeof(*b));
	struct row_list rows;
	struct rng rng;

	make_blobs(b);
	rng_seed(&rng, seed);
	rows = row_list_all(&b->d);
	p = partition_rows(&rows, 0, validation_share, &rng);
	net = mlp_fit(recipe, 0, &b->d, b->x, &p, NULL, &rng, h != NULL ? hear : NULL, h);
	partition_free(&p);
	row_list_free(&rows);
	free(b);
	return net;
}

static const struct mlp_recipe small = {
    .n_hidden = 1, .hidden = {16}, .learning_rate = 0.01, .epochs = 20, .batch_rows = 32};

static void
test_learns(void **state)
{
	struct heard h = {0};
	struct network *net = fit(&small, 0.2, 1, &h);

	(void)state;
	assert_non_null(net);
	assert_int_equal(net->n_layers, 2);
	assert_int_equal(net->width[1], 16);
	assert_int_equal(h.n, 20);
	assert_int_equal(h.n_validated, 20);
	assert_true(h.first > 0.4 && h.last < 0.1);
	assert_true(h.validation < 0.1 && h.accuracy > 0.95);
	network_free(net);
}

static void
test_without_validation(void **state)
{
	struct heard h = {0};

	(void)state;
	network_free(fit(&small, 0, 1, &h));
	assert_int_equal(h.n, 20);
	assert_int_equal(h.n_validated, 0);
}

/* a small step down the whole gradient lowers the loss, every time */
static void
test_descends(void **state)
{
	struct mlp_recipe recipe = small;
	struct network *net;
	struct network_batch *batch;
	struct blobs *b = malloc(sizeof(*b));
	float *gradient, *probabilities = malloc(ROWS * 3 * sizeof(*probabilities));
	double before, after = HUGE_VAL;

	(void)state;
	make_blobs(b);
	recipe.epochs = 1;
	recipe.learning_rate = 1e-9; /* as good as at first */
	net = fit(&recipe, 0, 3, NULL);
	batch = network_batch_new(net, ROWS);
	gradient = malloc(net->n_params * sizeof(*gradient));
	for (int step = 0; step < 50; step++) {
		before = after;
		after = network_gradient(net, batch, gemm_blas, b->x, b->label, NULL, ROWS, 0, NULL,
		    gradient, probabilities);
		assert_true(after < before);
		for (size_t i = 0; i < net->n_params; i++)
			net->params[i] -= 0.05f * gradient[i];
	}
	network_batch_free(batch);
	network_free(net);
	free(gradient);
	free(probabilities);
	free(b);
}

/* uniform within sqrt(6 / (in + out)), biases 0 */
static void
test_first_weights(void **state)
{
	struct mlp_recipe recipe = {
	    .n_hidden = 1, .hidden = {200}, .learning_rate = 1e-9, .epochs = 1, .batch_rows = ROWS};
	struct network *net = fit(&recipe, 0, 5, NULL);
	double limit[] = {sqrt(6 / 204.0), sqrt(6 / 203.0)};

	(void)state;
	for (size_t l = 0; l < 2; l++) {
		const float *w = &net->params[network_weight_at(net, l)];
		size_t n = net->width[l] * net->width[l + 1];
		double max = 0, sum = 0, squares = 0;

		for (size_t i = 0; i < n; i++) {
			max = fmax(max, fabs((double)w[i]));
			sum += (double)w[i];
			squares += (double)w[i] * (double)w[i];
		}
		assert_true(max <= limit[l] + 1e-8 && max > 0.98 * limit[l]);
		assert_near(sum / (double)n, 0, 0.1 * limit[l]);
		assert_near(
		    squares / (double)n, limit[l] * limit[l] / 3, 0.1 * limit[l] * limit[l] / 3);
		for (size_t i = 0; i < net->width[l + 1]; i++)
			assert_near((double)net->params[network_bias_at(net, l) + i], 0, 1e-8);
	}
	network_free(net);
}

/* same seed, same network, to the bit; another seed, another one */
static void
test_seed(void **state)
{
	struct mlp_recipe recipe = small;
	struct network *net[3];

	(void)state;
	recipe.dropout = 0.25;
	recipe.epochs = 3;
	for (int i = 0; i < 3; i++)
		net[i] = fit(&recipe, 0.1, i < 2 ? 1 : 2, NULL);
	assert_memory_equal(net[0]->params, net[1]->params, net[0]->n_params * sizeof(float));
	assert_memory_not_equal(net[0]->params, net[2]->params, net[0]->n_params * sizeof(float));
	for (int i = 0; i < 3; i++)
		network_free(net[i]);
}

/* an infinite number in makes the loss none: no network comes out */
static void
test_not_finite(void **state)
{
	struct blobs *b = malloc(sizeof(*b));
	struct mlp_recipe recipe = small;
	struct row_list rows;
	struct partition p;
	struct rng rng;

	(void)state;
	make_blobs(b);
	b->x[7] = NAN;
	rng_seed(&rng, 1);
	rows = row_list_all(&b->d);
	p = partition_all(&rows);
	assert_null(mlp_fit(&recipe, 0, &b->d, b->x, &p, NULL, &rng, NULL, NULL));
	recipe.dropout = 0.25;
	assert_null(mlp_fit(&recipe, 0, &b->d, b->x, &p, NULL, &rng, NULL, NULL));
	partition_free(&p);
	row_list_free(&rows);
	free(b);
}

/* the share is right, in each of the four lanes of a number; neighbours are independent */
static void
check_keep(double dropout, size_t n)
{
	uint8_t *keep = malloc(n + 1);
	size_t kept[4] = {0}, both = 0;
	double rate = 1 - dropout, deviation = sqrt(rate * dropout / ((double)n / 4)) + 1e-12;
	struct rng rng;

	rng_seed(&rng, 21);
	keep[n] = 77;
	mlp_draw_keep(&rng, dropout, keep, n);
	assert_int_equal(keep[n], 77);
	for (size_t i = 0; i < n; i++) {
		assert_true(keep[i] <= 1);
		kept[i % 4] += keep[i];
		both += i > 0 && keep[i] && keep[i - 1];
	}
	for (size_t lane = 0; lane < 4; lane++)
		assert_near((double)kept[lane] / ((double)((n + 3 - lane) / 4)), rate,
		    4 * deviation + 1e-4);
	assert_near((double)both / (double)(n - 1), rate * rate, 4 * deviation + 1e-4);
	free(keep);
}

static void
test_keep(void **state)
{
	(void)state;
	check_keep(0.25, 100001);
	check_keep(0.5, 40002);
	check_keep(0.95, 40003);
	check_keep(0.01, 40000);
	check_keep(0, 1003);
}

/* 600 rows, more than are predicted at once, in any order, come out as each alone does */
static void
test_predict(void **state)
{
	struct ensemble *e = ensemble_new();
	struct blobs *b = malloc(sizeof(*b));
	size_t rows[2 * ROWS];
	float *together = malloc(2 * ROWS * 3 * sizeof(*together)), alone[3];
	struct rng rng;

	(void)state;
	ensemble_add(e, fit(&small, 0, 1, NULL), 1);
	make_blobs(b);
	rng_seed(&rng, 9);
	for (size_t i = 0; i < 2 * ROWS; i++)
		rows[i] = (size_t)rng_below(&rng, ROWS);
	rows_predict(e, b->x, &(struct row_list){rows, 2 * ROWS}, together);
	for (size_t i = 0; i < 2 * ROWS; i++) {
		rows_predict(e, b->x, &(struct row_list){&rows[i], 1}, alone);
		for (size_t c = 0; c < 3; c++)
			assert_near((double)together[3 * i + c], (double)alone[c], 1e-6);
	}
	ensemble_free(e);
	free(b);
	free(together);
}

/*
 * At the optimum the gradient is zero: for each class the sum over rows of (p - y) x, plus l2 w,
 * and for the bias the sum of (p - y); here in double, without the code under test.
 */
static void
test_logistic(void **state)
{
	const double l2 = 3;
	struct blobs *b = malloc(sizeof(*b));
	double sum[3][FEATURES + 1] = {{0}};
	struct heard h = {0};
	struct network *net;
	struct row_list rows;
	struct partition p;

	(void)state;
	make_blobs(b);
	rows = row_list_all(&b->d);
	p = partition_all(&rows);
	net = logistic_fit(l2, &b->d, b->x, &p, NULL, hear, &h);
	assert_int_equal(net->n_layers, 1);
	for (size_t i = 0; i < ROWS; i++) {
		double z[3], all = 0;

		for (size_t c = 0; c < 3; c++) {
			z[c] = (double)net->params[3 * FEATURES + c];
			for (size_t k = 0; k < FEATURES; k++)
				z[c] += (double)net->params[c * FEATURES + k] *
				    (double)b->x[i * FEATURES + k];
			all += exp(z[c]);
		}
		for (size_t c = 0; c < 3; c++) {
			double d = exp(z[c]) / all - (b->label[i] == c);

			for (size_t k = 0; k < FEATURES; k++)
				sum[c][k] += d * (double)b->x[i * FEATURES + k];
			sum[c][FEATURES] += d;
		}
	}
	for (size_t c = 0; c < 3; c++) {
		for (size_t k = 0; k < FEATURES; k++)
			assert_near(
			    sum[c][k] + l2 * (double)net->params[c * FEATURES + k], 0, 1e-3);
		assert_near(sum[c][FEATURES], 0, 1e-3);
	}
	assert_in_range(h.n, 3, 100);
	assert_true(h.last < h.first && h.n_validated == 0);
	network_free(net);
	partition_free(&p);
	row_list_free(&rows);
	free(b);
}

/* the penalty and its gradient, biases left alone */
static void
test_penalty(void **state)
{
	const size_t width[] = {2, 1};
	struct network *net = network_new(1, width);
	float gradient[] = {1, 2, 3};

	(void)state;
	net->params[0] = 3;
	net->params[1] = -4;
	net->params[2] = 100;
	assert_near(network_penalise(net, 0.5, gradient), 0.25 * 25, 1e-6);
	assert_near((double)gradient[0], 2.5, 1e-6);
	assert_near((double)gradient[1], 0, 1e-6);
	assert_near((double)gradient[2], 3, 1e-6);
	network_free(net);
}

/* every arch has one say, and the first net is the one trained alone */
static void
test_ensemble(void **state)
{
	struct blobs *b = malloc(sizeof(*b));
	struct recipe recipe = {.mlp = small};
	struct heard h = {0};
	struct ensemble *e;
	struct network *alone;
	struct row_list rows;
	struct partition p;
	struct rng rng;

	(void)state;
	make_blobs(b);
	rows = row_list_all(&b->d);
	p = partition_all(&rows);
	recipe.n_archs = 2;
	recipe.archs[0] = ARCH_MLP;
	recipe.archs[1] = ARCH_LOGISTIC;
	recipe.l2[1] = 1;
	recipe.n_nets = 3;
	rng_seed(&rng, 4);
	e = fit_ensemble(&recipe, &b->d, b->x, &p, &rng, hear, &h);
	rng_seed(&rng, 4);
	alone = mlp_fit(&recipe.mlp, 0, &b->d, b->x, &p, NULL, &rng, NULL, NULL);
	assert_int_equal(e->n, 4);
	assert_int_equal(h.n, recipe.mlp.epochs);
	for (size_t i = 0; i < 4; i++)
		assert_near(e->weight[i], i < 3 ? 1 / 6.0 : 0.5, 1e-15);
	assert_memory_equal(e->members[0]->params, alone->params, alone->n_params * sizeof(float));
	assert_memory_not_equal(
	    e->members[1]->params, alone->params, alone->n_params * sizeof(float));
	assert_int_equal(e->members[3]->n_layers, 1);
	assert_true(e->tempering.temperature == 1 && e->tempering.spread == 0);
	network_free(alone);
	ensemble_free(e);
	partition_free(&p);
	row_list_free(&rows);
	free(b);
}

RUN_TESTS(cmocka_unit_test(test_logistic), cmocka_unit_test(test_penalty),
    cmocka_unit_test(test_ensemble), cmocka_unit_test(test_learns),
    cmocka_unit_test(test_without_validation), cmocka_unit_test(test_descends),
    cmocka_unit_test(test_first_weights), cmocka_unit_test(test_seed),
    cmocka_unit_test(test_not_finite), cmocka_unit_test(test_keep), cmocka_unit_test(test_predict))
