/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_LBFGS_H
#define TRAIN_LBFGS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * L-BFGS (Liu, Nocedal 1989): finds the minimum of a smooth convex function.
 */

/* The value at x[n], and its gradient[n]. */
typedef double
lbfgs_function(void *user, const float *x, float *gradient);

/* Hears of each step; false ends the search there. */
typedef bool
lbfgs_observer(void *user, size_t step, double value);

/*
 * Moves x[n] to the minimum: until no gradient is larger than tolerance, no step leads down in
 * floats, or max_steps are done. Returns the value there, which is not finite when it was not at
 * the start.
 */
double
lbfgs_minimise(size_t n, float *x, lbfgs_function *f, lbfgs_observer *observer, void *user,
    size_t max_steps, double tolerance);

#endif
