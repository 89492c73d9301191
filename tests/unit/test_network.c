/* SPDX-License-Identifier: MIT */
/* The network once more, in double, where differences are sharp enough to check gradients by. */
#define NN_REAL double

#include "unit.h"

#include "base/rng.h"
#include "nn/gemm.c"
#include "nn/network.c"

#define ROWS 5
#define CLASSES 4

static const size_t width[] = {6, 8, 7, CLASSES};

static struct network *
make_network(uint64_t seed)
{
	struct network *net = network_new(3, width);
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < net->n_params; i++)
		net->params[i] = rng_uniform(&rng) - 0.5;
	return net;
}

static void
make_batch(double *x, uint32_t *label)
{
	struct rng rng;

	rng_seed(&rng, 99);
	for (size_t i = 0; i < ROWS * width[0]; i++)
		x[i] = 2 * rng_uniform(&rng) - 1;
	for (size_t r = 0; r < ROWS; r++)
		label[r] = (uint32_t)rng_below(&rng, CLASSES);
}

static void
check_gradient(double dropout, const uint8_t *keep, const double *weight)
{
	struct network *net = make_network(3);
	struct network_batch *b = network_batch_new(net, ROWS);
	double x[ROWS * 6], p[ROWS * CLASSES], h = 1e-6;
	double *gradient = calloc(net->n_params, sizeof(*gradient));
	double *unused = calloc(net->n_params, sizeof(*unused));
	uint32_t label[ROWS];
	size_t n_nonzero = 0;

	make_batch(x, label);
	network_gradient(net, b, gemm_plain, x, label, weight, ROWS, dropout, keep, gradient, p);
	for (size_t i = 0; i < net->n_params; i++) {
		double at = net->params[i], up, down;

		net->params[i] = at + h;
		up = network_gradient(
		    net, b, gemm_plain, x, label, weight, ROWS, dropout, keep, unused, p);
		net->params[i] = at - h;
		down = network_gradient(
		    net, b, gemm_plain, x, label, weight, ROWS, dropout, keep, unused, p);
		net->params[i] = at;
		assert_near(gradient[i], (up - down) / (2 * h), 1e-8);
		n_nonzero += gradient[i] != 0;
	}
	assert_true(n_nonzero > net->n_params / 3);
	free(gradient);
	free(unused);
	network_batch_free(b);
	network_free(net);
}

static void
test_gradient(void **state)
{
	(void)state;
	check_gradient(0, NULL, NULL);
	check_gradient(0, NULL, (const double[]){0.5, 2, 1, 0.1});
}

static void
test_gradient_with_dropout(void **state)
{
	uint8_t keep[ROWS * 15];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 12);
	for (size_t i = 0; i < sizeof(keep); i++)
		keep[i] = rng_uniform(&rng) >= 0.25;
	check_gradient(0.25, keep, NULL);
	memset(keep, 1, sizeof(keep));
	check_gradient(0.5, keep, NULL);
}

static void
test_layout(void **state)
{
	struct network *net = network_new(3, width);

	(void)state;
	assert_int_equal(net->n_params, 7 * 8 + 9 * 7 + 8 * 4);
	assert_int_equal(network_weight_at(net, 0), 0);
	assert_int_equal(network_bias_at(net, 0), 48);
	assert_int_equal(network_weight_at(net, 1), 56);
	assert_int_equal(network_bias_at(net, 2), net->n_params - 4);
	assert_int_equal(network_keep_len(net, 10), 150);
	for (size_t i = 0; i < net->n_params; i++)
		assert_true(net->params[i] == 0);
	network_free(net);
	network_free(NULL);
	network_batch_free(NULL);
}

/* unit by unit from the text of network.h; weight[n_out][n_in] */
static void
naive_forward(const struct network *net, const double *x, const uint8_t *keep, double scale,
    size_t row, double *p)
{
	double in[8], out[8] = {0}, sum = 0, top = -1e300;

	memcpy(in, x, net->width[0] * sizeof(*in));
	for (size_t l = 0; l < 3; l++) {
		const double *w = &net->params[network_weight_at(net, l)];

		for (size_t o = 0; o < width[l + 1]; o++) {
			out[o] = net->params[network_bias_at(net, l) + o];
			for (size_t i = 0; i < width[l]; i++)
				out[o] += w[o * width[l] + i] * in[i];
			if (l < 2 && out[o] < 0)
				out[o] = 0;
			if (l < 2 && keep != NULL)
				out[o] *=
				    keep[(l == 0 ? 0 : ROWS * 8) + row * width[l + 1] + o] * scale;
		}
		memcpy(in, out, sizeof(in));
	}
	for (int i = 0; i < CLASSES; i++)
		top = fmax(top, out[i]);
	for (int i = 0; i < CLASSES; i++)
		sum += p[i] = exp(out[i] - top);
	for (int i = 0; i < CLASSES; i++)
		p[i] /= sum;
}

static void
test_forward(void **state)
{
	struct network *net = make_network(5);
	struct network_batch *b = network_batch_new(net, ROWS);
	double x[ROWS * 6], got[ROWS * CLASSES], expected[CLASSES], loss = 0, said;
	double *gradient = calloc(net->n_params, sizeof(*gradient));
	const double weight[CLASSES] = {0.5, 2, 1, 3};
	uint32_t label[ROWS];
	uint8_t keep[ROWS * 15];

	(void)state;
	make_batch(x, label);
	network_predict(net, b, gemm_plain, x, ROWS, got);
	for (size_t r = 0; r < ROWS; r++) {
		naive_forward(net, &x[r * 6], NULL, 1, r, expected);
		for (int i = 0; i < CLASSES; i++)
			assert_near(got[r * CLASSES + (size_t)i], expected[i], 1e-12);
	}
	for (size_t i = 0; i < sizeof(keep); i++)
		keep[i] = i % 3 != 0;
	said =
	    network_gradient(net, b, gemm_plain, x, label, weight, ROWS, 0.2, keep, gradient, got);
	for (size_t r = 0; r < ROWS; r++) {
		naive_forward(net, &x[r * 6], keep, 1 / 0.8, r, expected);
		for (int i = 0; i < CLASSES; i++)
			assert_near(got[r * CLASSES + (size_t)i], expected[i], 1e-12);
		loss -= weight[label[r]] * log(expected[label[r]]) / ROWS;
	}
	assert_near(said, loss, 1e-12);
	free(gradient);
	network_batch_free(b);
	network_free(net);
}

static void
test_softmax_is_stable(void **state)
{
	const size_t two[] = {1, 3};
	struct network *net = network_new(1, two);
	struct network_batch *b = network_batch_new(net, 1);
	double x = 1, p[3];

	(void)state;
	net->params[0] = 1e4;
	net->params[1] = 1e4 - 1;
	net->params[2] = -1e4;
	network_predict(net, b, gemm_plain, &x, 1, p);
	assert_near(p[0], 1 / (1 + exp(-1)), 1e-9);
	assert_near(p[0] + p[1] + p[2], 1, 1e-12);
	assert_true(p[2] == 0);
	network_batch_free(b);
	network_free(net);
}

RUN_TESTS(cmocka_unit_test(test_gradient), cmocka_unit_test(test_gradient_with_dropout),
    cmocka_unit_test(test_layout), cmocka_unit_test(test_forward),
    cmocka_unit_test(test_softmax_is_stable))
