/* SPDX-License-Identifier: MIT */
/*
 * Writes a small model to standard output for tests of those who read one: random weights over the
 * 77 features, classes a, b and c. mkmodel SCALER: over the columns of that file.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/rng.h"
#include "base/xmalloc.h"
#include "features/set.h"
#include "model/model.h"

#define N_CLASSES 3

/* for all columns of a set, changing nothing */
static struct scaler *
scaler_of(const struct feature_set *set)
{
	const char **names = xcalloc(set->n_columns, sizeof(*names));
	struct scaler *s;

	for (size_t i = 0; i < set->n_columns; i++)
		names[i] = set->columns[i].name;
	s = scaler_new(set->n_columns, names);
	free(names);
	return s;
}

int
main(int argc, char **argv)
{
	const struct feature_set *set = feature_set_find(FEATURE_SET_DEFAULT);
	struct model *m = model_new();
	size_t width[3] = {0, 8, N_CLASSES};
	struct network *net;
	char error[512];
	struct rng rng;

	die_set_program("mkmodel");
	m->scaler = argc > 1 ? scaler_read(argv[1], error, sizeof(error)) : scaler_of(set);
	if (m->scaler == NULL)
		die("%s", error);
	m->n_classes = N_CLASSES;
	m->classes = xcalloc(N_CLASSES, sizeof(*m->classes));
	for (size_t i = 0; i < N_CLASSES; i++)
		m->classes[i] = xasprintf("%c", (char)('a' + i));
	width[0] = m->scaler->n;
	net = network_new(2, width);
	rng_seed(&rng, 1);
	for (size_t i = 0; i < net->n_params; i++)
		net->params[i] = (float)(rng_uniform(&rng) - 0.5);
	m->ensemble = ensemble_new();
	ensemble_add(m->ensemble, net, 1);
	strcpy(m->front_end.set, "seed");
	m->front_end.rate = 22050;
	m->front_end.cut.window = 0.2;
	m->front_end.cut.overlap = 0.5;
	model_write(m, stdout);
	model_free(m);
	return fclose(stdout) != 0;
}
