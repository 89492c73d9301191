/* SPDX-License-Identifier: MIT */
#ifndef DSP_HALF_H
#define DSP_HALF_H

#define HALF_MAX 65504.0f

/*
 * x >= 0 rounded to half precision (IEEE 754 binary16: 11 significant bits, multiples of 2^-24
 * below 2^-14), to nearest, ties to even. What is above HALF_MAX, or not a number, becomes
 * HALF_MAX.
 */
float
half_round(float x);

#endif
