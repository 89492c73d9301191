/* SPDX-License-Identifier: MIT */
#include "lda.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "gaussians.h"
#include "rows.h"

#define ABSENT (-1e4F) /* the bias of a class without rows */
/* the weights of a class are S^-1 mean, its bias ln of its share - mean . S^-1 mean / 2 */
static void
set_class(struct network *net, const struct gaussians *c, size_t class_)
{
	size_t n = c->n_features;
	const double *mean = &c->mean[class_ * n];
	double *v, product = 0;
	float *bias = &net->params[network_bias_at(net, 0) + class_];

	*bias = ABSENT;
	if (c->n_rows[class_] == 0)
		return;
	v = xcalloc(n, sizeof(*v));
	for (size_t i = 0; i < n; i++)
		v[i] = mean[i];
	gaussians_solve(c, v);
	for (size_t i = 0; i < n; i++) {
		net->params[network_weight_at(net, 0) + class_ * n + i] = (float)v[i];
		product += v[i] * mean[i];
	}
	*bias = (float)(log(gaussians_share(c, class_)) - product / 2);
	free(v);
}

struct network *
lda_fit(double shrinkage, const struct dataset *d, const float *x, const struct partition *p,
    const float *class_weight, training_observer *observer, void *user)
{
	const size_t width[] = {d->n_features, d->n_classes};
	struct network *net = network_new(1, width);
	struct gaussians c;
	bool on;

	gaussians_fit(&c, shrinkage, d, x, &p->train, class_weight);
	for (size_t k = 0; k < c.n; k++)
		set_class(net, &c, k);
	gaussians_clear(&c);
	on = network_is_finite(net) &&
	    (observer == NULL || rows_observe(net, d, x, p, 1, observer, user));
	if (on)
		return net;
	network_free(net);
	return NULL;
}
