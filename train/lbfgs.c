/* SPDX-License-Identifier: MIT */
#include "lbfgs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define MEMORY ((size_t)10) /* steps remembered */
#define ENOUGH 1e-4         /* of the descent the slope promises (Armijo) */
#define SHORTEST 1e-10      /* step tried along a direction */

/* the last steps: s how x moved, y how the gradient did, in a ring */
struct memory {
	size_t n, n_steps;
	float *s[MEMORY], *y[MEMORY];
	double sy[MEMORY];
};

static double
dot(const float *a, const float *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)a[i] * (double)b[i];
	return sum;
}

static void
add(float *a, double times, const float *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		a[i] = (float)((double)a[i] + times * (double)b[i]);
}

/* direction = -(inverse Hessian, as remembered) * gradient, by the two loops */
static void
turn(const struct memory *m, const float *gradient, float *direction)
{
	size_t first = m->n_steps > MEMORY ? m->n_steps - MEMORY : 0;
	double alpha[MEMORY];

	for (size_t i = 0; i < m->n; i++)
		direction[i] = -gradient[i];
	for (size_t t = m->n_steps; t-- > first;) {
		size_t k = t % MEMORY;

		alpha[k] = dot(m->s[k], direction, m->n) / m->sy[k];
		add(direction, -alpha[k], m->y[k], m->n);
	}
	if (m->n_steps > 0) {
		size_t k = (m->n_steps - 1) % MEMORY;
		double scale = m->sy[k] / dot(m->y[k], m->y[k], m->n);

		for (size_t i = 0; i < m->n; i++)
			direction[i] = (float)(scale * (double)direction[i]);
	}
	for (size_t t = first; t < m->n_steps; t++) {
		size_t k = t % MEMORY;

		add(direction, alpha[k] - dot(m->y[k], direction, m->n) / m->sy[k], m->s[k], m->n);
	}
}

/* remembers the step from old to x, where the function curves upwards as it should */
static void
remember(struct memory *m, const float *x, const float *old, const float *gradient,
    const float *old_gradient)
{
	size_t k = m->n_steps % MEMORY;

	for (size_t i = 0; i < m->n; i++) {
		m->s[k][i] = x[i] - old[i];
		m->y[k][i] = gradient[i] - old_gradient[i];
	}
	m->sy[k] = dot(m->s[k], m->y[k], m->n);
	if (m->sy[k] > 0)
		m->n_steps++;
}

static double
largest(const float *x, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++) {
		double size = fabs((double)x[i]);

		most = size > most ? size : most; /* fmax makes gcc 12 fail on arm64 */
	}
	return most;
}

double
lbfgs_minimise(size_t n, float *x, lbfgs_function *f, lbfgs_observer *observer, void *user,
    size_t max_steps, double tolerance)
{
	float *rows = xcalloc((4 + 2 * MEMORY) * n, sizeof(*rows));
	float *gradient = rows, *old = rows + n, *old_gradient = rows + 2 * n;
	float *direction = rows + 3 * n;
	struct memory m = {.n = n};
	double value = f(user, x, gradient);

	for (size_t k = 0; k < MEMORY; k++) {
		m.s[k] = rows + (4 + 2 * k) * n;
		m.y[k] = rows + (5 + 2 * k) * n;
	}
	for (size_t step = 1; step <= max_steps && largest(gradient, n) > tolerance; step++) {
		double slope,
		    length = m.n_steps > 0 ? 1 : 1 / (1 + sqrt(dot(gradient, gradient, n)));
		double next;

		turn(&m, gradient, direction);
		slope = dot(gradient, direction, n);
		memcpy(old, x, n * sizeof(*x));
		memcpy(old_gradient, gradient, n * sizeof(*x));
		for (;; length /= 2) {
			memcpy(x, old, n * sizeof(*x));
			add(x, length, direction, n);
			next = f(user, x, gradient);
			if (next <= value + ENOUGH * length * slope || length < SHORTEST)
				break;
		}
		if (!(next < value)) {
			memcpy(x, old, n * sizeof(*x));
			break;
		}
		value = next;
		remember(&m, x, old, gradient, old_gradient);
		if (!observer(user, step, value))
			break;
	}
	free(rows);
	return value;
}
