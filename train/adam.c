/* SPDX-License-Identifier: MIT */
#include "adam.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"

#define BETA1 0.9f
#define BETA2 0.999f
#define EPSILON 1e-7f

struct adam {
	size_t n;
	double learning_rate;
	long t;
	float *m, *v; /* running means of the gradient and its square */
};

struct adam *
adam_new(size_t n, double learning_rate)
{
	struct adam *a = xcalloc(1, sizeof(*a));

	a->n = n;
	a->learning_rate = learning_rate;
	a->m = xcalloc(n, sizeof(*a->m));
	a->v = xcalloc(n, sizeof(*a->v));
	return a;
}

void
adam_free(struct adam *a)
{
	if (a == NULL)
		return;
	free(a->m);
	free(a->v);
	free(a);
}

void
adam_step(struct adam *a, const float *gradient, float *params)
{
	float *restrict m = a->m, *restrict v = a->v;
	double t = (double)++a->t;
	float rate = (float)(a->learning_rate * sqrt(1 - pow((double)BETA2, t)) /
	    (1 - pow((double)BETA1, t)));

	for (size_t i = 0; i < a->n; i++) {
		float g = gradient[i];

		m[i] = BETA1 * m[i] + (1 - BETA1) * g;
		v[i] = BETA2 * v[i] + (1 - BETA2) * g * g;
		params[i] -= rate * m[i] / (sqrtf(v[i]) + EPSILON);
	}
}
