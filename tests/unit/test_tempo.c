/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/tempo.h"

#define PER_S (22050 / 512.0)

static const char *const names[] = {"plain", "baseline", "avx2", "avx512"};

/* docs/seed.md 8 word for word, in double, without a Fourier transform */
static void
naive(const float *onset, size_t n, double *mean)
{
	double *padded = calloc(n + TEMPO_WINDOW, sizeof(*padded));

	for (size_t j = 0; j < 172; j++) {
		padded[j] = (double)onset[0] * (double)j / 172;
		padded[172 + n + j] = (double)onset[n - 1] * (double)(172 - (j + 1)) / 172;
	}
	for (size_t i = 0; i < n; i++)
		padded[172 + i] = (double)onset[i];
	memset(mean, 0, TEMPO_WINDOW * sizeof(*mean));
	for (size_t t = 0; t < n; t++) {
		double u[TEMPO_WINDOW], r[TEMPO_WINDOW] = {0};

		for (size_t i = 0; i < TEMPO_WINDOW; i++)
			u[i] = padded[t + i] *
			    (0.5 -
				0.5 * cos(2 * 3.14159265358979323846 * (double)i / TEMPO_WINDOW));
		for (size_t l = 0; l < TEMPO_WINDOW; l++) {
			for (size_t i = 0; i + l < TEMPO_WINDOW; i++)
				r[l] += u[i] * u[i + l];
		}
		for (size_t l = 0; l < TEMPO_WINDOW && r[0] > 0; l++)
			mean[l] += r[l] / r[0] / (double)n;
	}
	free(padded);
}

static void
test_against_the_definition(void **state)
{
	static const size_t lengths[] = {1, 2, 7, 8, 9, 100, 258, 430};
	struct tempo *t = tempo_new(PER_S);
	float onset[430];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 1);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		double expected[TEMPO_WINDOW], got[TEMPO_WINDOW];

		for (size_t k = 0; k < 430;
		     k++) /* loud, then quiet: where cancellation would show */
			onset[k] = (float)(rng_uniform(&rng) * (k < 200 ? 1 : 1e-4));
		naive(onset, lengths[i], expected);
		for (size_t k = 0; k < 3; k++) {
			if (kernel_find(names[k]) == NULL)
				continue;
			tempo_autocorrelation(t, kernel_find(names[k]), onset, lengths[i], got);
			for (size_t l = 0; l < TEMPO_WINDOW; l++)
				assert_near(got[l], expected[l], 2e-6);
		}
	}
	tempo_free(t);
	tempo_free(NULL);
}

/* a click every `period` values, on the beat */
static void
test_clicks(void **state)
{
	struct tempo *t = tempo_new(PER_S);

	(void)state;
	for (size_t period = 16; period <= 36; period++) {
		float onset[1290] = {0};
		double mean[TEMPO_WINDOW];

		for (size_t i = 5; i < 1290; i += period)
			onset[i] = 1;
		tempo_autocorrelation(t, kernel_find(NULL), onset, 1290, mean);
		assert_near(tempo_estimate(t, mean), 2583.984375 / (double)period, 1e-9);
	}
	tempo_free(t);
}

static void
test_silence(void **state)
{
	struct tempo *t = tempo_new(PER_S);
	float onset[50] = {0};
	double mean[TEMPO_WINDOW];

	(void)state;
	tempo_autocorrelation(t, kernel_find(NULL), onset, 50, mean);
	for (size_t l = 0; l < TEMPO_WINDOW; l++)
		assert_true(mean[l] == 0);
	assert_true(tempo_estimate(t, mean) == 120);
	tempo_free(t);
}

/* energies that vanish in single precision, and squares that do: no infinity, no NaN */
static void
test_next_to_nothing(void **state)
{
	struct tempo *t = tempo_new(PER_S);

	(void)state;
	for (float level = 1e-15f; level > 0; level /= 10) {
		float onset[400] = {0};
		double mean[TEMPO_WINDOW];

		onset[200] = onset[230] = level;
		for (size_t k = 0; k < 3; k++) {
			if (kernel_find(names[k]) == NULL)
				continue;
			tempo_autocorrelation(t, kernel_find(names[k]), onset, 400, mean);
			for (size_t l = 0; l < TEMPO_WINDOW; l++)
				assert_true(fabs(mean[l]) <= 1.001);
		}
	}
	tempo_free(t);
}

static void
test_estimate(void **state)
{
	struct tempo *t = tempo_new(PER_S);
	double mean[TEMPO_WINDOW] = {1};

	(void)state;
	assert_near(tempo_bpm(t, 1), 2583.984375, 1e-9);
	assert_near(tempo_log_prior(120), 0, 1e-15);
	assert_near(tempo_log_prior(60), -0.5, 1e-15);
	assert_near(tempo_log_prior(480), -2, 1e-15);
	assert_true(tempo_estimate(t, mean) == 120); /* lag 0 alone says nothing */
	mean[8] = 100;                               /* 323 bpm: past the limit */
	assert_true(tempo_estimate(t, mean) == 120);
	mean[9] = 0.001;
	assert_near(tempo_estimate(t, mean), 2583.984375 / 9, 1e-9);
	for (size_t l = 1; l < TEMPO_WINDOW; l++)
		mean[l] = 1; /* the prior alone: 117.45 is nearest to 120 by octaves */
	assert_near(tempo_estimate(t, mean), 2583.984375 / 22, 1e-9);
	tempo_free(t);
}

/* docs/extended.md 5: the first maximum of ln(1 + 1e6 G) + log prior */
static void
test_estimate_log(void **state)
{
	struct tempo *t = tempo_new(PER_S);
	double mean[TEMPO_WINDOW] = {0};
	struct rng rng;

	(void)state;
	rng_seed(&rng, 4);
	assert_true(tempo_estimate_log(t, mean) == 0);
	mean[0] = 1;
	assert_near(tempo_estimate_log(t, mean), 2583.984375 / 22, 1e-9); /* the prior alone */
	mean[8] = 1;
	assert_near(tempo_estimate_log(t, mean), 2583.984375 / 22, 1e-9);
	for (int run = 0; run < 100; run++) {
		double best = -1e9, expected = 0;

		for (int l = 1; l < TEMPO_WINDOW; l++)
			mean[l] = pow(rng_uniform(&rng), 20) -
			    1e-7; /* a transform may leave less than 0 */
		for (int l = 9; l < TEMPO_WINDOW; l++) {
			double octaves = log2(2583.984375 / l / 120);
			double score = log(1 + 1e6 * fmax(mean[l], 0)) - 0.5 * octaves * octaves;

			if (score > best) {
				best = score;
				expected = 2583.984375 / l;
			}
		}
		assert_near(tempo_estimate_log(t, mean), expected, 1e-9);
	}
	tempo_free(t);
}

RUN_TESTS(cmocka_unit_test(test_against_the_definition), cmocka_unit_test(test_clicks),
    cmocka_unit_test(test_silence), cmocka_unit_test(test_next_to_nothing),
    cmocka_unit_test(test_estimate), cmocka_unit_test(test_estimate_log))
