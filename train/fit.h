/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rng.h"
#include "dataset.h"
#include "mlp.h"
#include "nn/ensemble.h"
#include "observer.h"
#include "partition.h"

/*
 * What networks a model is made of, and how they learn.
 */
enum arch {
	ARCH_MLP,      /* hidden layers, by Adam: mlp.h */
	ARCH_LOGISTIC, /* multinomial logistic regression: logistic.h */
	ARCH_LDA,      /* linear discriminant analysis: lda.h */
	N_ARCHS,
};

struct recipe {
	size_t n_archs; /* their answers are averaged */
	enum arch archs[N_ARCHS];
	double l2[N_ARCHS]; /* of each; ARCH_LDA has none */
	double shrinkage;   /* of ARCH_LDA */
	size_t n_nets;      /* of ARCH_MLP, averaged */
	bool priors;        /* each row weighs the same; else each class */
	/* the geometric mean of the answers, not the arithmetic one: of networks of one layer */
	bool geometric;
	struct mlp_recipe mlp;
};

/*
 * Trains all the networks of the recipe, each arch with the same say. The observer hears of the
 * first one's epochs, may be NULL. The caller frees; temperature is 1. Returns NULL when a loss or
 * a weight is no longer a finite number, or the observer ends it.
 */
struct ensemble *
fit_ensemble(const struct recipe *recipe, const struct dataset *d, const float *x,
    const struct partition *p, struct rng *rng, training_observer *observer, void *user);

#endif
