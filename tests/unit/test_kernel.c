/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "dsp/chroma.h"
#include "dsp/dct.h"
#include "dsp/kernel.h"

/* Every kernel that this machine has, against the plain one. */
static const char *const names[] = {"baseline", "avx2", "avx512"};

#define N_NAMES (sizeof(names) / sizeof(names[0]))

static const struct kernel *
plain(void)
{
	return kernel_find("plain");
}

/* n numbers at a vector's alignment, uniform in [low, high) */
static float *
noise(size_t n, double low, double high, uint64_t seed)
{
	float *x = xalignedarray(n, sizeof(*x));
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)(low + (high - low) * rng_uniform(&rng));
	return x;
}

static double
snr_db(const float *x, const float *reference, size_t n)
{
	double signal = 0, error = 1e-300;

	for (size_t i = 0; i < n; i++) {
		double d = (double)x[i] - (double)reference[i];

		signal += (double)reference[i] * (double)reference[i];
		error += d * d;
	}
	return 10 * log10(signal / error);
}

static void
check_power(const struct kernel *k, size_t n, size_t hop, int first, int n_windows)
{
	struct stft *s = stft_new(n, hop);
	size_t size = s->n_bins * LANES;
	float *hops = noise(hop * HOPS_ROW, -1, 1, n + hop), *got = noise(size, 5, 6, 1);
	float *expected = noise(size, 7, 8, 2);
	double db;

	plain()->power(s, hops, first, n_windows, expected);
	k->power(s, hops, first, n_windows, got);
	db = snr_db(got, expected, size);
	if (!(db >= 90))
		print_error("%s: n %zu, hop %zu, %d windows from %d on: %g dB\n", k->name, n, hop,
		    n_windows, first, db);
	assert_true(db >= 90);
	for (size_t i = 0; i < size; i++)
		assert_true((int)(i % LANES) < n_windows || got[i] == 0);
	free(hops);
	free(got);
	free(expected);
	stft_free(s);
}

static void
test_power(void **state)
{
	static const size_t sizes[] = {32, 64, 128, 256, 512, 1024, 2048, 4096, 100, 1200};

	(void)state;
	for (size_t i = 0; i < N_NAMES; i++) {
		const struct kernel *k = kernel_find(names[i]);

		for (size_t j = 0; k != NULL && j < sizeof(sizes) / sizeof(sizes[0]); j++) {
			for (int n_windows = 1; n_windows <= LANES; n_windows++)
				check_power(k, sizes[j], sizes[j] / 4, 0, n_windows);
			check_power(k, sizes[j], sizes[j] / 4, 1, LANES);
			for (int first = 0; first <= 3; first++)
				check_power(k, sizes[j], sizes[j] / 2, first, LANES);
			check_power(k, sizes[j], sizes[j] * 5 / 16, 0, LANES);
			check_power(k, sizes[j], sizes[j], 4, 3);
		}
		if (k != NULL)
			check_power(k, 1500, 300, 0, LANES); /* five hops */
	}
}

/* the plain kernel itself, against the definition */
static void
test_plain_power(void **state)
{
	struct stft *s = stft_new(64, 16);
	float *hops = noise(16 * HOPS_ROW, -1, 1, 9), *got = noise(33 * LANES, 0, 1, 1);

	(void)state;
	plain()->power(s, hops, 1, 3, got);
	for (int lane = 0; lane < LANES; lane++) {
		for (int k = 0; k <= 32; k++) {
			double re = 0, im = 0;

			for (int i = 0; i < 64 && lane < 3; i++) {
				double w = 0.5 - 0.5 * cos(2 * M_PI * i / 64);

				w *= (double)hops[i % 16 * HOPS_ROW + 1 + lane + i / 16];
				re += w * cos(2 * M_PI * i * k / 64);
				im += w * sin(2 * M_PI * i * k / 64);
			}
			assert_near((double)got[k * LANES + lane], re * re + im * im, 1e-4);
		}
	}
	free(hops);
	free(got);
	stft_free(s);
}

static void
check_interleave(const struct kernel *k, size_t hop, size_t n_hops)
{
	float *hops = noise(hop * HOPS_ROW, 5, 6, 1), *signal = noise(hop * HOPS, -1, 1, hop);

	/* exactly the samples that may be read: a sanitizer sees one more */
	signal = xreallocarray(signal, hop * n_hops, sizeof(*signal));
	k->interleave(signal, hop, (int)n_hops, hops);
	for (size_t i = 0; i < hop; i++) {
		for (size_t h = 0; h < HOPS; h++)
			assert_true(
			    hops[i * HOPS_ROW + h] == (h < n_hops ? signal[h * hop + i] : 0));
	}
	free(hops);
	free(signal);
}

static void
test_interleave(void **state)
{
	const struct kernel *all[] = {
	    plain(), kernel_find("baseline"), kernel_find("avx2"), kernel_find("avx512")};

	(void)state;
	for (int k = 0; k < 4; k++) {
		for (size_t hop = 4; all[k] != NULL && hop <= 36; hop += 8) {
			for (size_t n_hops = 0; n_hops <= HOPS; n_hops++)
				check_interleave(all[k], hop, n_hops);
		}
	}
}

static void
test_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_NAMES; i++) {
		const struct kernel *k = kernel_find(names[i]);
		float a[2][LANES], b[2][LANES];

		for (size_t n = 1; k != NULL && n <= 1025; n = n < 20 ? n + 1 : n * 2 - 1) {
			float *power = noise(n * LANES, 0, 2, n);

			for (size_t bin = 0; bin < n; bin++) {
				power[bin * LANES + 2] = 0;                    /* silence */
				power[bin * LANES + 3] = bin == n / 2 ? 1 : 0; /* one line */
				power[bin * LANES + 4] = 1e-38f;
				power[bin * LANES + 5] = 1e30f;
			}
			plain()->shape(power, n, a[0], a[1]);
			k->shape(power, n, b[0], b[1]);
			for (int lane = 0; lane < LANES; lane++) {
				assert_near((double)b[0][lane], (double)a[0][lane],
				    1e-6 * (double)a[0][lane] + 1e-6);
				assert_true(b[1][lane] == a[1][lane]);
			}
			assert_true(b[0][2] == 0 && b[1][2] == 0);
			assert_true(b[0][3] == (float)(n / 2) && b[1][3] == (float)(n / 2));
			free(power);
		}
	}
}

static void
test_plain_shape(void **state)
{
	/* magnitudes 1 2 3 4: centroid (2+6+12)/10, 0.85 * 10 is reached at 1+2+3+4 */
	float power[4 * LANES] = {0}, centroid[LANES], rolloff[LANES];

	(void)state;
	for (int k = 0; k < 4; k++) {
		power[k * LANES] = (float)((k + 1) * (k + 1));
		power[k * LANES + 1] = (float)((4 - k) * (4 - k));
	}
	plain()->shape(power, 4, centroid, rolloff);
	assert_near((double)centroid[0], 2, 1e-6);
	assert_true(rolloff[0] == 3);
	assert_near((double)centroid[1], 1, 1e-6);
	assert_true(rolloff[1] == 2); /* 4+3+2 = 9 >= 8.5 */
}

static void
test_mel_db(void **state)
{
	struct mel *m = mel_new(128, 1024, 22050, 11025);
	float *power = noise(513 * LANES, 0, 1, 3), *a = noise(128 * LANES, 0, 1, 1);
	float *b = noise(128 * LANES, 0, 1, 2);

	(void)state;
	for (int bin = 0; bin < 513; bin++) {
		power[bin * LANES + 1] *= 1e-9f;
		power[bin * LANES + 2] = 0;
		power[bin * LANES + 3] *= 1e20f;
		power[bin * LANES + 4] *= 1e-30f;
	}
	for (size_t i = 0; i < N_NAMES; i++) {
		const struct kernel *k = kernel_find(names[i]);

		if (k == NULL)
			continue;
		plain()->mel_db(m, power, a);
		k->mel_db(m, power, b);
		for (int j = 0; j < 128 * LANES; j++)
			assert_near((double)b[j], (double)a[j], 2e-5 + 2e-7 * fabs((double)a[j]));
		for (int band = 0; band < 128; band++)
			assert_near((double)b[band * LANES + 2], -100, 1e-5);
		/* silence must be the same number in every band, or its mfcc are not zero */
		for (int band = 1; band < 128; band++)
			assert_true(b[band * LANES + 2] == b[2]);
	}
	free(power);
	free(a);
	free(b);
	mel_free(m);
}

/* in every kernel, silence and what nothing weighs too */
static void
test_mel_ln(void **state)
{
	struct mel *m = mel_new_kaldi(128, 1024, 32000, 15000);
	float *power = noise(513 * LANES, 0, 1, 3), *ln = noise(128 * LANES, 0, 1, 1);

	(void)state;
	for (int bin = 0; bin < 513; bin++) {
		power[bin * LANES + 1] *= 1e-9f;
		power[bin * LANES + 2] = 0;
		power[bin * LANES + 3] *= 1e30f;
	}
	for (size_t i = 0; i < N_NAMES; i++) {
		const struct kernel *k = kernel_find(names[i]);

		if (k == NULL)
			continue;
		k->mel_ln(m, power, 1e-5f, ln);
		for (size_t j = 0; j < 128 * LANES; j++) {
			const struct mel_band *band = &m->bands[j / LANES];
			double sum = 0;

			for (size_t n = 0; n < band->n_bins; n++)
				sum += (double)m->weights[band->first_weight + n] *
				    (double)power[(band->first_bin + n) * LANES + j % LANES];
			assert_near((double)ln[j], log(sum + 1e-5), 1e-5);
		}
	}
	free(power);
	free(ln);
	mel_free(m);
}

static void
test_plain_mel_db(void **state)
{
	struct mel *m = mel_new(10, 256, 8000, 4000);
	float *power = noise(129 * LANES, 0, 1, 8), db[10 * LANES];

	(void)state;
	plain()->mel_db(m, power, db);
	for (size_t b = 0; b < 10; b++) {
		double sum = 0;

		for (size_t i = 0; i < m->bands[b].n_bins; i++)
			sum += (double)m->weights[m->bands[b].first_weight + i] *
			    (double)power[(m->bands[b].first_bin + i) * LANES + 5];
		assert_near((double)db[b * LANES + 5], 10 * log10(sum), 1e-4);
	}
	free(power);
	mel_free(m);
}

static void
check_transform(const struct kernel *k, size_t n_out, size_t n_in, float floor)
{
	float *matrix = noise(n_out * n_in, -1, 1, 1), *in = noise(n_in * LANES, -50, 50, 2);
	float *origin = noise(LANES, -10, 10, 3), *out = noise(n_out * LANES + 1, 9, 10, 4);
	float after = out[n_out * LANES];

	k->transform(matrix, n_out, n_in, in, floor, origin, out);
	for (size_t o = 0; o < n_out; o++) {
		for (size_t lane = 0; lane < LANES; lane++) {
			double sum = 0;

			for (size_t i = 0; i < n_in; i++)
				sum += (double)matrix[i * n_out + o] *
				    (fmax((double)in[i * LANES + lane], (double)floor) -
					(double)origin[lane]);
			assert_near((double)out[o * LANES + lane], sum, 1e-4 * sqrt((double)n_in));
		}
	}
	assert_true(out[n_out * LANES] == after);
	free(matrix);
	free(in);
	free(origin);
	free(out);
}

static void
test_transform(void **state)
{
	const struct kernel *all[] = {
	    plain(), kernel_find("baseline"), kernel_find("avx2"), kernel_find("avx512")};

	(void)state;
	for (int i = 0; i < 4; i++) {
		for (size_t n_out = 1; all[i] != NULL && n_out <= 30; n_out++)
			check_transform(all[i], n_out, 128, -20);
		if (all[i] != NULL)
			check_transform(all[i], 12, 513, -1000);
	}
}

static void
test_rise(void **state)
{
	const struct kernel *all[] = {
	    plain(), kernel_find("baseline"), kernel_find("avx2"), kernel_find("avx512")};
	float *db = noise(128 * LANES, -80, 20, 1), *before = noise(128 * LANES, -80, 20, 2);

	(void)state;
	for (int i = 0; i < 4; i++) {
		float flux[LANES];

		if (all[i] == NULL)
			continue;
		all[i]->flux(db, before, 128, -30, flux);
		for (int lane = 0; lane < LANES; lane++) {
			double sum = 0;

			for (int b = 0; b < 128; b++) {
				double now = fmax((double)db[b * LANES + lane], -30);
				double then =
				    fmax((double)(lane > 0 ? db[b * LANES + lane - 1]
							   : before[b * LANES + LANES - 1]),
					-30);

				sum += fmax(now - then, 0);
			}
			assert_near((double)flux[lane], sum, 1e-3);
		}
	}
	free(db);
	free(before);
}

/*
 * Each window by its own energy, also where that is none or far less than the others'. Windows with
 * sound at one end alone, where Hann's window is next to nothing, are what the tolerance is for.
 */
static void
check_sliding(const struct kernel *k, size_t window_len, size_t n_windows)
{
	struct sliding *s = sliding_new(window_len);
	float *x = noise(n_windows + window_len, 0, 1, n_windows);
	double *got = xcalloc(s->n_bins, sizeof(*got)),
	       *expected = xcalloc(s->n_bins, sizeof(*got));

	for (size_t i = 0; i < n_windows + window_len; i++) {
		if (i / 50 % 3 == 1)
			x[i] *= 1e-3f;
		if (i >= 10 && i < 10 + window_len + 5)
			x[i] = 0;
	}
	for (size_t t = 0; t < n_windows; t++) {
		double energy = 0;

		for (size_t i = 0; i < window_len; i++)
			energy += pow((double)s->window[i] * (double)x[t + i], 2);
		for (size_t bin = 0; bin < s->n_bins && energy > 0; bin++) {
			double re = 0, im = 0, step = M_PI * (double)bin / (double)window_len;

			for (size_t i = 0; i < window_len; i++) {
				re +=
				    (double)s->window[i] * (double)x[t + i] * cos(step * (double)i);
				im +=
				    (double)s->window[i] * (double)x[t + i] * sin(step * (double)i);
			}
			expected[bin] += (re * re + im * im) / energy;
		}
	}
	for (size_t bin = 0; bin < s->n_bins; bin++)
		got[bin] = (double)bin;
	k->sliding_power(s, x, n_windows, got);
	for (size_t bin = 0; bin < s->n_bins; bin++)
		assert_near(got[bin] - (double)bin, expected[bin], 2e-4 * (1 + expected[bin]));
	free(x);
	free(got);
	free(expected);
	sliding_free(s);
}

static void
test_sliding_power(void **state)
{
	const struct kernel *all[] = {
	    plain(), kernel_find("baseline"), kernel_find("avx2"), kernel_find("avx512")};

	(void)state;
	for (int i = 0; i < 4; i++) {
		static const size_t counts[] = {1, 2, 7, 8, 9, 31, 32, 33, 64, 200};

		for (size_t j = 0; all[i] != NULL && j < sizeof(counts) / sizeof(counts[0]); j++) {
			check_sliding(all[i], 32, counts[j]);
			check_sliding(all[i], 44, counts[j]);
			check_sliding(all[i], 100, counts[j]);
		}
	}
	sliding_free(NULL);
}

static void
test_peaks(void **state)
{
	const struct kernel *all[] = {
	    plain(), kernel_find("baseline"), kernel_find("avx2"), kernel_find("avx512")};
	float *power = noise(64 * LANES, 0, 1, 3);

	(void)state;
	power[20 * LANES + 3] = power[21 * LANES + 3] = 2; /* a plateau begins with its peak */
	for (int i = 0; i < 4; i++) {
		uint8_t peaks[64];

		if (all[i] == NULL)
			continue;
		memset(peaks, 0xaa, sizeof(peaks));
		all[i]->peaks(power, 64, 5, 60, 0.5f, peaks);
		for (size_t k = 0; k < 64; k++) {
			for (size_t lane = 0; lane < LANES; lane++) {
				const float *p = &power[k * LANES + lane];
				float top = 0;

				for (size_t j = 0; j < 64; j++)
					top = fmaxf(top, power[j * LANES + lane]);
				if (k < 5 || k >= 60)
					assert_int_equal(peaks[k], 0xaa);
				else
					assert_int_equal(peaks[k] >> lane & 1,
					    *p > top / 2 && *p > p[-LANES] && *p >= p[LANES]);
			}
		}
	}
	free(power);
}

static int
by_size(const void *a, const void *b)
{
	double x = (double)*(const float *)a, y = (double)*(const float *)b;

	return (x > y) - (x < y);
}

/* against a sort of each lane */
static void
check_extremes(const struct kernel *k, const float *power, size_t n_bins, size_t n)
{
	float peak[LANES], valley[LANES];

	k->extremes_db(power, n_bins, n, peak, valley);
	for (size_t lane = 0; lane < LANES; lane++) {
		double low = 0, high = 0;
		float sorted[500];

		for (size_t i = 0; i < n_bins; i++)
			sorted[i] = power[i * LANES + lane];
		qsort(sorted, n_bins, sizeof(*sorted), by_size);
		for (size_t i = 0; i < n; i++) {
			low += (double)sorted[i] / (double)n;
			high += (double)sorted[n_bins - 1 - i] / (double)n;
		}
		assert_near((double)peak[lane], 10 * log10(fmax(high, 1e-10)), 3e-5);
		assert_near((double)valley[lane], 10 * log10(fmax(low, 1e-10)), 3e-5);
	}
}

static void
test_extremes(void **state)
{
	const struct kernel *all[] = {
	    plain(), kernel_find("baseline"), kernel_find("avx2"), kernel_find("avx512")};
	float *power = noise(500 * LANES, 0, 1, 3);

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		power[i * LANES + 1] = (float)i; /* in order, either way */
		power[i * LANES + 2] = (float)(500 - i);
		power[i * LANES + 3] = 0;
		power[i * LANES + 4] = i % 3 == 0 ? 1 : 2; /* many alike */
		power[i * LANES + 5] *= i % 100 == 7 ? 1e15f : 1e-15f;
	}
	for (int k = 0; k < 4; k++) {
		for (size_t n = 1; all[k] != NULL && n <= EXTREMES_MAX; n++) {
			for (size_t n_bins = n; n_bins <= 500; n_bins += n_bins < 40 ? 1 : 51)
				check_extremes(all[k], power, n_bins, n);
		}
	}
	free(power);
}

static void
test_power_rms(void **state)
{
	const struct kernel *all[] = {
	    plain(), kernel_find("baseline"), kernel_find("avx2"), kernel_find("avx512")};
	float *power = noise(1025 * LANES, 0, 1, 5);

	(void)state;
	for (size_t i = 0; i < 1025; i++) {
		power[i * LANES + 1] = 0;
		power[i * LANES + 2] *= 1e30f; /* squares would be infinite, or nothing */
		power[i * LANES + 3] *= 1e-30f;
		power[i * LANES + 4] = i == 0 || i == 1024 ? 1 : 0;
	}
	for (size_t n = 16; n <= 2048; n *= 2) {
		for (int k = 0; k < 4; k++) {
			float rms[LANES];

			if (all[k] == NULL)
				continue;
			all[k]->power_rms(power, n, rms);
			for (size_t lane = 0; lane < LANES; lane++) {
				double sum = 0;

				for (size_t i = 0; i < n; i++) { /* both halves */
					size_t bin = i <= n / 2 ? i : n - i;
					double p = (double)power[bin * LANES + lane];

					sum += p * p;
				}
				sum = sqrt(sum) / (double)n;
				assert_near((double)rms[lane], sum, 1e-6 * sum);
			}
		}
	}
	free(power);
}

static void
test_find(void **state)
{
	(void)state;
	assert_string_equal(kernel_find("plain")->name, "plain");
	assert_string_equal(kernel_find("baseline")->name, "baseline");
	assert_null(kernel_find("none"));
	assert_null(kernel_find(""));
	assert_non_null(kernel_find(NULL));
	if (kernel_find("avx512") != NULL)
		assert_ptr_equal(kernel_find(NULL), kernel_find("avx512"));
	else if (kernel_find("avx2") != NULL)
		assert_ptr_equal(kernel_find(NULL), kernel_find("avx2"));
}

RUN_TESTS(cmocka_unit_test(test_interleave), cmocka_unit_test(test_power),
    cmocka_unit_test(test_plain_power), cmocka_unit_test(test_shape),
    cmocka_unit_test(test_plain_shape), cmocka_unit_test(test_mel_db),
    cmocka_unit_test(test_mel_ln), cmocka_unit_test(test_plain_mel_db),
    cmocka_unit_test(test_transform), cmocka_unit_test(test_rise),
    cmocka_unit_test(test_sliding_power), cmocka_unit_test(test_peaks),
    cmocka_unit_test(test_extremes), cmocka_unit_test(test_power_rms), cmocka_unit_test(test_find))
