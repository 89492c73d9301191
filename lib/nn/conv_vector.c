/* SPDX-License-Identifier: MIT */
/*
 * The convolution in vectors of KERNEL_WIDTH floats, compiled once for each width as KERNEL_NAME,
 * as dsp/kernel_vector.c is. CONV_TILE positions by two vectors are twelve sums, which with two
 * vectors of weights and one number of the input fill the 16 registers of SSE2 and AVX2; so a panel
 * takes one pass with vectors of 8 and two with vectors of 4.
 */
#include "nn/conv_priv.h"

#include "base/vector.h"

#define STRIP (2 * W) /* channels of a pass */

/* the sums of CONV_TILE positions from x on */
static inline void
tile(const struct conv_walk *walk, const float *x, const float *w, vf sum[CONV_TILE][2])
{
	size_t step = walk->step;

	for (int i = 0; i < CONV_TILE; i++)
		sum[i][0] = sum[i][1] = (vf){0};
	for (size_t r = 0; r < walk->n_rows; r++) {
		const float *p = x + r * walk->row_stride;

		for (size_t k = walk->n_taps; k > 0; k--, p += walk->tap_stride, w += CONV_PANEL) {
			vf low = load(w), high = load(w + W);

			for (int i = 0; i < CONV_TILE; i++) {
				float in = p[(size_t)i * step];

				sum[i][0] += in * low;
				sum[i][1] += in * high;
			}
		}
	}
}

/* the first position of the tile after the one at `first`: the last tile ends with the positions */
static inline size_t
next_tile(const struct conv_walk *walk, size_t first)
{
	size_t last = walk->n_positions - CONV_TILE;

	if (first == last)
		return walk->n_positions;
	return first + CONV_TILE < last ? first + CONV_TILE : last;
}

static void
vector_sums(
    const struct conv_walk *walk, const float *x, const float *panel, float *out, size_t out_stride)
{
	for (size_t strip = 0; strip < CONV_PANEL; strip += STRIP) {
		for (size_t first = 0; first < walk->n_positions; first = next_tile(walk, first)) {
			vf sum[CONV_TILE][2];

			tile(walk, x + first * walk->step, panel + strip, sum);
			for (size_t i = 0; i < CONV_TILE; i++) {
				store(&out[(first + i) * out_stride + strip], sum[i][0]);
				store(&out[(first + i) * out_stride + strip + W], sum[i][1]);
			}
		}
	}
}

static void
vector_max(const struct conv_walk *walk, const float *x, const float *panel, float *max)
{
	for (size_t strip = 0; strip < CONV_PANEL; strip += STRIP) {
		vf low = {0}, high = {0};

		for (size_t first = 0; first < walk->n_positions; first = next_tile(walk, first)) {
			vf sum[CONV_TILE][2];

			tile(walk, x + first * walk->step, panel + strip, sum);
			if (first == 0) {
				low = sum[0][0];
				high = sum[0][1];
			}
			for (int i = 0; i < CONV_TILE; i++) {
				low = vmax(low, sum[i][0]);
				high = vmax(high, sum[i][1]);
			}
		}
		store(&max[strip], low);
		store(&max[strip + W], high);
	}
}

const struct conv_kernel KERNEL_SYMBOL = {
    .name = KERNEL_NAME,
    .sums = vector_sums,
    .max = vector_max,
};
