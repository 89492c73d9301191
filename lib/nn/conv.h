/* SPDX-License-Identifier: MIT */
#ifndef NN_CONV_H
#define NN_CONV_H

#include <stddef.h>

/*
 * The inner loop of every convolution, for CONV_PANEL output channels: sums of products over a
 * window of the input, at several positions, read where the input lies (no im2col).
 *
 *      input     [ row 0: taps ]......[ row 1: taps ]......     the window of position 0
 *                   [ row 0: taps ]......[ row 1: taps ]...     of position 1, `step` further
 *
 *      weights   [tap of row 0][channel], [tap of row 0][channel], ... of row 1, ...
 *
 * CONV_TILE positions are computed at once: their CONV_TILE x CONV_PANEL sums stay in registers,
 * and a tap costs a row of weights and CONV_TILE numbers of the input. Where the tiles do not come
 * out even the last one overlaps the one before, and some sums are computed twice, the same.
 *
 * A struct conv_kernel is one build of these loops, as in dsp/kernel.h, with the same names.
 */
#define CONV_TILE 6
#define CONV_PANEL 16

/* How the window lies in the input and how it moves, in floats. */
struct conv_walk {
	size_t n_positions; /* CONV_TILE or more */
	size_t step;        /* from a position to the next */
	size_t n_rows, row_stride;
	size_t n_taps, tap_stride; /* of a row */
};

struct conv_kernel {
	const char *name;

	/*
	 * out[position * out_stride + channel] = the sum over rows r and taps k of
	 * x[position * step + r * row_stride + k * tap_stride] *
	 * panel[r * n_taps + k][channel]; panel at a multiple of 64 bytes.
	 */
	void (*sums)(const struct conv_walk *walk, const float *x, const float *panel, float *out,
	    size_t out_stride);

	/* max[channel]: the largest of these over the positions */
	void (*max)(const struct conv_walk *walk, const float *x, const float *panel, float *max);
};

/*
 * The kernel of that name: "plain", "baseline" or "avx2"; NULL when there is none or this machine
 * cannot run it.
 */
const struct conv_kernel *
conv_find(const char *name);

/*
 * Packs weights[n_taps][n_out] into panels[n_panels][n_taps][CONV_PANEL], channels past the last
 * one zero, at a multiple of 64 bytes. The caller frees.
 */
float *
conv_pack(const float *weights, size_t n_taps, size_t n_out);

/* panels that n_out channels fill */
size_t
conv_panels(size_t n_out);

#endif
