/* SPDX-License-Identifier: MIT */
#include "fit.h"

#include <stdlib.h>

#include "lda.h"
#include "logistic.h"
#include "rows.h"

/* one network of the a-th arch */
static struct network *
fit_network(const struct recipe *recipe, size_t a, const struct dataset *d, const float *x,
    const struct partition *p, const float *class_weight, struct rng *rng,
    training_observer *observer, void *user)
{
	switch (recipe->archs[a]) {
	case ARCH_LOGISTIC:
		return logistic_fit(recipe->l2[a], d, x, p, class_weight, observer, user);
	case ARCH_LDA:
		return lda_fit(recipe->shrinkage, d, x, p, class_weight, observer, user);
	default:
		return mlp_fit(
		    &recipe->mlp, recipe->l2[a], d, x, p, class_weight, rng, observer, user);
	}
}

/* averages: every arch has one say, shared by the nets of it */
struct ensemble *
fit_ensemble(const struct recipe *recipe, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, training_observer *observer, void *user)
{
	struct ensemble *e = ensemble_new();
	float *weight = recipe->priors ? NULL : rows_class_weights(d, &p->train);

	for (size_t a = 0; e != NULL && a < recipe->n_archs; a++) {
		size_t n = recipe->archs[a] == ARCH_MLP ? recipe->n_nets : 1;

		for (size_t i = 0; e != NULL && i < n; i++) {
			training_observer *hear = e->n == 0 ? observer : NULL;
			struct network *net =
			    fit_network(recipe, a, d, x, p, weight, rng, hear, user);

			if (net != NULL) {
				ensemble_add(e, net, 1 / (double)n);
				continue;
			}
			ensemble_free(e);
			e = NULL;
		}
	}
	free(weight);
	if (e == NULL)
		return NULL;
	ensemble_normalise(e);
	if (recipe->geometric)
		ensemble_merge(e);
	return e;
}
