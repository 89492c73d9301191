/* SPDX-License-Identifier: MIT */
#include "mlp.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "adam.h"
#include "base/xmalloc.h"
#include "rows.h"

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
make_network(const struct mlp_recipe *recipe, const struct dataset *d, struct rng *rng)
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
mlp_draw_keep(struct rng *rng, double dropout, uint8_t *keep, size_t n)
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

/* the work space of training */
struct training {
	const struct mlp_recipe *recipe;
	double decay; /* l2, for a mean over the rows */
	const struct dataset *d;
	const float *x, *class_weight;
	struct network *net;
	struct network_batch *batch;
	struct adam *adam;
	float *in, *gradient, *probabilities;
	uint32_t *labels;
	uint8_t *keep;
	size_t *order; /* of the training rows in this epoch */
};

static struct training
training_new(const struct mlp_recipe *recipe, double l2, const struct dataset *d, const float *x,
    const float *class_weight, struct network *net, size_t n_train)
{
	size_t rows = recipe->batch_rows;

	return (struct training){
	    .recipe = recipe,
	    .decay = l2 / (double)n_train,
	    .d = d,
	    .x = x,
	    .class_weight = class_weight,
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

static struct metrics
run_epoch(struct training *t, const struct row_list *train, struct rng *rng)
{
	const struct mlp_recipe *recipe = t->recipe;
	struct metrics score = {0};

	rng_permutation(rng, train->n, t->order);
	for (size_t i = 0; i < train->n; i++)
		t->order[i] = train->rows[t->order[i]];
	for (size_t at = 0; at < train->n; at += recipe->batch_rows) {
		size_t left = train->n - at,
		       n = left < recipe->batch_rows ? left : recipe->batch_rows;
		bool drops = recipe->dropout > 0 && recipe->n_hidden > 0;

		rows_gather(t->x, t->d->n_features, &t->order[at], n, t->in);
		rows_labels(t->d, &t->order[at], n, t->labels);
		if (drops)
			mlp_draw_keep(rng, recipe->dropout, t->keep, network_keep_len(t->net, n));
		network_gradient(t->net, t->batch, gemm_blas, t->in, t->labels, t->class_weight, n,
		    recipe->dropout, drops ? t->keep : NULL, t->gradient, t->probabilities);
		for (size_t i = 0; i < n; i++)
			metrics_add(&score, &t->probabilities[i * t->d->n_classes], t->d->n_classes,
			    t->labels[i]);
		if (t->decay > 0)
			network_penalise(t->net, t->decay, t->gradient);
		adam_step(t->adam, t->gradient, t->net->params);
	}
	return score;
}

struct network *
mlp_fit(const struct mlp_recipe *recipe, double l2, const struct dataset *d, const float *x,
    const struct partition *p, const float *class_weight, struct rng *rng,
    training_observer *observer, void *user)
{
	struct network *net = make_network(recipe, d, rng);
	struct training t = training_new(recipe, l2, d, x, class_weight, net, p->train.n);
	bool on = true;

	for (size_t epoch = 1; on && epoch <= recipe->epochs; epoch++) {
		struct metrics train = run_epoch(&t, &p->train, rng), validation;

		on = isfinite(metrics_loss(&train)) &&
		    (epoch < recipe->epochs || network_is_finite(net));
		if (observer == NULL || !on)
			continue;
		if (p->validation.n > 0)
			validation = rows_metrics(net, d, x, &p->validation);
		on = observer(user, epoch, &train, p->validation.n > 0 ? &validation : NULL);
	}
	training_free(&t);
	if (on)
		return net;
	network_free(net);
	return NULL;
}
