/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "nn/conv.h"

static const char *const names[] = {"plain", "baseline", "avx2", "avx512"};

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

static double
act_of(enum conv_act act, double x)
{
	if (act == CONV_RELU)
		return fmax(x, 0);
	return act == CONV_HARD_SWISH ? x * fmin(fmax(x + 3, 0), 6) / 6 : x;
}

/* the sums over taps, which lie between -n and n, beyond where hard swish bends */
static void
check_dense(const struct conv_kernel *kernel, const struct conv_walk *w, const float *x,
    const float *weights, const float *panels, size_t n_out, enum conv_act act, const float *add)
{
	size_t n = w->n_positions * n_out, n_taps = w->n_rows * w->n_taps;
	float *out = noise(n, 3), *bias = noise(n_out, 5);

	kernel->dense(w, x, panels, n_out, bias, act, add, out);
	for (size_t i = 0; i < n; i++) {
		double sum = naive(w, x, weights, n_out, i / n_out, i % n_out);

		sum = act_of(act, sum + (double)bias[i % n_out]);
		assert_near((double)out[i], sum + (add != NULL ? (double)add[i] : 0),
		    2e-6 * (double)n_taps + 1e-6);
	}
	free(out);
	free(bias);
}

static void
check_kernel(const struct conv_kernel *kernel, const struct conv_walk *w, const float *x,
    const float *weights, const float *panels, size_t n_out)
{
	float *add = noise(w->n_positions * n_out, 4);

	if (n_out % CONV_GROUP == 0) {
		check_dense(kernel, w, x, weights, panels, n_out, CONV_LINEAR, add);
		check_dense(kernel, w, x, weights, panels, n_out, CONV_RELU, NULL);
		check_dense(kernel, w, x, weights, panels, n_out, CONV_HARD_SWISH, NULL);
	}
	free(add);
}

static void
check(struct conv_walk w, size_t n_out)
{
	size_t n_taps = w.n_rows * w.n_taps;
	float *x = noise((w.n_positions - 1) * w.step + (w.n_rows - 1) * w.row_stride +
		(w.n_taps - 1) * w.tap_stride + 1,
	    1);
	float *weights = noise(n_taps * n_out, 2);
	float *panels = xalignedarray(conv_packed_len(n_taps, n_out), sizeof(*panels));

	conv_pack(weights, n_taps, n_out, panels);
	for (size_t i = 0; i < N_NAMES; i++) {
		const struct conv_kernel *kernel = conv_find(names[i]);

		if (kernel == NULL)
			continue;
		assert_string_equal(kernel->name, names[i]);
		check_kernel(kernel, &w, x, weights, panels, n_out);
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
	for (size_t n = CONV_POSITIONS_MIN; n <= 3 * CONV_POSITIONS_MIN + 1; n++) {
		check((struct conv_walk){n, 1, 7, 96, 38, 1}, 1);
		check((struct conv_walk){n, 1, 1, 0, 5, 96}, 16);
		check((struct conv_walk){n, 24, 1, 0, 24, 1}, 8);
		check((struct conv_walk){n, 2, 3, 50, 3, 1}, 24);
		check((struct conv_walk){n, 13, 1, 0, 7 * 13, 1}, 17);
		check((struct conv_walk){n, 2, 3, 5, 1, 1}, OUT_MAX);
	}
}

/* the definition, in double, at one place of the result */
static double
naive_deep(const struct conv_map *m, const float *x, const float *weights, size_t row,
    size_t column, size_t channel)
{
	long before = (long)(m->size - 1) / 2;
	double sum = 0;

	for (long r = 0; r < (long)m->size; r++) {
		for (long k = 0; k < (long)m->size; k++) {
			long i = (long)(row * m->stride) + r - before;
			long j = (long)(column * m->stride) + k - before;

			if (i >= 0 && j >= 0 && i < (long)m->rows && j < (long)m->columns)
				sum +=
				    (double)x[((size_t)i * m->columns + (size_t)j) * m->n_channels +
					channel] *
				    (double)
					weights[((size_t)r * m->size + (size_t)k) * m->n_channels +
					    channel];
		}
	}
	return sum;
}

static void
check_deep(struct conv_map m, enum conv_act act)
{
	size_t rows = conv_strided(m.rows, m.stride), columns = conv_strided(m.columns, m.stride);
	size_t n = m.n_channels;
	float *x = noise(m.rows * m.columns * n, 1), *weights = noise(m.size * m.size * n, 2);
	float *bias = noise(n, 3);
	size_t half = rows / 2; /* the rows in two calls */

	for (size_t i = 0; i < N_NAMES; i++) {
		const struct conv_kernel *kernel = conv_find(names[i]);
		float *out = noise(rows * columns * n, 4);

		if (kernel != NULL) {
			kernel->depthwise(&m, half, rows - half,
			    x + conv_first_row(&m, half) * m.columns * n, weights, bias, act,
			    out + half * columns * n);
			kernel->depthwise(&m, 0, half, x, weights, bias, act, out);
		}
		for (size_t k = 0; kernel != NULL && k < rows * columns * n; k++) {
			double sum =
			    naive_deep(&m, x, weights, k / n / columns, k / n % columns, k % n);

			assert_near((double)out[k], act_of(act, sum + (double)bias[k % n]), 2e-5);
		}
		free(out);
	}
	free(x);
	free(weights);
	free(bias);
}

/* maps smaller than the kernel, as wide as a tile of positions, and about */
static void
test_depthwise(void **state)
{
	(void)state;
	for (size_t size = 1; size <= 7; size += 2) {
		for (size_t stride = 1; stride <= 3; stride++) {
			for (size_t columns = 1; columns <= 30; columns++)
				check_deep((struct conv_map){1 + columns % 7, columns,
					       columns % 2 ? 8 : 24, size, stride},
				    columns % 3);
		}
	}
}

/* the definition of frames_max at one place and channel, in double */
static double
naive_frame(const float *products, size_t pitch, size_t t)
{
	double last = (double)products[(CONV_PRODUCTS - 1) * pitch];
	double sum = (double)products[0] + (t % 2 == 0 ? last : -last);

	for (size_t k = 1; k < CONV_DFT / 2; k++) {
		const float *p = &products[(3 * k - 2) * pitch];
		double angle = 2 * M_PI * (double)(k * t) / CONV_DFT;

		sum += 2 * ((double)p[0] - (double)p[2 * pitch]) * cos(angle) -
		    2 * ((double)p[0] + (double)p[pitch]) * sin(angle);
	}
	return sum;
}

static void
check_frames(const struct conv_kernel *kernel, size_t n_places, size_t n_frames)
{
	size_t pitch = n_places * CONV_PANEL;
	float *products = noise(CONV_PRODUCTS * pitch, 9), *max = noise(n_frames * CONV_PANEL, 10);

	kernel->frames_max(products, n_places, n_frames, max);
	for (size_t i = 0; i < n_frames * CONV_PANEL; i++) {
		double largest = -1e9;

		for (size_t place = 0; place < n_places; place++)
			largest = fmax(largest,
			    naive_frame(products + place * CONV_PANEL + i % CONV_PANEL, pitch,
				i / CONV_PANEL));
		assert_near((double)max[i], largest, 2e-5);
	}
	free(products);
	free(max);
}

static void
test_frames(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_NAMES; i++) {
		const struct conv_kernel *kernel = conv_find(names[i]);

		for (size_t n = 1; kernel != NULL && n <= CONV_DFT; n += 5) {
			check_frames(kernel, 1, n);
			check_frames(kernel, 7, n);
		}
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
	assert_int_equal(conv_strided(125, 2), 63);
	assert_int_equal(conv_strided(64, 2), 32);
	assert_int_equal(conv_first_row(&(struct conv_map){.size = 5, .stride = 2}, 1), 0);
	assert_int_equal(conv_first_row(&(struct conv_map){.size = 5, .stride = 2}, 2), 2);
}

RUN_TESTS(cmocka_unit_test(test_walks), cmocka_unit_test(test_depthwise),
    cmocka_unit_test(test_frames), cmocka_unit_test(test_names))
