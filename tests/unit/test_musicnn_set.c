/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "base/xmalloc.h"
#include "dsp/mel.h"
#include "features/set.h"
#include "io/safetensors.h"
#include "nn/musicnn.h"

#define COLUMNS 250
#define HOP 256
#define WINDOW 512
#define SONG 120000
#define PATCHES_MAX 4

static const struct feature_set *set;
static struct musicnn *net; /* which nobody trained */
static float song[SONG];

static int
set_up(void **state)
{
	float *weights = xalignedarray(MUSICNN_WEIGHTS, sizeof(*weights));
	struct rng rng;

	(void)state;
	set = feature_set_find("musicnn");
	rng_seed(&rng, 7);
	/* variances among them, so none below -0.001 */
	for (int i = 0; i < MUSICNN_WEIGHTS; i++)
		weights[i] = (float)(0.002 * (rng_uniform(&rng) - 0.4));
	net = musicnn_new(weights);
	free(weights);
	for (int i = 0; i < SONG; i++)
		song[i] = (float)((i % 9000 < 3000 ? 1 : 0.2) *
		    (0.3 * sin(i * 0.11) + 0.2 * sin((double)i * i * 1e-7) +
			0.1 * (rng_uniform(&rng) - 0.5)));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	musicnn_free(net);
	return 0;
}

static void
test_columns(void **state)
{
	(void)state;
	assert_int_equal(set->rate, 16000);
	assert_int_equal(set->n_columns, COLUMNS);
	for (size_t i = 1; i < COLUMNS; i++)
		assert_true(strcmp(set->columns[i - 1].name, set->columns[i].name) < 0);
	assert_string_equal(set->columns[0].name, "pen_000");
	assert_string_equal(set->columns[199].name, "pen_199");
	assert_string_equal(set->columns[249].name, "tag_soul");
}

struct taken {
	size_t n;
	float patch[PATCHES_MAX][MUSICNN_FRAMES][MUSICNN_BANDS];
};

static void
take(void *user, const float *patch)
{
	struct taken *t = user;

	assert_true(t->n < PATCHES_MAX);
	memcpy(t->patch[t->n++], patch, sizeof(t->patch[0]));
}

/* the patches of the first n samples */
static struct taken *
patches_of(const struct kernel *kernel, size_t n)
{
	struct taken *taken = xcalloc(1, sizeof(*taken));
	void *extractor = set->extractor_new(kernel, net);

	set->patches->divert(extractor, take, taken);
	set->push(extractor, song, n);
	set->finish(extractor, NULL);
	set->extractor_free(extractor);
	return taken;
}

/* mel[] of the window centred on `centre`, as defined: mirrored at the ends, in double */
static void
naive_mel(const struct mel *bank, long n, long centre, double *mel)
{
	double power[WINDOW / 2 + 1];

	for (int k = 0; k <= WINDOW / 2; k++) {
		double re = 0, im = 0;

		for (long i = 0; i < WINDOW; i++) {
			long at = labs(centre - WINDOW / 2 + i);
			double x = (double)song[at < n ? at : 2 * (n - 1) - at];

			x *= 0.5 - 0.5 * cos(2 * M_PI * (double)i / WINDOW);
			re += x * cos(2 * M_PI * (double)(i * k % WINDOW) / WINDOW);
			im += x * sin(2 * M_PI * (double)(i * k % WINDOW) / WINDOW);
		}
		power[k] = re * re + im * im;
	}
	for (int b = 0; b < MUSICNN_BANDS; b++) {
		mel[b] = 0;
		for (size_t i = 0; i < bank->bands[b].n_bins; i++)
			mel[b] += (double)bank->weights[bank->bands[b].first_weight + i] *
			    power[bank->bands[b].first_bin + i];
	}
}

/* half precision: half a unit, which is 2^-10 of the value or less */
static void
check_frame(const struct mel *bank, const float *frame, long n, long t)
{
	double mel[MUSICNN_BANDS];

	naive_mel(bank, n, t * HOP, mel);
	for (int b = 0; b < MUSICNN_BANDS; b++) {
		double unit = fmax(mel[b] / 1024, 6e-8);

		assert_near((pow(10, (double)frame[b]) - 1) / 1e4, mel[b],
		    0.51 * unit + 2e-6 * mel[b] + 1e-10);
	}
}

static void
test_log_mel(void **state)
{
	static const char *const kernels[] = {"plain", "baseline", "avx2", "avx512"};
	struct mel *bank = mel_new(MUSICNN_BANDS, WINDOW, 16000, 8000);
	const long n = 2 * 187 * HOP - 50; /* 374 frames */

	(void)state;
	assert_int_equal(bank->n_weights, 502);
	for (int i = 0; i < 4; i++) {
		const struct kernel *kernel = kernel_find(kernels[i]);
		struct taken *taken = kernel != NULL ? patches_of(kernel, (size_t)n) : NULL;

		if (taken == NULL)
			continue;
		assert_int_equal(taken->n, 2);
		for (long t = 0; t < 374; t += t == 186 || t == 0 || t == 372 ? 1
			 : t == 187                                           ? 185
									      : 62)
			check_frame(bank, taken->patch[t / 187][t % 187], n, t);
		free(taken);
	}
	mel_free(bank);
}

/* a frame every HOP samples and one more; what does not fill a patch is left over, but the first */
static void
test_lengths(void **state)
{
	static const struct {
		size_t n_samples, n_patches, n_frames;
	} cases[] = {
	    {1, 1, 1},
	    {HOP - 1, 1, 1},
	    {HOP, 1, 2},
	    {186 * HOP - 1, 1, 186},
	    {186 * HOP, 1, 187},
	    {186 * HOP + 1, 1, 187},
	    {373 * HOP - 1, 1, 187},
	    {373 * HOP, 2, 187},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct taken *taken = patches_of(kernel_find(NULL), cases[i].n_samples);
		size_t period = cases[i].n_frames;

		assert_int_equal(taken->n, cases[i].n_patches);
		for (size_t t = period; t < MUSICNN_FRAMES; t++)
			assert_memory_equal(taken->patch[0][t], taken->patch[0][t % period],
			    sizeof(taken->patch[0][t]));
		free(taken);
	}
}

/* however the samples come, the same bits come out: the mean of the rows of the patches */
static void
test_pieces(void **state)
{
	const size_t n = 2 * 187 * HOP;
	struct taken *taken = patches_of(kernel_find(NULL), n);
	void *extractor = set->extractor_new(kernel_find(NULL), net);
	double expected[COLUMNS] = {0}, row[COLUMNS];

	(void)state;
	for (size_t p = 0; p < taken->n; p++) {
		set->patches->compute(extractor, taken->patch[p][0], row);
		for (int i = 0; i < COLUMNS; i++)
			expected[i] += row[i] / 2;
	}
	set->push(extractor, song, 1000); /* of a segment that is dropped */
	set->reset(extractor);
	for (size_t piece = 1; piece <= n; piece = piece * 11 + 1) {
		for (size_t at = 0; at < n; at += piece)
			set->push(extractor, song + at, at + piece < n ? piece : n - at);
		set->finish(extractor, row);
		assert_memory_equal(row, expected, sizeof(row));
	}
	set->extractor_free(extractor);
	free(taken);
}

/* samples as loud as can be */
static void
test_loud(void **state)
{
	static float loud[2000];
	void *extractor = set->extractor_new(kernel_find(NULL), net);
	double row[COLUMNS];

	(void)state;
	for (int i = 0; i < 2000; i++)
		loud[i] = i % 3 == 0 ? 3e38f : -3e38f;
	set->push(extractor, loud, 2000);
	set->finish(extractor, row);
	for (int i = 0; i < COLUMNS; i++)
		assert_true(isfinite(row[i]));
	set->extractor_free(extractor);
}

/* of a file with one tensor of n zeros */
static void
refused(size_t n, const char *words)
{
	char *header = xasprintf(
		 "{\"x\":{\"dtype\":\"F32\",\"shape\":[%zu],\"data_offsets\":[0,%zu]}}", n, 4 * n),
	     error[256];
	size_t header_len = strlen(header), len = 8 + header_len + 4 * n;
	char *data = xcalloc(len, 1);
	struct safetensors *tensors;
	const char *why = NULL;

	data[0] = (char)header_len;
	memcpy(data + 8, header, header_len);
	tensors = safetensors_from_memory(data, len, "x", error, sizeof(error));
	assert_non_null(tensors);
	assert_null(set->weights->load(tensors, &why));
	assert_non_null(why);
	assert_says(why, words);
	safetensors_free(tensors);
	free(data);
	free(header);
}

static void
test_load(void **state)
{
	(void)state;
	refused(1, "number is wrong");
	refused(MUSICNN_WEIGHTS - 1, "number is wrong");
	refused(MUSICNN_WEIGHTS, "checksum");
	refused(MUSICNN_WEIGHTS + 1, "number is wrong");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_log_mel),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_pieces),
	    cmocka_unit_test(test_loud),
	    cmocka_unit_test(test_load),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
