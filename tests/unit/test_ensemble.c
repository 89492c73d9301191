/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "nn/ensemble.h"

/* one input, two classes whose logits are +-slope x: p_0 = 1 / (1 + exp(-2 slope x)) */
static struct network *
line(float slope)
{
	const size_t width[] = {1, 2};
	struct network *net = network_new(1, width);

	net->params[0] = slope;
	net->params[1] = -slope;
	return net;
}

static double
logistic(double z)
{
	return 1 / (1 + exp(-z));
}

static void
test_weighted_mean(void **state)
{
	struct ensemble *e = ensemble_new();
	struct ensemble_batch *b;
	const float x[] = {0.5f, -2};
	float p[4];

	(void)state;
	ensemble_add(e, line(1), 1);
	ensemble_add(e, line(-3), 3);
	ensemble_normalise(e);
	assert_int_equal(ensemble_n_inputs(e), 1);
	assert_int_equal(ensemble_n_classes(e), 2);
	b = ensemble_batch_new(e, 2);
	ensemble_predict(e, b, gemm_plain, x, 2, p);
	assert_near((double)p[0], 0.25 * logistic(1) + 0.75 * logistic(-3), 1e-6);
	assert_near((double)p[2], 0.25 * logistic(-4) + 0.75 * logistic(12), 1e-6);
	assert_near((double)(p[0] + p[1]), 1, 1e-6);
	e->tempering.temperature = 2;
	ensemble_predict(e, b, gemm_plain, x, 1, p);
	assert_near((double)(p[0] + p[1]), 1, 1e-6);
	{
		double q = 0.25 * logistic(1) + 0.75 * logistic(-3);

		assert_near((double)p[0], sqrt(q) / (sqrt(q) + sqrt(1 - q)), 1e-6);
	}
	ensemble_batch_free(b);
	ensemble_free(e);
	ensemble_free(NULL);
	ensemble_batch_free(NULL);
}

/* for one network it divides the logits */
static void
test_temperature(void **state)
{
	float p[] = {0.7f, 0.2f, 0.1f, 1, 0, 0}, q[6], nan[] = {NAN, NAN};
	const double t = 1.7;
	double sum = 0;

	(void)state;
	memcpy(q, p, sizeof(p));
	ensemble_temper(q, 2, 3, (struct tempering){1, 0});
	assert_memory_equal(p, q, sizeof(p));
	ensemble_temper(q, 2, 3, (struct tempering){t, 0});
	for (int i = 0; i < 3; i++)
		sum += exp(log((double)p[i]) / t);
	for (int i = 0; i < 3; i++)
		assert_near((double)q[i], exp(log((double)p[i]) / t) / sum, 1e-6);
	assert_true(q[3] > 0.999f && isfinite(q[4]));
	ensemble_temper(nan, 1, 2, (struct tempering){t, 0}); /* is not made a number of */
	assert_true(isnan(nan[0]) && isnan(nan[1]));
}

/* the mean of two temperatures; classes equally probable, and one as good as sure, stay so */
static void
test_spread(void **state)
{
	float p[] = {0.7f, 0.2f, 0.1f, 1 / 3.0f, 1 / 3.0f, 1 / 3.0f, 1, 1e-20f, 0};
	const double low = 0.8 * 0.5, high = 0.8 * 1.5, of[] = {0.7, 0.2, 0.1};
	double sum_low = 0, sum_high = 0;

	(void)state;
	ensemble_temper(p, 3, 3, (struct tempering){0.8, 0.5});
	for (int i = 0; i < 3; i++) {
		sum_low += pow(of[i], 1 / low);
		sum_high += pow(of[i], 1 / high);
	}
	for (int i = 0; i < 3; i++) {
		assert_near((double)p[i],
		    (pow(of[i], 1 / low) / sum_low + pow(of[i], 1 / high) / sum_high) / 2, 1e-6);
		assert_near((double)p[3 + i], 1 / 3.0, 1e-6);
	}
	assert_near((double)p[6], 1, 1e-6);
	assert_near((double)(p[6] + p[7] + p[8]), 1, 1e-6);
}

/* logits of 0.25 and -0.75 of their slopes: a mean of logits is the geometric mean of answers */
static void
test_merge(void **state)
{
	struct ensemble *e = ensemble_new();
	struct ensemble_batch *b;
	const float x[] = {0.5f, -2};
	float p[4];

	(void)state;
	ensemble_add(e, line(1), 1);
	ensemble_add(e, line(-3), 3);
	ensemble_normalise(e);
	ensemble_merge(e);
	assert_int_equal(e->n, 1);
	assert_near(e->weight[0], 1, 0);
	b = ensemble_batch_new(e, 2);
	ensemble_predict(e, b, gemm_plain, x, 2, p);
	for (int i = 0; i < 2; i++) {
		double first = logistic(2 * (double)x[i]), second = logistic(-6 * (double)x[i]);
		double up = pow(first, 0.25) * pow(second, 0.75);
		double down = pow(1 - first, 0.25) * pow(1 - second, 0.75);

		assert_near((double)p[2 * i], up / (up + down), 1e-6);
	}
	ensemble_batch_free(b);
	ensemble_free(e);
}

RUN_TESTS(cmocka_unit_test(test_merge), cmocka_unit_test(test_weighted_mean),
    cmocka_unit_test(test_temperature), cmocka_unit_test(test_spread))
