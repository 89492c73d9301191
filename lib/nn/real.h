/* SPDX-License-Identifier: MIT */
#ifndef NN_REAL_H
#define NN_REAL_H

/*
 * The number the networks are made of: float, or double where a test compiles them so, to check
 * gradients by differences.
 */
#ifndef NN_REAL
#define NN_REAL float
#endif

typedef NN_REAL nn_real;

#endif
