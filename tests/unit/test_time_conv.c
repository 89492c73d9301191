/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "nn/time_conv.h"

static const char *const names[] = {"plain", "baseline", "avx2", "avx512"};

static float *
noise(size_t n, uint64_t seed)
{
	float *x = xalignedarray(n, sizeof(*x));
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)(2 * rng_uniform(&rng) - 1);
	return x;
}

/* the definition, in double: weights[n_frames][n_bands][n_out], zeros beyond the patch */
static double
naive(const float *patch, const float *weights, size_t n_frames, size_t n_bands, size_t n_out,
    size_t t, size_t channel)
{
	long first = (long)t - (long)((n_frames - 1) / 2);
	double largest = -INFINITY;

	for (size_t place = 0; place + n_bands <= TIME_BANDS; place++) {
		double sum = 0;

		for (long i = 0; i < (long)n_frames; i++) {
			const float *w = &weights[(size_t)i * n_bands * n_out + channel];

			for (size_t b = 0; first + i >= 0 && first + i < TIME_FRAMES && b < n_bands;
			     b++)
				sum += (double)patch[(first + i) * TIME_BANDS + (long)(place + b)] *
				    (double)w[b * n_out];
		}
		largest = fmax(largest, sum);
	}
	return largest;
}

static void
check_panels(const struct conv_kernel *kernel, const struct time_conv *conv, const float *patch,
    const double *expected, size_t n_out)
{
	static float max[TIME_FRAMES][CONV_PANEL];
	struct time_spectra *spectra = time_spectra_new();

	time_spectra_set(spectra, kernel, patch);
	for (size_t c = 0; c < n_out; c++) {
		if (c % CONV_PANEL == 0)
			time_conv_max(conv, kernel, spectra, c / CONV_PANEL, max);
		for (size_t t = 0; t < TIME_FRAMES; t++)
			assert_near((double)max[t][c % CONV_PANEL], expected[t * n_out + c], 1e-4);
	}
	time_spectra_free(spectra);
}

static void
check(size_t n_frames, size_t n_bands, size_t n_out)
{
	float *patch = noise((size_t)TIME_FRAMES * TIME_BANDS, 1);
	float *weights = noise(n_frames * n_bands * n_out, 2);
	double *expected = xcalloc(TIME_FRAMES * n_out, sizeof(*expected));
	struct time_conv *conv = time_conv_new(weights, n_frames, n_bands, n_out);

	for (size_t i = 0; i < TIME_FRAMES * n_out; i++)
		expected[i] = naive(patch, weights, n_frames, n_bands, n_out, i / n_out, i % n_out);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (conv_find(names[i]) != NULL)
			check_panels(conv_find(names[i]), conv, patch, expected, n_out);
	}
	time_conv_free(conv);
	free(patch);
	free(weights);
	free(expected);
}

static void
test_shapes(void **state)
{
	(void)state;
	check(7, 38, 17);
	check(7, 67, 16);
	check(7, 1, 3);
	check(32, 1, 17);
	check(64, 1, 5);
	check(128, 1, 16);
	check(32, 10, 2);
}

RUN_TESTS(cmocka_unit_test(test_shapes))
