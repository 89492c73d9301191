/* SPDX-License-Identifier: MIT */
/*
 * The convolution in vectors of KERNEL_WIDTH floats, compiled once for each width as KERNEL_NAME,
 * as dsp/kernel_vector.c is. TILE positions by two vectors are computed at once. Six by two are
 * twelve sums, which with two vectors of weights and one number of the input fill the 16 registers
 * of SSE2 and AVX2: half a panel at a time with vectors of 4, a panel with vectors of 8. With
 * vectors of 16, and 32 registers, it is ten positions of two panels; ten are also enough sums
 * where a panel is alone, and divide the 30, 60 and 500 positions that the networks have.
 */
#include "nn/conv_priv.h"

#include <stdbool.h>

#include "base/vector.h"
#include "nn/dft_vector.h"

#define STRIP (2 * W) /* channels of a pass */
#if W == 16
#define TILE 10
#else
#define TILE 6
#endif
#define DEEP_TILE 6
#define INLINE inline __attribute__((always_inline))

/* the weights of the second vector of a strip lie so far behind those of the first */
static inline size_t
second_vector(const struct conv_walk *walk)
{
	return W < CONV_PANEL ? W : walk->n_rows * walk->n_taps * CONV_PANEL;
}

/* the sums of TILE positions from x on, for n_vectors vectors of channels: one or two */
static INLINE void
tile(const struct conv_walk *walk, const float *x, const float *w, int n_vectors, vf sum[TILE][2])
{
	size_t step = walk->step, second = second_vector(walk);

	for (int i = 0; i < TILE; i++)
		sum[i][0] = sum[i][1] = (vf){0};
	for (size_t r = 0; r < walk->n_rows; r++) {
		const float *p = x + r * walk->row_stride;

		for (size_t k = walk->n_taps; k > 0; k--, p += walk->tap_stride, w += CONV_PANEL) {
			vf low = load(w), high = n_vectors == 2 ? load(w + second) : low;

			for (int i = 0; i < TILE; i++) {
				float in = p[(size_t)i * step];

				sum[i][0] += in * low;
				if (n_vectors == 2)
					sum[i][1] += in * high;
			}
		}
	}
}

static INLINE vf
finish(enum conv_act act, vf x)
{
	const vf zero = {0};

	if (act == CONV_RELU)
		return vmax(x, zero);
	if (act == CONV_HARD_SWISH)
		return x * (vmin(vmax(x + 3.0f, zero), splat(6)) * (1 / 6.0f));
	return x;
}

/* the first position of the tile after the one at `first`: the last tile ends with the positions */
static inline size_t
next_tile(const struct conv_walk *walk, size_t first)
{
	size_t last = walk->n_positions - TILE;

	if (first == last)
		return walk->n_positions;
	return first + TILE < last ? first + TILE : last;
}

/*
 * What vector_dense says, for the channels of one strip: n_vectors vectors, with so many lanes in
 * use of the last one. The pointers are those of its first channel.
 */
static INLINE void
dense_strip(const struct conv_walk *walk, const float *x, const float *w, int n_vectors,
    size_t lanes, size_t n_out, const float *bias, enum conv_act act, const float *add, float *out)
{
	for (size_t first = 0; first < walk->n_positions; first = next_tile(walk, first)) {
		vf sum[TILE][2];

		tile(walk, x + first * walk->step, w, n_vectors, sum);
		for (size_t i = 0; i < TILE; i++) {
			for (size_t v = 0; v < (size_t)n_vectors; v++) {
				size_t at = (first + i) * n_out + v * W;
				size_t used = v + 1 == (size_t)n_vectors ? lanes : W;
				vf y = finish(act, sum[i][v] + load_lanes(&bias[v * W], used));

				if (add != NULL)
					y += load_lanes(&add[at], used);
				store_lanes(&out[at], y, used);
			}
		}
	}
}

static void
vector_dense(const struct conv_walk *walk, const float *x, const float *panels, size_t n_out,
    const float *bias, enum conv_act act, const float *add, float *out)
{
	size_t panel_len = walk->n_rows * walk->n_taps * CONV_PANEL;

	for (size_t c = 0, n; c < n_out; c += n) {
		const float *w = panels + c / CONV_PANEL * panel_len + c % CONV_PANEL;
		const float *b = bias + c, *plus = add != NULL ? add + c : NULL;
		size_t left = n_out - c;

		n = left >= STRIP ? STRIP : left;
		if (n == STRIP)
			dense_strip(walk, x, w, 2, W, n_out, b, act, plus, out + c);
		else if (n > W)
			dense_strip(walk, x, w, 2, W / 2, n_out, b, act, plus, out + c);
		else if (n == W)
			dense_strip(walk, x, w, 1, W, n_out, b, act, plus, out + c);
		else
			dense_strip(walk, x, w, 1, W / 2, n_out, b, act, plus, out + c);
	}
}

/* the bins of the products at one place, of the lanes from `products` on */
static INLINE void
bins_of(const float *products, size_t pitch, struct dft_bins *x)
{
	x->re[0] = load(products);
	x->re[CONV_DFT / 2] = load(&products[(CONV_PRODUCTS - 1) * pitch]);
#pragma GCC unroll 16
	for (size_t k = 1; k < CONV_DFT / 2; k++) {
		const float *p = &products[(3 * k - 2) * pitch];
		vf m1 = load(p), m2 = load(p + pitch), m3 = load(p + 2 * pitch);

		x->re[k] = m1 - m3;
		x->im[k] = m1 + m2;
	}
}

static void
vector_frames_max(const float *products, size_t n_places, size_t n_frames, float *max)
{
	for (size_t lane = 0; lane < CONV_PANEL; lane += W) {
		for (size_t place = 0; place < n_places; place++) {
			struct dft_bins x;
			vf y[CONV_DFT];

			bins_of(products + place * CONV_PANEL + lane, n_places * CONV_PANEL, &x);
			dft_inverse32(&x, y, 1);
			for (size_t t = 0; t < n_frames; t++) {
				float *to = &max[t * CONV_PANEL + lane];

				store(to, place == 0 ? y[t] : vmax(load(to), y[t]));
			}
		}
	}
}

/* taps of a row of the kernel that lie within the map, and where the first of them lies in it */
struct taps {
	size_t skipped, n, from;
};

static INLINE struct taps
taps_at(size_t position, size_t size, size_t stride, size_t n)
{
	size_t before = (size - 1) / 2, first = position * stride;
	size_t skipped = first < before ? before - first : 0, from = first + skipped - before;

	return (struct taps){skipped, size - skipped < n - from ? size - skipped : n - from, from};
}

/*
 * `n` neighbouring positions in a row of the result, from `column` on, all taps of which lie within
 * the columns of the map, but for one alone, whose need not; of a vector of channels, `lanes` of
 * which are in use. n, lanes, size and stride are constants wherever this is called.
 */
static INLINE void
deep_tile(const struct conv_map *map, const float *x, const float *weights, const float *bias,
    enum conv_act act, size_t size, size_t stride, struct taps rows, struct taps columns, size_t n,
    size_t lanes, float *out)
{
	size_t pitch = map->n_channels, n_taps = n > 1 ? size : columns.n;
	vf sum[DEEP_TILE];

	for (size_t i = 0; i < n; i++)
		sum[i] = load_lanes(bias, lanes);
	for (size_t r = 0; r < rows.n; r++) {
		const float *p = x + r * map->columns * pitch, *w = weights + r * size * pitch;

		for (size_t k = 0; k < n_taps; k++) {
			vf weight = load_lanes(&w[k * pitch], lanes);

			for (size_t i = 0; i < n; i++)
				sum[i] += load_lanes(&p[(i * stride + k) * pitch], lanes) * weight;
		}
	}
	for (size_t i = 0; i < n; i++)
		store_lanes(&out[i * pitch], finish(act, sum[i]), lanes);
}

/*
 * The same of all channels, at a row and from a column of the result on; x is the map from its row
 * `origin` on.
 */
static INLINE void
deep_tiles(const struct conv_map *map, const float *x, size_t origin, const float *weights,
    const float *bias, enum conv_act act, size_t size, size_t stride, size_t row, size_t column,
    size_t n, float *out)
{
	size_t pitch = map->n_channels, c = 0;
	struct taps rows = taps_at(row, size, stride, map->rows);
	struct taps columns = taps_at(column, size, stride, map->columns);

	x += ((rows.from - origin) * map->columns + columns.from) * pitch;
	weights += (rows.skipped * size + columns.skipped) * pitch;
	for (; c + W <= pitch; c += W)
		deep_tile(map, x + c, weights + c, bias + c, act, size, stride, rows, columns, n, W,
		    out + c);
	if (c < pitch)
		deep_tile(map, x + c, weights + c, bias + c, act, size, stride, rows, columns, n,
		    W / 2, out + c);
}

static INLINE void
deep_rows(const struct conv_map *map, size_t row, size_t n_rows, const float *x,
    const float *weights, const float *bias, enum conv_act act, size_t size, size_t stride,
    float *out)
{
	size_t n = conv_strided(map->columns, stride), origin = conv_first_row(map, row);
	size_t before = (size - 1) / 2, first = (before + stride - 1) / stride;
	/* positions from `first` to `end` have all taps */
	size_t end = map->columns > before ? (map->columns - before - 1) / stride + 1 : 0;

	for (; n_rows > 0; row++, n_rows--, out += n * map->n_channels) {
		for (size_t at = 0; at < n;) {
			bool whole = end >= first + DEEP_TILE && at >= first && at < end;
			size_t from = whole && at + DEEP_TILE > end ? end - DEEP_TILE : at;
			float *to = out + from * map->n_channels;

			/* the last tile ends with these positions, and does some again, the same */
			if (whole)
				deep_tiles(map, x, origin, weights, bias, act, size, stride, row,
				    from, DEEP_TILE, to);
			else
				deep_tiles(map, x, origin, weights, bias, act, size, stride, row,
				    from, 1, to);
			at = from + (whole ? DEEP_TILE : 1);
		}
	}
}

static void
vector_depthwise(const struct conv_map *map, size_t row, size_t n_rows, const float *x,
    const float *weights, const float *bias, enum conv_act act, float *out)
{
	if (map->size == 3 && map->stride == 1)
		deep_rows(map, row, n_rows, x, weights, bias, act, 3, 1, out);
	else if (map->size == 3 && map->stride == 2)
		deep_rows(map, row, n_rows, x, weights, bias, act, 3, 2, out);
	else if (map->size == 5 && map->stride == 1)
		deep_rows(map, row, n_rows, x, weights, bias, act, 5, 1, out);
	else if (map->size == 5 && map->stride == 2)
		deep_rows(map, row, n_rows, x, weights, bias, act, 5, 2, out);
	else
		conv_plain.depthwise(map, row, n_rows, x, weights, bias, act, out);
}

const struct conv_kernel KERNEL_SYMBOL = {
    .name = KERNEL_NAME,
    .dense = vector_dense,
    .frames_max = vector_frames_max,
    .depthwise = vector_depthwise,
};
