/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_MOBILENET_TENSORS_H
#define TESTS_UNIT_MOBILENET_TENSORS_H

/* Networks of nn/mobilenet.h that nobody trained, as tensors by name. */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "nn/mobilenet.h"

#define N_BLOCKS 15
#define TENSORS_MAX 300

struct named {
	char name[80];
	size_t shape[4];
	float *values;
};

struct tensors {
	size_t n;
	struct named all[TENSORS_MAX];
};

static inline struct named *
look_up(struct tensors *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->all[i].name, name) == 0)
			return &t->all[i];
	}
	return NULL;
}

static inline const float *
find(void *user, const char *name, size_t *shape)
{
	struct named *tensor = look_up(user, name);

	if (tensor == NULL)
		return NULL;
	memcpy(shape, tensor->shape, sizeof(tensor->shape));
	return tensor->values;
}

static inline struct named *
put(struct tensors *t, const char *prefix, const char *suffix, const size_t *shape)
{
	struct named *tensor = &t->all[t->n++];

	assert_true(t->n <= TENSORS_MAX);
	snprintf(tensor->name, sizeof(tensor->name), "%s%s", prefix, suffix);
	memcpy(tensor->shape, shape, sizeof(tensor->shape));
	/* exactly so many, so that a sanitizer sees one more being read */
	tensor->values = malloc(shape[0] * shape[1] * shape[2] * shape[3] * sizeof(float));
	assert_non_null(tensor->values);
	return tensor;
}

static inline void
put_noise(struct tensors *t, struct rng *rng, const char *prefix, const char *suffix,
    const size_t *shape, double least, double most)
{
	struct named *tensor = put(t, prefix, suffix, shape);

	for (size_t i = 0; i < shape[0] * shape[1] * shape[2] * shape[3]; i++)
		tensor->values[i] = (float)(least + (most - least) * rng_uniform(rng));
}

static inline void
put_conv(
    struct tensors *t, struct rng *rng, const char *prefix, size_t n_out, size_t n_in, size_t size)
{
	double bound = 1.7 / sqrt((double)(n_in * size * size));
	const size_t one[] = {n_out, 1, 1, 1};

	put_noise(t, rng, prefix, ".0.weight", (size_t[]){n_out, n_in, size, size}, -bound, bound);
	put_noise(t, rng, prefix, ".1.weight", one, -0.5, 2);
	put_noise(t, rng, prefix, ".1.bias", one, -0.5, 1);
	put_noise(t, rng, prefix, ".1.running_mean", one, -0.3, 0.3);
	put_noise(t, rng, prefix, ".1.running_var", one, 0, 1.5);
}

static inline void
put_dense(struct tensors *t, struct rng *rng, const char *prefix, size_t n_out, size_t n_in)
{
	double bound = 1.7 / sqrt((double)n_in);

	put_noise(t, rng, prefix, ".weight", (size_t[]){n_out, n_in, 1, 1}, -bound, bound);
	put_noise(t, rng, prefix, ".bias", (size_t[]){n_out, 1, 1, 1}, -1, 1);
}

/* widths of a network, and the kernels that all have */
struct widths {
	size_t stem, expand[N_BLOCKS], out[N_BLOCKS], squeeze[N_BLOCKS], last, hidden, tags;
};

static const size_t block_sizes[N_BLOCKS] = {3, 3, 3, 5, 5, 5, 3, 3, 3, 3, 3, 3, 5, 5, 5};

static const struct widths mn04 = {
    .stem = 8,
    .expand = {8, 24, 32, 32, 48, 48, 96, 80, 72, 72, 192, 272, 272, 384, 384},
    .out = {8, 16, 16, 16, 16, 16, 32, 32, 32, 32, 48, 48, 64, 64, 64},
    .squeeze = {0, 0, 0, 8, 16, 16, 0, 0, 0, 0, 48, 72, 72, 96, 96},
    .last = 384,
    .hidden = 512,
    .tags = 527,
};

/* a network that nobody trained */
static inline struct tensors *
random_tensors(const struct widths *w)
{
	struct tensors *t = xcalloc(1, sizeof(*t));
	size_t n = w->stem;
	struct rng rng;
	char name[64];

	rng_seed(&rng, 5);
	put_conv(t, &rng, "features.0", n, 1, 3);
	for (int i = 0; i < N_BLOCKS; n = w->out[i++]) {
		int part = 0;

		snprintf(name, sizeof(name), "features.%d.block.0", i + 1);
		if (i > 0)
			put_conv(t, &rng, name, w->expand[i], n, 1);
		part += i > 0;
		snprintf(name, sizeof(name), "features.%d.block.%d", i + 1, part++);
		put_conv(t, &rng, name, w->expand[i], 1, block_sizes[i]);
		snprintf(
		    name, sizeof(name), "features.%d.block.%d.conc_se_layers.0.fc1", i + 1, part);
		if (w->squeeze[i] > 0)
			put_dense(t, &rng, name, w->squeeze[i], w->expand[i]);
		name[strlen(name) - 1] = '2';
		if (w->squeeze[i] > 0)
			put_dense(t, &rng, name, w->expand[i], w->squeeze[i]);
		part += w->squeeze[i] > 0;
		snprintf(name, sizeof(name), "features.%d.block.%d", i + 1, part);
		put_conv(t, &rng, name, w->out[i], w->expand[i], 1);
	}
	put_conv(t, &rng, "features.16", w->last, n, 1);
	put_dense(t, &rng, "classifier.2", w->hidden, w->last);
	put_dense(t, &rng, "classifier.5", w->tags, w->hidden);
	return t;
}

static inline void
free_tensors(struct tensors *t)
{
	for (size_t i = 0; t != NULL && i < t->n; i++)
		free(t->all[i].values);
	free(t);
}

#endif
