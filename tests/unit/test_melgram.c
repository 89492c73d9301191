/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "dsp/mel.h"
#include "dsp/melgram.h"

#define N_FFT 1024
#define BINS (N_FFT / 2 + 1)
#define RATE 22050
#define MFCC 20
#define WINDOWS_MAX 40
#define BANDS MELGRAM_BANDS

/* power of window t, bin k: noise that grows louder, by more than the range of decibels */
static double
power_at(size_t t, size_t k)
{
	struct rng rng;

	rng_seed(&rng, t * 1000 + k);
	return rng_uniform(&rng) * pow(10, (double)t / 2 - 8);
}

/* docs/seed.md 5, in double: db[n][BANDS] */
static void
naive_db(size_t n, double (*db)[BANDS])
{
	struct mel *mel = mel_new(BANDS, N_FFT, RATE, RATE / 2.0);
	double most = -1000;

	for (size_t t = 0; t < n; t++) {
		for (size_t b = 0; b < BANDS; b++) {
			double sum = 0;

			for (size_t i = 0; i < mel->bands[b].n_bins; i++)
				sum += (double)mel->weights[mel->bands[b].first_weight + i] *
				    power_at(t, mel->bands[b].first_bin + i);
			db[t][b] = 10 * log10(fmax(sum, 1e-10));
			most = fmax(most, db[t][b]);
		}
	}
	for (size_t i = 0; i < n * BANDS; i++)
		db[i / BANDS][i % BANDS] = fmax(db[i / BANDS][i % BANDS], most - 80);
	mel_free(mel);
}

static double
naive_mfcc(const double *db, int i)
{
	double sum = 0;

	for (int b = 0; b < BANDS; b++)
		sum += db[b] * cos(M_PI * i * (2 * b + 1) / (2 * BANDS));
	return sum * sqrt((i == 0 ? 1.0 : 2.0) / BANDS);
}

static double
naive_flux(double (*db)[BANDS], size_t t)
{
	double sum = 0;

	for (int b = 0; b < BANDS && t >= 3; b++)
		sum += fmax(0, db[t - 2][b] - db[t - 3][b]);
	return sum / BANDS;
}

static void
add_all(struct melgram *m, const struct kernel *kernel, size_t n)
{
	float *power = xalignedarray(BINS * LANES, sizeof(*power));

	for (size_t at = 0; at < n; at += LANES) {
		for (size_t i = 0; i < BINS * LANES; i++)
			power[i] =
			    at + i % LANES >= n ? 0 : (float)power_at(at + i % LANES, i / LANES);
		melgram_add(m, kernel, power, n - at < LANES ? (int)(n - at) : LANES);
	}
	free(power);
}

static void
check(struct melgram *m, const struct kernel *kernel, size_t n)
{
	static double db[WINDOWS_MAX][BANDS];
	static float values[MFCC][WINDOWS_MAX], flux[WINDOWS_MAX];
	float *mfcc[MFCC];

	for (int i = 0; i < MFCC; i++)
		mfcc[i] = values[i];
	naive_db(n, db);
	add_all(m, kernel, n);
	melgram_mfcc(m, kernel, mfcc);
	melgram_flux(m, kernel, flux);
	for (size_t t = 0; t < n; t++) {
		for (int i = 0; i < MFCC; i++)
			assert_near((double)mfcc[i][t], naive_mfcc(db[t], i), 2e-3);
		assert_near((double)flux[t], naive_flux(db, t), 1e-4);
	}
}

static void
test_against_the_definition(void **state)
{
	const struct kernel *all[] = {kernel_find("plain"), kernel_find("baseline"),
	    kernel_find("avx2"), kernel_find("avx512")};
	struct arena *arena = arena_new();
	struct melgram *m = melgram_new(arena, N_FFT, RATE, MFCC);

	(void)state;
	for (int k = 0; k < 4; k++) {
		/* a longer segment leaves nothing to a shorter one */
		for (size_t n = WINDOWS_MAX; all[k] != NULL && n > 0; n = n > 9 ? n - 5 : n - 1) {
			check(m, all[k], n);
			melgram_reset(m);
		}
	}
	melgram_free(m);
	arena_free(arena);
	melgram_free(NULL);
}

/* every coefficient but the first is exactly zero, and the curve of onsets too */
static void
test_silence(void **state)
{
	struct arena *arena = arena_new();
	struct melgram *m = melgram_new(arena, N_FFT, RATE, 2);
	float *power = xcalloc(BINS * LANES, sizeof(*power));
	float first[LANES], second[LANES], flux[LANES];

	(void)state;
	melgram_add(m, kernel_find(NULL), power, LANES);
	melgram_mfcc(m, kernel_find(NULL), (float *[]){first, second});
	melgram_flux(m, kernel_find(NULL), flux);
	for (int t = 0; t < LANES; t++) {
		assert_near((double)first[t], -100 * sqrt(BANDS), 1e-3);
		assert_true(second[t] == 0 && flux[t] == 0);
	}
	free(power);
	melgram_free(m);
	arena_free(arena);
}

RUN_TESTS(cmocka_unit_test(test_against_the_definition), cmocka_unit_test(test_silence))
