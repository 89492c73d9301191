/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "nn/conv.h"

static const char *const names[] = {"plain", "baseline", "avx2"};

#define N_NAMES (sizeof(names) / sizeof(names[0]))
#define OUT_MAX 40

/* exactly n numbers from -1 to 1, so that a sanitizer sees one more being read */
static float *
noise(size_t n, uint64_t seed)
{
	float *x = malloc(n * sizeof(*x));
	struct rng rng;

	assert_non_null(x);
	rng_seed(&rng, seed);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)(2 * rng_uniform(&rng) - 1);
	return x;
}

/* the definition, in double, for weights[n_rows][n_taps][n_out] */
static double
naive(const struct conv_walk *w, const float *x, const float *weights, size_t n_out,
    size_t position, size_t channel)
{
	double sum = 0;

	for (size_t r = 0; r < w->n_rows; r++) {
		for (size_t k = 0; k < w->n_taps; k++)
			sum +=
			    (double)x[position * w->step + r * w->row_stride + k * w->tap_stride] *
			    (double)weights[(r * w->n_taps + k) * n_out + channel];
	}
	return sum;
}

static void
check_panel(const struct conv_kernel *kernel, const struct conv_walk *w, const float *x,
    const float *weights, const float *panel, size_t n_out, size_t first)
{
	const size_t stride = CONV_PANEL + 3;
	float *out = noise(w->n_positions * stride, 3),
	      *untouched = noise(w->n_positions * stride, 3);
	float max[CONV_PANEL];
	double tolerance = 1e-6 * (double)(w->n_rows * w->n_taps) + 1e-6;

	kernel->sums(w, x, panel, out, stride);
	kernel->max(w, x, panel, max);
	for (size_t c = 0; c < CONV_PANEL; c++) {
		double largest = -1e9;

		for (size_t i = 0; i < w->n_positions; i++) {
			double sum =
			    first + c < n_out ? naive(w, x, weights, n_out, i, first + c) : 0;

			assert_near((double)out[i * stride + c], sum, tolerance);
			largest = fmax(largest, (double)out[i * stride + c]);
		}
		assert_true((double)max[c] == largest);
	}
	for (size_t i = 0; i < w->n_positions; i++) {
		for (size_t c = CONV_PANEL; c < stride; c++)
			assert_true(out[i * stride + c] == untouched[i * stride + c]);
	}
	free(out);
	free(untouched);
}

static void
check(struct conv_walk w, size_t n_out)
{
	size_t n_taps = w.n_rows * w.n_taps;
	float *x = noise((w.n_positions - 1) * w.step + (w.n_rows - 1) * w.row_stride +
		(w.n_taps - 1) * w.tap_stride + 1,
	    1);
	float *weights = noise(n_taps * n_out, 2), *panels = conv_pack(weights, n_taps, n_out);

	for (size_t i = 0; i < N_NAMES; i++) {
		const struct conv_kernel *kernel = conv_find(names[i]);

		if (kernel == NULL)
			continue;
		assert_string_equal(kernel->name, names[i]);
		for (size_t p = 0; p < conv_panels(n_out); p++)
			check_panel(kernel, &w, x, weights, panels + p * n_taps * CONV_PANEL, n_out,
			    p * CONV_PANEL);
	}
	free(x);
	free(weights);
	free(panels);
}

/* positions that fill tiles and that do not, windows of every form, channels that fill no panel */
static void
test_walks(void **state)
{
	(void)state;
	for (size_t n = CONV_TILE; n <= 3 * CONV_TILE + 1; n++) {
		check((struct conv_walk){n, 1, 7, 96, 38, 1}, 1);
		check((struct conv_walk){n, 1, 1, 0, 5, 96}, 16);
		check((struct conv_walk){n, 13, 1, 0, 7 * 13, 1}, 17);
		check((struct conv_walk){n, 2, 3, 5, 1, 1}, OUT_MAX);
	}
}

static void
test_names(void **state)
{
	(void)state;
	assert_null(conv_find("none"));
	assert_null(conv_find(""));
	assert_int_equal(conv_panels(1), 1);
	assert_int_equal(conv_panels(CONV_PANEL), 1);
	assert_int_equal(conv_panels(CONV_PANEL + 1), 2);
}

RUN_TESTS(cmocka_unit_test(test_walks), cmocka_unit_test(test_names))
