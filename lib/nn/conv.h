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
 * A tile of some positions is computed at once: its sums stay in registers, and a tap costs a row
 * of weights and a number of the input for each position. Where the tiles do not come out even the
 * last one overlaps the one before, and some sums are computed twice, the same.
 *
 * A struct conv_kernel is one build of these loops, as in dsp/kernel.h, with the same names.
 */
#define CONV_POSITIONS_MIN 10 /* the most that a tile of any kernel has */
#define CONV_PANEL 16

/* How the window lies in the input and how it moves, in floats. */
struct conv_walk {
	size_t n_positions; /* CONV_POSITIONS_MIN or more */
	size_t step;        /* from a position to the next */
	size_t n_rows, row_stride;
	size_t n_taps, tap_stride; /* of a row */
};

/* What becomes of the sums of a convolution: a bias to each channel, and then */
enum conv_act {
	CONV_LINEAR,
	CONV_RELU,
	CONV_HARD_SWISH, /* x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, MobileNetV3) */
};

/*
 * A map of [rows][columns][channels], of which every channel is convolved by a kernel of its own,
 * size x size with zeros beyond the edges, every `stride` rows and columns; size is odd. The result
 * has conv_strided(rows, stride) rows, as many columns in its way, and the same channels.
 */
struct conv_map {
	size_t rows, columns, n_channels; /* a multiple of CONV_GROUP */
	size_t size, stride;
};

#define CONV_GROUP 8
#define CONV_DFT 32
#define CONV_PRODUCTS (3 * (CONV_DFT / 2 - 1) + 2)
#define CONV_SIZE_MAX 5

struct conv_kernel {
	const char *name;

	/*
	 * out[position * n_out + channel] = act(bias[channel] + the sum over rows r and taps k of
	 * x[position * step + r * row_stride + k * tap_stride] * weights[r * n_taps + k][channel]),
	 * plus add[position * n_out + channel] where add is not NULL. The weights are as conv_pack
	 * makes them; n_out is a multiple of CONV_GROUP; out overlaps nothing.
	 */
	void (*dense)(const struct conv_walk *walk, const float *x, const float *panels,
	    size_t n_out, const float *bias, enum conv_act act, const float *add, float *out);

	/*
	 * max[n_frames][CONV_PANEL]: the largest over places of what a Fourier transform of
	 * CONV_DFT frames goes back to, its first n_frames, not divided by CONV_DFT. It is given as
	 * products[CONV_PRODUCTS][n_places][CONV_PANEL], see nn/time_conv.h; the real part of a bin
	 * is the first less the third of its three, the imaginary one the sum of the first two.
	 */
	void (*frames_max)(const float *products, size_t n_places, size_t n_frames, float *max);

	/*
	 * out = act(bias[channel] + the sum over taps), of a map and
	 * weights[size][size][n_channels]: n_rows rows of the result, from `row` on. x is what they
	 * need of the map, which begins with conv_first_row.
	 */
	void (*depthwise)(const struct conv_map *map, size_t row, size_t n_rows, const float *x,
	    const float *weights, const float *bias, enum conv_act act, float *out);
};

/*
 * The kernel of that name: "plain", "baseline", "avx2" or "avx512"; NULL when there is none or this
 * machine cannot run it.
 */
const struct conv_kernel *
conv_find(const char *name);

/*
 * Packs weights[n_taps][n_out] into panels[conv_panels][n_taps][CONV_PANEL], channels past the last
 * one zero; panels at a multiple of 64 bytes, of conv_packed_len floats.
 */
void
conv_pack(const float *weights, size_t n_taps, size_t n_out, float *panels);

size_t
conv_packed_len(size_t n_taps, size_t n_out);

/* panels that n_out channels fill */
size_t
conv_panels(size_t n_out);

/* positions along n of them, each `stride` from the one before */
size_t
conv_strided(size_t n, size_t stride);

/* the first row of the map that a row of the result needs */
size_t
conv_first_row(const struct conv_map *map, size_t row);

/* what `act` makes of x */
float
conv_act(enum conv_act act, float x);

#endif
