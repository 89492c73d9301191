/* SPDX-License-Identifier: MIT */
#include "nn/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h> /* exp of a float is computed in float */

#include "base/xmalloc.h"
#include "stats/metrics.h"

struct network_batch {
	size_t max_rows;
	nn_real *out[NETWORK_LAYERS_MAX];   /* of each layer, [max_rows][width] */
	nn_real *delta[NETWORK_LAYERS_MAX]; /* d loss / d input of the activation */
};

static struct network *
make(size_t n_layers, const size_t *width)
{
	struct network *net = xcalloc(1, sizeof(*net));

	net->n_layers = n_layers;
	memcpy(net->width, width, (n_layers + 1) * sizeof(*width));
	for (size_t l = 0; l < n_layers; l++)
		net->n_params += (width[l] + 1) * width[l + 1];
	return net;
}

struct network *
network_new(size_t n_layers, const size_t *width)
{
	struct network *net = make(n_layers, width);

	net->params = xcalloc(net->n_params, sizeof(*net->params));
	return net;
}

struct network *
network_over(size_t n_layers, const size_t *width, const nn_real *params)
{
	struct network *net = make(n_layers, width);

	net->params = (nn_real *)params;
	net->borrows = true;
	return net;
}

void
network_free(struct network *net)
{
	if (net == NULL)
		return;
	if (!net->borrows)
		free(net->params);
	free(net);
}

size_t
network_weight_at(const struct network *net, size_t layer)
{
	size_t at = 0;

	for (size_t l = 0; l < layer; l++)
		at += (net->width[l] + 1) * net->width[l + 1];
	return at;
}

size_t
network_bias_at(const struct network *net, size_t layer)
{
	return network_weight_at(net, layer) + net->width[layer] * net->width[layer + 1];
}

struct network_batch *
network_batch_new(const struct network *net, size_t max_rows)
{
	struct network_batch *b = xcalloc(1, sizeof(*b));

	b->max_rows = max_rows;
	for (size_t l = 0; l < net->n_layers; l++) {
		b->out[l] = xalignedarray(max_rows * net->width[l + 1], sizeof(nn_real));
		b->delta[l] = xalignedarray(max_rows * net->width[l + 1], sizeof(nn_real));
	}
	return b;
}

void
network_batch_free(struct network_batch *b)
{
	if (b == NULL)
		return;
	for (size_t l = 0; l < NETWORK_LAYERS_MAX; l++) {
		free(b->out[l]);
		free(b->delta[l]);
	}
	free(b);
}

size_t
network_keep_len(const struct network *net, size_t n_rows)
{
	size_t units = 0;

	for (size_t l = 0; l + 1 < net->n_layers; l++)
		units += net->width[l + 1];
	return units * n_rows;
}

/* row by row, stable: the largest logit becomes 0 */
static void
softmax(const nn_real *logits, size_t n_rows, size_t n, nn_real *probabilities)
{
	for (size_t r = 0; r < n_rows; r++, logits += n, probabilities += n) {
		nn_real top = logits[0], sum = 0;

		for (size_t i = 1; i < n; i++)
			top = logits[i] > top ? logits[i] : top;
		for (size_t i = 0; i < n; i++) {
			probabilities[i] = exp(logits[i] - top);
			sum += probabilities[i];
		}
		for (size_t i = 0; i < n; i++)
			probabilities[i] /= sum;
	}
}

/* the logits: adds bias[n] to each row */
static void
add_bias(nn_real *out, size_t n_rows, size_t n, const nn_real *bias)
{
	for (size_t r = 0; r < n_rows; r++, out += n) {
		for (size_t i = 0; i < n; i++)
			out[i] += bias[i];
	}
}

/* a hidden layer: adds bias[n] to each row and cuts off below zero */
static void
activate(nn_real *out, size_t n_rows, size_t n, const nn_real *bias)
{
	for (size_t r = 0; r < n_rows; r++, out += n) {
		for (size_t i = 0; i < n; i++) {
			nn_real z = out[i] + bias[i];

			out[i] = z < 0 ? 0 : z; /* a NaN stays one */
		}
	}
}

/* the same, then each output times keep (0 or 1) and scale */
static void
activate_and_drop(nn_real *restrict out, size_t n_rows, size_t n, const nn_real *bias,
    const uint8_t *restrict keep, nn_real scale)
{
	for (size_t r = 0; r < n_rows; r++, out += n, keep += n) {
		for (size_t i = 0; i < n; i++) {
			nn_real z = out[i] + bias[i];

			out[i] = (z < 0 ? 0 : z) * (keep[i] * scale);
		}
	}
}

/* fills b->out; the last one holds logits */
static void
forward(const struct network *net, struct network_batch *b, gemm_fn *gemm, const nn_real *x,
    size_t n_rows, double dropout, const uint8_t *keep)
{
	for (size_t l = 0; l < net->n_layers; l++) {
		size_t n_in = net->width[l], n_out = net->width[l + 1];
		const nn_real *bias = &net->params[network_bias_at(net, l)];

		gemm(false, true, n_rows, n_out, n_in, l == 0 ? x : b->out[l - 1],
		    &net->params[network_weight_at(net, l)], false, b->out[l]);
		if (l + 1 == net->n_layers) {
			add_bias(b->out[l], n_rows, n_out, bias);
			break;
		}
		if (keep == NULL) {
			activate(b->out[l], n_rows, n_out, bias);
			continue;
		}
		activate_and_drop(
		    b->out[l], n_rows, n_out, bias, keep, (nn_real)(1 / (1 - dropout)));
		keep += n_rows * n_out;
	}
}

void
network_predict(const struct network *net, struct network_batch *b, gemm_fn *gemm, const nn_real *x,
    size_t n_rows, nn_real *probabilities)
{
	forward(net, b, gemm, x, n_rows, 0, NULL);
	softmax(b->out[net->n_layers - 1], n_rows, net->width[net->n_layers], probabilities);
}

static void
sum_rows(const nn_real *rows, size_t n_rows, size_t n, nn_real *sum)
{
	memset(sum, 0, n * sizeof(*sum));
	for (size_t r = 0; r < n_rows; r++) {
		for (size_t i = 0; i < n; i++)
			sum[i] += rows[r * n + i];
	}
}

/*
 * The derivative through dropout and relu: zero where the output was zero, else scaled as the
 * output was. Also sums it over the rows, which is the derivative by the biases.
 */
static void
through_activation(nn_real *restrict delta, const nn_real *restrict out, size_t n_rows, size_t n,
    nn_real scale, nn_real *restrict sum)
{
	memset(sum, 0, n * sizeof(*sum));
	for (size_t r = 0; r < n_rows; r++, delta += n, out += n) {
		for (size_t i = 0; i < n; i++) {
			delta[i] = out[i] > 0 ? delta[i] * scale : 0;
			sum[i] += delta[i];
		}
	}
}

static void
backward(const struct network *net, struct network_batch *b, gemm_fn *gemm, const nn_real *x,
    size_t n_rows, nn_real scale, nn_real *gradient)
{
	size_t last = net->n_layers - 1;

	sum_rows(b->delta[last], n_rows, net->width[net->n_layers],
	    &gradient[network_bias_at(net, last)]);
	for (size_t l = net->n_layers; l-- > 0;) {
		size_t n_in = net->width[l], n_out = net->width[l + 1];
		const nn_real *in = l == 0 ? x : b->out[l - 1];

		gemm(true, false, n_out, n_in, n_rows, b->delta[l], in, false,
		    &gradient[network_weight_at(net, l)]);
		if (l == 0)
			break;
		gemm(false, false, n_rows, n_in, n_out, b->delta[l],
		    &net->params[network_weight_at(net, l)], false, b->delta[l - 1]);
		through_activation(b->delta[l - 1], in, n_rows, n_in, scale,
		    &gradient[network_bias_at(net, l - 1)]);
	}
}

double
network_gradient(const struct network *net, struct network_batch *b, gemm_fn *gemm,
    const nn_real *x, const uint32_t *label, const nn_real *class_weight, size_t n_rows,
    double dropout, const uint8_t *keep, nn_real *gradient, nn_real *probabilities)
{
	size_t last = net->n_layers - 1, n_classes = net->width[net->n_layers];
	nn_real *delta = b->delta[last];
	double loss = 0;

	forward(net, b, gemm, x, n_rows, dropout, keep);
	softmax(b->out[last], n_rows, n_classes, probabilities);
	for (size_t r = 0; r < n_rows; r++) {
		const nn_real *p = &probabilities[r * n_classes];
		nn_real weight = class_weight != NULL ? class_weight[label[r]] : 1;

		loss += (double)weight * metrics_log_loss((double)p[label[r]]);
		for (size_t i = 0; i < n_classes; i++)
			delta[r * n_classes + i] =
			    weight * (p[i] - (i == label[r])) / (nn_real)n_rows;
	}
	backward(
	    net, b, gemm, x, n_rows, keep != NULL ? (nn_real)(1 / (1 - dropout)) : 1, gradient);
	return loss / (double)n_rows;
}

double
network_penalise(const struct network *net, double rate, nn_real *gradient)
{
	double squares = 0;

	for (size_t l = 0; l < net->n_layers; l++) {
		size_t at = network_weight_at(net, l), end = network_bias_at(net, l);

		for (; at < end; at++) {
			gradient[at] += (nn_real)rate * net->params[at];
			squares += (double)net->params[at] * (double)net->params[at];
		}
	}
	return rate / 2 * squares;
}

bool
network_is_finite(const struct network *net)
{
	bool finite = true;

	for (size_t i = 0; i < net->n_params; i++)
		finite &= isfinite(net->params[i]) != 0;
	return finite;
}
