/* SPDX-License-Identifier: MIT */
#include "nn/conv.h"

#include <math.h>
#include <string.h>

#include "nn/conv_priv.h"

/* the sums at one position: written for the reader; the others are tested against it */
static void
sums_at(const struct conv_walk *walk, const float *x, const float *panel, float *sum)
{
	memset(sum, 0, CONV_PANEL * sizeof(*sum));
	for (size_t r = 0; r < walk->n_rows; r++) {
		for (size_t k = 0; k < walk->n_taps; k++, panel += CONV_PANEL) {
			float in = x[r * walk->row_stride + k * walk->tap_stride];

			for (size_t c = 0; c < CONV_PANEL; c++)
				sum[c] += in * panel[c];
		}
	}
}

float
conv_act(enum conv_act act, float x)
{
	float gate = x + 3 < 0 ? 0 : x + 3 > 6 ? 6 : x + 3;

	switch (act) {
	case CONV_LINEAR:
		return x;
	case CONV_RELU:
		return x > 0 ? x : 0;
	case CONV_HARD_SWISH:
		return x * gate * (1 / 6.0f);
	}
	return x;
}

static void
plain_dense(const struct conv_walk *walk, const float *x, const float *panels, size_t n_out,
    const float *bias, enum conv_act act, const float *add, float *out)
{
	size_t panel_len = walk->n_rows * walk->n_taps * CONV_PANEL;
	float sum[CONV_PANEL];

	for (size_t i = 0; i < walk->n_positions; i++) {
		for (size_t c = 0; c < n_out; c++) {
			size_t at = i * n_out + c;

			if (c % CONV_PANEL == 0)
				sums_at(walk, x + i * walk->step,
				    panels + c / CONV_PANEL * panel_len, sum);
			out[at] = conv_act(act, sum[c % CONV_PANEL] + bias[c]);
			if (add != NULL)
				out[at] += add[at];
		}
	}
}

/* the real part of bin k at one place and channel, times exp(2 pi i k t / CONV_DFT) */
static double
bin_at(const float *products, size_t pitch, size_t k, size_t t)
{
	double angle = 2 * M_PI * (double)(k * t % CONV_DFT) / CONV_DFT;
	const float *p = &products[(3 * k - 2) * pitch];

	return (double)(p[0] - p[2 * pitch]) * cos(angle) - (double)(p[0] + p[pitch]) * sin(angle);
}

static void
plain_frames_max(const float *products, size_t n_places, size_t n_frames, float *max)
{
	size_t pitch = n_places * CONV_PANEL;

	for (size_t i = 0; i < n_frames * CONV_PANEL; i++)
		max[i] = -INFINITY;
	for (size_t at = 0; at < pitch; at++) {
		for (size_t t = 0; t < n_frames; t++) {
			float *to = &max[t * CONV_PANEL + at % CONV_PANEL];
			double last = (double)products[(CONV_PRODUCTS - 1) * pitch + at];
			double sum = (double)products[at] + (t % 2 == 0 ? last : -last);

			for (size_t k = 1; k < CONV_DFT / 2; k++)
				sum += 2 * bin_at(products + at, pitch, k, t);
			*to = fmaxf(*to, (float)sum);
		}
	}
}

/* one channel at one position of the result; x is the map from its row `origin` on */
static float
deep_at(const struct conv_map *map, const float *x, size_t origin, const float *weights, size_t row,
    size_t column)
{
	size_t before = (map->size - 1) / 2;
	float sum = 0;

	for (size_t r = 0; r < map->size; r++) {
		for (size_t k = 0; k < map->size; k++) {
			size_t from_row = row * map->stride + r, from = column * map->stride + k;

			if (from_row < before || from_row - before >= map->rows || from < before ||
			    from - before >= map->columns)
				continue;
			sum += x[((from_row - before - origin) * map->columns + from - before) *
				   map->n_channels] *
			    weights[(r * map->size + k) * map->n_channels];
		}
	}
	return sum;
}

static void
plain_depthwise(const struct conv_map *map, size_t row, size_t n_rows, const float *x,
    const float *weights, const float *bias, enum conv_act act, float *out)
{
	size_t columns = conv_strided(map->columns, map->stride);
	size_t origin = conv_first_row(map, row);

	for (; n_rows > 0; row++, n_rows--) {
		for (size_t column = 0; column < columns; column++) {
			for (size_t c = 0; c < map->n_channels; c++)
				*out++ = conv_act(act,
				    deep_at(map, x + c, origin, weights + c, row, column) +
					bias[c]);
		}
	}
}

const struct conv_kernel conv_plain = {
    .name = "plain",
    .dense = plain_dense,
    .frames_max = plain_frames_max,
    .depthwise = plain_depthwise,
};

const struct conv_kernel *
conv_find(const char *name)
{
#ifdef CPU_AVX2
	if (strcmp(name, "avx2") == 0)
		return cpu_has_avx2() ? &conv_avx2 : NULL;
	if (strcmp(name, "avx512") == 0)
		return cpu_has_avx512() ? &conv_avx512 : NULL;
#endif
	if (strcmp(name, "baseline") == 0)
		return &conv_baseline;
	return strcmp(name, "plain") == 0 ? &conv_plain : NULL;
}

size_t
conv_panels(size_t n_out)
{
	return (n_out + CONV_PANEL - 1) / CONV_PANEL;
}

size_t
conv_strided(size_t n, size_t stride)
{
	return (n + stride - 1) / stride;
}

size_t
conv_first_row(const struct conv_map *map, size_t row)
{
	size_t before = (map->size - 1) / 2, first = row * map->stride;

	return first > before ? first - before : 0;
}

size_t
conv_packed_len(size_t n_taps, size_t n_out)
{
	return conv_panels(n_out) * n_taps * CONV_PANEL;
}

void
conv_pack(const float *weights, size_t n_taps, size_t n_out, float *panels)
{
	for (size_t first = 0; first < n_out; first += CONV_PANEL) {
		size_t n = n_out - first < CONV_PANEL ? n_out - first : CONV_PANEL;

		for (size_t k = 0; k < n_taps; k++, panels += CONV_PANEL) {
			memset(panels, 0, CONV_PANEL * sizeof(*panels));
			memcpy(panels, &weights[k * n_out + first], n * sizeof(*panels));
		}
	}
}
