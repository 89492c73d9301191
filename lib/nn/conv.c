/* SPDX-License-Identifier: MIT */
#include "nn/conv.h"

#include <string.h>

#include "base/xmalloc.h"
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

static void
plain_sums(
    const struct conv_walk *walk, const float *x, const float *panel, float *out, size_t out_stride)
{
	for (size_t i = 0; i < walk->n_positions; i++)
		sums_at(walk, x + i * walk->step, panel, out + i * out_stride);
}

static void
plain_max(const struct conv_walk *walk, const float *x, const float *panel, float *max)
{
	float sum[CONV_PANEL];

	sums_at(walk, x, panel, max);
	for (size_t i = 1; i < walk->n_positions; i++) {
		sums_at(walk, x + i * walk->step, panel, sum);
		for (size_t c = 0; c < CONV_PANEL; c++)
			max[c] = sum[c] > max[c] ? sum[c] : max[c];
	}
}

const struct conv_kernel conv_plain = {
    .name = "plain",
    .sums = plain_sums,
    .max = plain_max,
};

const struct conv_kernel *
conv_find(const char *name)
{
#ifdef CPU_AVX2
	if (strcmp(name, "avx2") == 0)
		return cpu_has_avx2() ? &conv_avx2 : NULL;
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

float *
conv_pack(const float *weights, size_t n_taps, size_t n_out)
{
	float *panels = xalignedarray(conv_panels(n_out) * n_taps * CONV_PANEL, sizeof(*panels));
	float *to = panels;

	for (size_t first = 0; first < n_out; first += CONV_PANEL) {
		size_t n = n_out - first < CONV_PANEL ? n_out - first : CONV_PANEL;

		for (size_t k = 0; k < n_taps; k++, to += CONV_PANEL) {
			memset(to, 0, CONV_PANEL * sizeof(*to));
			memcpy(to, &weights[k * n_out + first], n * sizeof(*to));
		}
	}
	return panels;
}
