/* SPDX-License-Identifier: MIT */
#include "fit.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "adam.h"
#include "base/xmalloc.h"
#include "model/prediction.h"

#define PREDICT_ROWS ((size_t)256)
#define CACHE_LINE 64
#define AHEAD 4 /* rows */

static void
glorot(struct network *net, struct rng *rng)
{
	for (size_t l = 0; l < net->n_layers; l++) {
		size_t n_in = net->width[l], n_out = net->width[l + 1];
		double limit = sqrt(6 / (double)(n_in + n_out));
		float *weight = &net->params[network_weight_at(net, l)];

		for (size_t i = 0; i < n_in * n_out; i++)
			weight[i] = (float)(limit * (2 * rng_uniform(rng) - 1));
	}
}

static struct network *
make_network(const struct recipe *recipe, const struct dataset *d, struct rng *rng)
{
	size_t width[NETWORK_LAYERS_MAX + 1];
	struct network *net;

	width[0] = d->n_features;
	memcpy(&width[1], recipe->hidden, recipe->n_hidden * sizeof(*width));
	width[recipe->n_hidden + 1] = d->n_classes;
	net = network_new(recipe->n_hidden + 1, width);
	glorot(net, rng);
	return net;
}

/*
 * 64 bits, each 1 with probability threshold / 2^n_digits: 64 random numbers compared with the
 * threshold at once, digit by digit from the last on. A bit drawn says that a number's digit is 0:
 * that is below a 1 of the threshold, and beside a 0 leaves it to the digits that were before.
 */
static uint64_t
draw_below(struct rng *rng, uint32_t threshold, int n_digits)
{
	uint64_t below = 0;

	for (; n_digits > 0; n_digits--, threshold >>= 1) {
		uint64_t drawn = rng_next(rng);

		below = threshold & 1 ? below | drawn : below & drawn;
	}
	return below;
}

/* each bit as a byte, eight at once; in which order of the eight no mask minds */
static void
spread(uint64_t bits, uint8_t *bytes)
{
	for (int k = 0; k < 64; k += 8, bits >>= 1) {
		uint64_t eight = bits & 0x0101010101010101;

		memcpy(&bytes[k], &eight, sizeof(eight));
	}
}

void
fit_draw_keep(struct rng *rng, double dropout, uint8_t *keep, size_t n)
{
	uint32_t threshold = (uint32_t)(dropout * 65536);
	int n_digits = 16;
	uint8_t rest[64];

	for (; n_digits > 0 && (threshold & 1) == 0; n_digits--)
		threshold >>= 1;
	for (; n >= 64; n -= 64, keep += 64)
		spread(~draw_below(rng, threshold, n_digits), keep);
	spread(~draw_below(rng, threshold, n_digits), rest);
	memcpy(keep, rest, n);
}

void
fit_gather(const float *x, size_t n_features, const size_t *rows, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++) {
		/* rows lie anywhere in megabytes: asked for well before they are copied */
		for (size_t k = 0; i + AHEAD < n && k < n_features; k += CACHE_LINE / sizeof(*x))
			__builtin_prefetch(&x[rows[i + AHEAD] * n_features + k]);
		memcpy(&out[i * n_features], &x[rows[i] * n_features], n_features * sizeof(*out));
	}
}

void
fit_predict(const struct ensemble *e, const float *x, const struct row_list *rows,
    float *probabilities)
{
	struct ensemble_batch *b = ensemble_batch_new(e, PREDICT_ROWS);
	size_t n_features = ensemble_n_inputs(e), n_classes = ensemble_n_classes(e);
	float *in = xalignedarray(PREDICT_ROWS * n_features, sizeof(*in));

	for (size_t at = 0; at < rows->n; at += PREDICT_ROWS) {
		size_t n = rows->n - at < PREDICT_ROWS ? rows->n - at : PREDICT_ROWS;

		fit_gather(x, n_features, &rows->rows[at], n, in);
		ensemble_predict(e, b, gemm_blas, in, n, &probabilities[at * n_classes]);
	}
	free(in);
	ensemble_batch_free(b);
}

/* adds the losses and right answers of some rows to a score */
static void
tally(struct fit_score *score, const float *probabilities, const uint32_t *labels, size_t n_rows,
    size_t n_classes)
{
	for (size_t i = 0; i < n_rows; i++) {
		const float *p = &probabilities[i * n_classes];

		score->loss += network_loss(p, labels[i]);
		score->accuracy += prediction_winner(p, n_classes) == labels[i];
	}
}

static void
divide(struct fit_score *score, size_t n)
{
	score->loss /= (double)n;
	score->accuracy /= (double)n;
}

struct fit_score
fit_score_rows(const struct network *net, const struct dataset *d, const float *x,
    const struct row_list *rows)
{
	const struct ensemble alone = {.n = 1, .members = (struct network *[]){(struct network *)net},
	    .weight = (double[]){1}, .temperature = 1};
	struct fit_score score = {0};
	float *probabilities = xcalloc(rows->n * d->n_classes, sizeof(*probabilities));
	uint32_t *labels = xcalloc(rows->n, sizeof(*labels));

	fit_predict(&alone, x, rows, probabilities);
	for (size_t i = 0; i < rows->n; i++)
		labels[i] = d->label[rows->rows[i]];
	tally(&score, probabilities, labels, rows->n, d->n_classes);
	divide(&score, rows->n);
	free(labels);
	free(probabilities);
	return score;
}

double
fit_penalise(const struct network *net, double rate, float *gradient)
{
	double squares = 0;

	for (size_t l = 0; l < net->n_layers; l++) {
		size_t at = network_weight_at(net, l), end = network_bias_at(net, l);

		for (; at < end; at++) {
			gradient[at] += (float)rate * net->params[at];
			squares += (double)net->params[at] * (double)net->params[at];
		}
	}
	return rate / 2 * squares;
}

/* the work space of training */
struct training {
	const struct recipe *recipe;
	double decay; /* l2, for a mean over the rows */
	const struct dataset *d;
	const float *x;
	struct network *net;
	struct network_batch *batch;
	struct adam *adam;
	float *in, *gradient, *probabilities;
	uint32_t *labels;
	uint8_t *keep;
	size_t *order; /* of the training rows in this epoch */
};

static struct training
training_new(const struct recipe *recipe, double l2, const struct dataset *d, const float *x,
    struct network *net, size_t n_train)
{
	size_t rows = recipe->batch_rows;

	return (struct training){
		.recipe = recipe,
		.decay = l2 / (double)n_train,
		.d = d,
		.x = x,
		.net = net,
		.batch = network_batch_new(net, rows),
		.adam = adam_new(net->n_params, recipe->learning_rate),
		.in = xalignedarray(rows * d->n_features, sizeof(float)),
		.gradient = xalignedarray(net->n_params, sizeof(float)),
		.probabilities = xalignedarray(rows * d->n_classes, sizeof(float)),
		.labels = xcalloc(rows, sizeof(uint32_t)),
		.keep = xcalloc(network_keep_len(net, rows), 1),
		.order = xcalloc(n_train, sizeof(size_t)),
	};
}

static void
training_free(struct training *t)
{
	network_batch_free(t->batch);
	adam_free(t->adam);
	free(t->in);
	free(t->gradient);
	free(t->probabilities);
	free(t->labels);
	free(t->keep);
	free(t->order);
}

static struct fit_score
run_epoch(struct training *t, const struct row_list *train, struct rng *rng)
{
	const struct recipe *recipe = t->recipe;
	struct fit_score score = {0};

	rng_permutation(rng, train->n, t->order);
	for (size_t i = 0; i < train->n; i++)
		t->order[i] = train->rows[t->order[i]];
	for (size_t at = 0; at < train->n; at += recipe->batch_rows) {
		size_t left = train->n - at, n = left < recipe->batch_rows ? left
		    : recipe->batch_rows;
		bool drops = recipe->dropout > 0 && recipe->n_hidden > 0;

		fit_gather(t->x, t->d->n_features, &t->order[at], n, t->in);
		for (size_t i = 0; i < n; i++)
			t->labels[i] = t->d->label[t->order[at + i]];
		if (drops)
			fit_draw_keep(rng, recipe->dropout, t->keep, network_keep_len(t->net, n));
		network_gradient(t->net, t->batch, gemm_blas, t->in, t->labels, n, recipe->dropout,
		    drops ? t->keep : NULL, t->gradient, t->probabilities);
		tally(&score, t->probabilities, t->labels, n, t->d->n_classes);
		if (t->decay > 0)
			fit_penalise(t->net, t->decay, t->gradient);
		adam_step(t->adam, t->gradient, t->net->params);
	}
	divide(&score, train->n);
	return score;
}

static bool
all_finite(const struct network *net)
{
	bool finite = true;

	for (size_t i = 0; i < net->n_params; i++)
		finite &= isfinite(net->params[i]) != 0;
	return finite;
}

struct network *
fit_mlp(const struct recipe *recipe, double l2, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, fit_observer *observer, void *user)
{
	struct network *net = make_network(recipe, d, rng);
	struct training t = training_new(recipe, l2, d, x, net, p->train.n);
	bool sound = true;

	for (size_t epoch = 1; sound && epoch <= recipe->epochs; epoch++) {
		struct fit_score train = run_epoch(&t, &p->train, rng), validation;

		sound = isfinite(train.loss) && (epoch < recipe->epochs || all_finite(net));
		if (observer == NULL || !sound)
			continue;
		if (p->validation.n > 0)
			validation = fit_score_rows(net, d, x, &p->validation);
		observer(user, epoch, &train, p->validation.n > 0 ? &validation : NULL);
	}
	training_free(&t);
	if (!sound) {
		network_free(net);
		return NULL;
	}
	return net;
}

/* averages of probabilities: every arch has one say, shared by the nets of it */
struct ensemble *
fit_ensemble(const struct recipe *recipe, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, fit_observer *observer, void *user)
{
	struct ensemble *e = ensemble_new();

	for (size_t a = 0; a < recipe->n_archs; a++) {
		size_t n = recipe->archs[a] == ARCH_MLP ? recipe->n_nets : 1;

		for (size_t i = 0; i < n; i++) {
			fit_observer *hear = e->n == 0 ? observer : NULL;
			struct network *net = recipe->archs[a] == ARCH_MLP
			    ? fit_mlp(recipe, recipe->l2[a], d, x, p, rng, hear, user)
			    : fit_logistic(recipe->l2[a], d, x, p, hear, user);

			if (net == NULL) {
				ensemble_free(e);
				return NULL;
			}
			ensemble_add(e, net, 1 / (double)n);
		}
	}
	ensemble_normalise(e);
	return e;
}
