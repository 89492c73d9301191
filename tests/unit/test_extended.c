/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/mel.h"
#include "features/set.h"

/*
 * docs/extended.md word for word: in double, the Fourier transform by its sum, the extremes by
 * a sort, the tempogram by products; onsets, trimming and the choice of a tempo have tests of their
 * own, so the signals here are such that they are plain.
 */
#define COLUMNS 54
#define LEN_MAX 20000
#define WINDOWS_MAX (LEN_MAX / 512 + 1)
#define BINS 1025
#define BANDS 7

static float signal[LEN_MAX];

/* beats of two tones and noise above a constant; then silence, and the rest is quieter */
static void
make_signal(size_t n)
{
	struct rng rng;

	rng_seed(&rng, 11);
	for (size_t i = 0; i < n; i++) {
		double beat = i % 4096 < 900 ? 1 : 0.5;
		double noise = rng_uniform(&rng) - 0.5;
		double gain = i < n / 2 ? 1 : i < n / 2 + n / 6 ? 0 : 0.2;

		signal[i] = (float)(0.2 +
		    gain * beat *
			(0.1 * sin((double)i * 0.1253) + 0.05 * sin((double)i * 0.511) +
			    0.5 * noise));
	}
}

/* power[BINS] of window t of the centred signal x[n] */
static void
naive_power(const double *x, size_t n, size_t t, double *power)
{
	static double cosine[2048], window[2048];

	for (size_t i = 0; i < 2048; i++) {
		long at = (long)(t * 512 + i) - 1024;

		cosine[i] = cos(2 * M_PI * (double)i / 2048);
		window[i] = at < 0 || at >= (long)n
		    ? 0
		    : x[at] * (0.5 - 0.5 * cos(2 * M_PI * (double)i / 2048));
	}
	for (size_t k = 0; k < BINS; k++) {
		double re = 0, im = 0;

		for (size_t i = 0; i < 2048; i++) {
			re += window[i] * cosine[i * k % 2048];
			im += window[i] * cosine[(i * k + 512) % 2048];
		}
		power[k] = re * re + im * im;
	}
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
decibels(double x)
{
	return 10 * log10(fmax(x, 1e-10));
}

/* peaks[BANDS] and valleys[BANDS] of a window, in decibels */
static void
naive_extremes(const double *power, double *peaks, double *valleys)
{
	static const int first[BANDS + 1] = {0, 18, 37, 74, 148, 297, 594, 1025};
	static const int q[BANDS] = {1, 1, 1, 2, 3, 6, 9};

	for (int b = 0; b < BANDS; b++) {
		double sorted[500], high = 0, low = 0;
		int n = first[b + 1] - first[b];

		memcpy(sorted, power + first[b], (size_t)n * sizeof(double));
		qsort(sorted, (size_t)n, sizeof(double), by_size);
		for (int i = 0; i < q[b]; i++) {
			low += sorted[i] / q[b];
			high += sorted[n - 1 - i] / q[b];
		}
		peaks[b] = decibels(high);
		valleys[b] = decibels(low);
	}
}

static double
mean_of(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] / (double)n;
	return sum;
}

static double
std_of(const double *x, size_t n)
{
	double mean = mean_of(x, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (x[i] - mean) * (x[i] - mean) / (double)n;
	return sqrt(sum);
}

/* what the set says of the column "contrast_0_mean", or "tempo" with a negative number */
static double
got(const struct feature_set *set, const double *row, const char *what, int number,
    const char *moment)
{
	char name[40];

	snprintf(name, sizeof(name), "%s_%d_%s", what, number, moment);
	for (size_t c = 0; c < set->n_columns; c++) {
		if (strcmp(set->columns[c].name, number < 0 ? what : name) == 0)
			return row[c];
	}
	fail_msg("no column %s", name);
	return 0;
}

/* x[rows][WINDOWS_MAX], floored 80 below their largest value */
static void
floor_all(double (*x)[WINDOWS_MAX], int rows, size_t n)
{
	double most = -1000;

	for (size_t i = 0; i < (size_t)rows * n; i++)
		most = fmax(most, x[i / n][i % n]);
	for (size_t i = 0; i < (size_t)rows * n; i++)
		x[i / n][i % n] = fmax(x[i / n][i % n], most - 80);
}

static void
check_contrast(const struct feature_set *set, const double *row, double (*power)[BINS], size_t n)
{
	static double peaks[BANDS][WINDOWS_MAX], valleys[BANDS][WINDOWS_MAX], contrast[WINDOWS_MAX];

	for (size_t t = 0; t < n; t++) {
		double peak[BANDS], valley[BANDS];

		naive_extremes(power[t], peak, valley);
		for (int b = 0; b < BANDS; b++) {
			peaks[b][t] = peak[b];
			valleys[b][t] = valley[b];
		}
	}
	floor_all(peaks, BANDS, n);
	floor_all(valleys, BANDS, n);
	for (int b = 0; b < BANDS - 1; b++) {
		for (size_t t = 0; t < n; t++)
			contrast[t] = peaks[b][t] - valleys[b][t];
		assert_near(got(set, row, "contrast", b, "mean"), mean_of(contrast, n), 1e-3);
		assert_near(got(set, row, "contrast", b, "std"), std_of(contrast, n), 1e-3);
	}
}

static void
check_mfcc(const struct feature_set *set, const double *row, double (*power)[BINS], size_t n)
{
	static double db[128][WINDOWS_MAX], mfcc[WINDOWS_MAX];
	struct mel *mel = mel_new(128, 2048, 22050, 11025);

	for (size_t t = 0; t < n; t++) {
		for (int b = 0; b < 128; b++) {
			double sum = 0;

			for (size_t i = 0; i < mel->bands[b].n_bins; i++)
				sum += (double)mel->weights[mel->bands[b].first_weight + i] *
				    power[t][mel->bands[b].first_bin + i];
			db[b][t] = decibels(sum);
		}
	}
	floor_all(db, 128, n);
	for (int i = 0; i < 20; i++) {
		for (size_t t = 0; t < n; t++) {
			mfcc[t] = 0;
			for (int b = 0; b < 128; b++)
				mfcc[t] += db[b][t] * cos(M_PI * i * (2 * b + 1) / 256) *
				    sqrt((i == 0 ? 1 : 2) / 128.0);
		}
		if (i > 0)
			assert_near(got(set, row, "mfcc", i, "mean"), mean_of(mfcc, n), 1e-4);
		assert_near(got(set, row, "mfcc", i, "std"), std_of(mfcc, n), 1e-4);
	}
	mel_free(mel);
}

static void
check_rms(const struct feature_set *set, const double *row, double (*power)[BINS], size_t n)
{
	double rms[WINDOWS_MAX];

	for (size_t t = 0; t < n; t++) {
		double sum = 0;

		for (int k = 0; k < BINS; k++)
			sum += power[t][k] * power[t][k] * (k == 0 || k == BINS - 1 ? 0.5 : 1);
		rms[t] = sqrt(2 * sum) / 2048;
	}
	assert_near(got(set, row, "rms_cv", -1, ""), std_of(rms, n) / mean_of(rms, n), 1e-5);
}

static void
check(const struct feature_set *set, void *extractor, size_t n)
{
	static double x[LEN_MAX], power[WINDOWS_MAX][BINS];
	size_t n_windows = n / 512 + 1;
	double row[COLUMNS], mean = 0;

	make_signal(n);
	for (size_t i = 0; i < n; i++)
		mean += (double)signal[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		x[i] = (double)signal[i] - mean;
	for (size_t t = 0; t < n_windows; t++)
		naive_power(x, n, t, power[t]);
	set->push(extractor, signal, n);
	set->finish(extractor, row);
	check_contrast(set, row, power, n_windows);
	check_mfcc(set, row, power, n_windows);
	check_rms(set, row, power, n_windows);
}

static void
test_against_the_definition(void **state)
{
	static const char *const names[] = {"plain", "baseline", "avx2", "avx512"};
	const struct feature_set *set = feature_set_find("extended");

	(void)state;
	assert_int_equal(set->n_columns, COLUMNS);
	for (int k = 0; k < 4; k++) {
		const struct kernel *kernel = kernel_find(names[k]);
		void *extractor;

		if (kernel == NULL)
			continue;
		extractor = set->extractor_new(kernel, NULL);
		for (size_t n = LEN_MAX; n > 2000; n = n / 2 + 7)
			check(set, extractor, n);
		set->extractor_free(extractor);
	}
}

/* a click every half second: rate and tempo are theirs, with any level and any offset */
static void
test_clicks(void **state)
{
	enum { LEN = 10 * 22050, QUIET = 2 * 22050 };
	static float x[LEN + 2 * QUIET];
	const struct feature_set *set = feature_set_find("extended");
	void *extractor = set->extractor_new(kernel_find(NULL), NULL);
	struct rng rng;

	(void)state;
	for (int run = 0; run < 4; run++) {
		double row[COLUMNS], gain = run % 2 == 0 ? 1 : 0.01;
		size_t quiet = run < 2 ? 0 : QUIET; /* silence around it is trimmed */
		size_t n = LEN + 2 * quiet;

		rng_seed(&rng, 1);
		for (size_t i = 0; i < n; i++)
			x[i] = run == 1 ? 0.3f : 0;
		for (size_t i = 0; i < LEN; i++)
			x[quiet + i] += (float)(gain * (rng_uniform(&rng) - 0.5) *
			    (exp(-(double)(i % 11025) / 2000) + 0.1));
		set->push(extractor, x, n);
		set->finish(extractor, row);
		assert_near(got(set, row, "onset_rate", -1, ""), 2, 0.3);
		assert_near(got(set, row, "tempo", -1, ""), 120, 4);
	}
	set->extractor_free(extractor);
}

/* no column tells the level, or an offset */
static void
test_level(void **state)
{
	const struct feature_set *set = feature_set_find("extended");
	void *extractor = set->extractor_new(kernel_find(NULL), NULL);
	double row[COLUMNS], other[COLUMNS];

	(void)state;
	make_signal(LEN_MAX);
	set->push(extractor, signal, LEN_MAX);
	set->finish(extractor, row);
	for (int i = 0; i < LEN_MAX; i++)
		signal[i] = signal[i] / 4 - 0.5f;
	set->push(extractor, signal, LEN_MAX);
	set->finish(extractor, other);
	for (int c = 0; c < COLUMNS; c++)
		assert_near(other[c], row[c],
		    strncmp(set->columns[c].name, "contrast", 8) == 0 ? 2e-2 : 1e-3);
	set->extractor_free(extractor);
}

/* docs/extended.md 6: silence, any constant and a single sample */
static void
test_nothing(void **state)
{
	static float x[5000];
	const struct feature_set *set = feature_set_find("extended");
	void *extractor = set->extractor_new(kernel_find(NULL), NULL);
	double row[COLUMNS];

	(void)state;
	for (int run = 0; run < 6; run++) {
		for (size_t i = 0; i < 5000; i++)
			x[i] = run < 2 ? 0 : run < 4 ? 0.1f : -1e8f;
		set->push(extractor, x, run % 2 == 0 ? 5000 : 1);
		set->finish(extractor, row);
		for (int c = 0; c < COLUMNS; c++)
			assert_true(row[c] == 0);
	}
	set->extractor_free(extractor);
}

RUN_TESTS(cmocka_unit_test(test_against_the_definition), cmocka_unit_test(test_clicks),
    cmocka_unit_test(test_level), cmocka_unit_test(test_nothing))
