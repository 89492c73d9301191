/* SPDX-License-Identifier: MIT */
#include "fit.h"

#include "lda.h"
#include "logistic.h"

/* one network of the a-th arch */
static struct network *
fit_network(const struct recipe *recipe, size_t a, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, training_observer *observer, void *user)
{
	switch (recipe->archs[a]) {
	case ARCH_LOGISTIC:
		return logistic_fit(recipe->l2[a], d, x, p, observer, user);
	case ARCH_LDA:
		return lda_fit(recipe->shrinkage, d, x, p, observer, user);
	default:
		return mlp_fit(&recipe->mlp, recipe->l2[a], d, x, p, rng, observer, user);
	}
}

/* averages of probabilities: every arch has one say, shared by the nets of it */
struct ensemble *
fit_ensemble(const struct recipe *recipe, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, training_observer *observer, void *user)
{
	struct ensemble *e = ensemble_new();

	for (size_t a = 0; a < recipe->n_archs; a++) {
		size_t n = recipe->archs[a] == ARCH_MLP ? recipe->n_nets : 1;

		for (size_t i = 0; i < n; i++) {
			training_observer *hear = e->n == 0 ? observer : NULL;
			struct network *net = fit_network(recipe, a, d, x, p, rng, hear, user);

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
