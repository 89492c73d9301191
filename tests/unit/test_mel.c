/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "dsp/mel.h"

#define RATE 22050.0

static void
check_band(const struct mel *m, size_t band, size_t first_bin, size_t n, const double *weights)
{
	const struct mel_band *b = &m->bands[band];

	assert_int_equal(b->first_bin, first_bin);
	if (n > 0)
		assert_true(b->n_bins >= n);
	for (size_t i = 0; i < n; i++)
		assert_near((double)m->weights[b->first_weight + i], weights[i], 1e-8);
}

/* rows of the filter bank of librosa 0.7.0 */
static void
test_short_bank(void **state)
{
	struct mel *m = mel_new(128, 1024, RATE, RATE / 2);
	double sum = 0;

	(void)state;
	assert_int_equal(m->n_weights, 1008);
	check_band(m, 0, 1, 2, (const double[]){0.03236570581793785, 0.01280723512172699});
	assert_int_equal(m->bands[0].n_bins, 2);
	check_band(m, 1, 2, 2, (const double[]){0.025962088257074356, 0.019210852682590485});
	check_band(m, 40, 48, 3,
	    (const double[]){0.0004014020087197423, 0.02778608165681362, 0.016194717958569527});
	check_band(m, 127, 486, 4,
	    (const double[]){0.00014095657388679683, 0.00040850008372217417, 0.000676043622661382,
		0.0009435871033929288});
	for (size_t i = 0; i < m->n_weights; i++)
		sum += (double)m->weights[i];
	assert_near(sum, 5.9416587051932765, 1e-5);
	mel_free(m);
}

static void
test_long_bank(void **state)
{
	struct mel *m = mel_new(128, 2048, RATE, RATE / 2);
	double sum = 0;

	(void)state;
	assert_int_equal(m->n_weights, 2018);
	check_band(m, 0, 1, 4,
	    (const double[]){0.016182852908968925, 0.03236570581793785, 0.028990088030695915,
		0.01280723512172699});
	check_band(m, 1, 3, 5,
	    (const double[]){0.00977923534810543, 0.025962088257074356, 0.03539370372891426,
		0.019210852682590485, 0.003027999075129628});
	check_band(m, 40, 96, 6,
	    (const double[]){0.0004014020087197423, 0.014093741774559021, 0.02778608165681362,
		0.029527638107538223, 0.016194717958569527, 0.0028617968782782555});
	check_band(m, 127, 971, 3,
	    (const double[]){
		7.184815331129357e-06, 0.00014095657388679683, 0.00027472834335640073});
	for (size_t i = 0; i < m->n_weights; i++)
		sum += (double)m->weights[i];
	assert_near(sum, 11.886681291211517, 1e-5);
	mel_free(m);
}

static void
test_bands_are_whole(void **state)
{
	(void)state;
	for (size_t n = 1024; n <= 2048; n *= 2) {
		struct mel *m = mel_new(128, n, RATE, RATE / 2);
		size_t at = 0;

		for (size_t b = 0; b < 128; b++) {
			assert_true(m->bands[b].n_bins > 0);
			assert_true(m->bands[b].first_bin + m->bands[b].n_bins <= n / 2 + 1);
			assert_int_equal(m->bands[b].first_weight, at);
			at += m->bands[b].n_bins;
		}
		assert_int_equal(at, m->n_weights);
		for (size_t i = 0; i < m->n_weights; i++)
			assert_true(m->weights[i] > 0);
		mel_free(m);
	}
	mel_free(NULL);
}

static void
test_scale(void **state)
{
	(void)state;
	assert_near(mel_from_hz(0), 0, 0);
	assert_near(mel_from_hz(200), 3, 1e-12);
	assert_near(mel_from_hz(1000), 15, 1e-12);
	assert_near(mel_from_hz(6400), 42, 1e-12);
	assert_near(mel_to_hz(15), 1000, 1e-9);
	assert_near(mel_to_hz(42), 6400, 1e-9);
	for (double hz = 10; hz < 20000; hz *= 1.3)
		assert_near(mel_to_hz(mel_from_hz(hz)), hz, hz * 1e-12);
}

/* the definition: triangles on Kaldi's scale, for every bin but the last; returns empty bands */
static size_t
check_kaldi(size_t n_bands)
{
	struct mel *m = mel_new_kaldi(n_bands, 1024, 32000, 15000);
	double step = 1127 * log(1 + 15000 / 700.0) / (double)(n_bands + 1);
	size_t n_empty = 0;

	for (size_t b = 0; b < n_bands; b++) {
		const struct mel_band *band = &m->bands[b];

		for (size_t k = 0; k <= 512; k++) {
			double x = 1127 * log(1 + 31.25 * (double)k / 700) / step - (double)b;
			size_t i = k - band->first_bin; /* huge below */

			assert_near(
			    i < band->n_bins ? (double)m->weights[band->first_weight + i] : 0,
			    k < 512 ? fmax(0, fmin(x, 2 - x)) : 0, 1e-6);
		}
		n_empty += band->n_bins == 0;
	}
	mel_free(m);
	return n_empty;
}

static void
test_kaldi(void **state)
{
	(void)state;
	assert_int_equal(check_kaldi(128), 0);
	assert_true(check_kaldi(300) > 0); /* narrower than a bin */
}

RUN_TESTS(cmocka_unit_test(test_short_bank), cmocka_unit_test(test_long_bank),
    cmocka_unit_test(test_bands_are_whole), cmocka_unit_test(test_scale),
    cmocka_unit_test(test_kaldi))
