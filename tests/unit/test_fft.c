/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/fft.h"

#define PI 3.14159265358979323846

static void
check_length(size_t n)
{
	struct fft *f = fft_new(n);
	float *x = malloc(n * sizeof(*x)), *before = malloc(n * sizeof(*x));
	float *got = malloc((n / 2 + 1) * 2 * sizeof(*got));
	double signal = 0, noise = 0;
	struct rng rng;

	rng_seed(&rng, n);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)(rng_uniform(&rng) - 0.5);
	memcpy(before, x, n * sizeof(*x));
	fft_real(f, x, got);
	assert_memory_equal(before, x, n * sizeof(*x));
	for (size_t k = 0; k <= n / 2; k++) {
		double re = 0, im = 0;

		for (size_t i = 0; i < n; i++) {
			double angle = -2 * PI * (double)(i * k % n) / (double)n;

			re += (double)x[i] * cos(angle);
			im += (double)x[i] * sin(angle);
		}
		signal += re * re + im * im;
		noise += (re - (double)got[2 * k]) * (re - (double)got[2 * k]);
		noise += (im - (double)got[2 * k + 1]) * (im - (double)got[2 * k + 1]);
	}
	if (!(noise <= signal * 1e-11))
		print_error("n = %zu: SNR %g dB\n", n, 10 * log10(signal / noise));
	assert_true(noise <= signal * 1e-11); /* 110 dB */
	fft_free(f);
	free(x);
	free(before);
	free(got);
}

static void
test_against_the_definition(void **state)
{
	(void)state;
	for (const size_t *n =
		 (const size_t[]){2, 4, 6, 10, 16, 30, 64, 100, 344, 512, 1000, 1024, 2048, 0};
	     *n != 0; n++)
		check_length(*n);
	fft_free(NULL);
}

RUN_TESTS(cmocka_unit_test(test_against_the_definition))
