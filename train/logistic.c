/* SPDX-License-Identifier: MIT */
#include "logistic.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "lbfgs.h"
#include "rows.h"

#define MAX_STEPS 500
#define TOLERANCE 1e-6 /* of the gradient of the mean loss, about what floats tell apart */

struct regression {
	const struct dataset *d;
	const float *x;
	const struct partition *p;
	struct network net; /* its params are those that are tried */
	struct network_batch *batch;
	const float *class_weight;
	float *in; /* the training rows */
	uint32_t *labels;
	float *probabilities;
	double decay;
	training_observer *observer;
	void *user;
	bool ended; /* by the observer */
};

/* the mean loss with its penalty */
static double
loss_at(void *user, const float *params, float *gradient)
{
	struct regression *r = user;
	double loss;

	r->net.params = (float *)params;
	loss = network_gradient(&r->net, r->batch, gemm_blas, r->in, r->labels, r->class_weight,
	    r->p->train.n, 0, NULL, gradient, r->probabilities);
	return loss + network_penalise(&r->net, r->decay, gradient);
}

static bool
observe(void *user, size_t step, double value)
{
	struct regression *r = user;

	(void)value;
	if (r->observer == NULL)
		return true;
	r->ended = !rows_observe(&r->net, r->d, r->x, r->p, step, r->observer, r->user);
	return !r->ended;
}

struct network *
logistic_fit(double l2, const struct dataset *d, const float *x, const struct partition *p,
    const float *class_weight, training_observer *observer, void *user)
{
	const size_t width[] = {d->n_features, d->n_classes};
	struct network *net = network_new(1, width);
	size_t n = p->train.n;
	struct regression r = {
	    .d = d,
	    .x = x,
	    .p = p,
	    .net = *net,
	    .class_weight = class_weight,
	    .batch = network_batch_new(net, n),
	    .in = xalignedarray(n * d->n_features, sizeof(float)),
	    .labels = xcalloc(n, sizeof(uint32_t)),
	    .probabilities = xalignedarray(n * d->n_classes, sizeof(float)),
	    .decay = l2 / (double)n,
	    .observer = observer,
	    .user = user,
	};
	double loss;

	rows_gather(x, d->n_features, p->train.rows, n, r.in);
	rows_labels(d, p->train.rows, n, r.labels);
	loss =
	    lbfgs_minimise(net->n_params, net->params, loss_at, observe, &r, MAX_STEPS, TOLERANCE);
	network_batch_free(r.batch);
	free(r.in);
	free(r.labels);
	free(r.probabilities);
	if (isfinite(loss) && !r.ended)
		return net;
	network_free(net);
	return NULL;
}
