/* SPDX-License-Identifier: MIT */
#include "mobilenet_tensors.h"

#include "dsp/fbank.h"
#include "dsp/mel.h"
#include "features/set.h"
#include "io/safetensors.h"

#define COLUMNS (384 + 527)
#define PIECE 320000
#define SONG (2 * PIECE + PIECE / 2)
#define PIECES_MAX 4
#define N_WEIGHTS 993439
#define BANDS MOBILENET_BANDS
#define FRAMES MOBILENET_FRAMES

static const struct feature_set *set;
static struct tensors *untrained; /* which nobody trained */
static struct mobilenet *net;     /* of them */
static float song[SONG];

static int
set_up(void **state)
{
	const char *why;
	struct rng rng;

	(void)state;
	set = feature_set_find("audioset");
	untrained = random_tensors(&mn04);
	net = mobilenet_new(find, untrained, &why);
	rng_seed(&rng, 7);
	for (int i = 0; i < SONG; i++)
		song[i] = (float)((i % 90000 < 30000 ? 1 : 0.2) *
		    (0.3 * sin(i * 0.11) + 0.2 * sin((double)i * i * 1e-7) +
			0.1 * (rng_uniform(&rng) - 0.5)));
	return net == NULL;
}

static int
tear_down(void **state)
{
	(void)state;
	mobilenet_free(net);
	free_tensors(untrained);
	return 0;
}

static void
test_columns(void **state)
{
	bool seen[COLUMNS] = {false};

	(void)state;
	assert_int_equal(set->rate, 32000);
	assert_int_equal(set->n_columns, COLUMNS);
	for (size_t i = 1; i < COLUMNS; i++)
		assert_true(strcmp(set->columns[i - 1].name, set->columns[i].name) < 0);
	for (size_t i = 0; i < COLUMNS; i++) {
		int source = set->columns[i].source;

		assert_true(source >= 0 && source < COLUMNS && !seen[source]);
		seen[source] = true;
		if (source < 384) {
			char *name = xasprintf("emb_%03d", source);

			assert_string_equal(set->columns[i].name, name);
			free(name);
		}
	}
	assert_string_equal(set->columns[384].name, "tag_a_capella");
	assert_string_equal(set->columns[910].name, "tag_zither");
}

/* --- the spectrogram */

/* band sums of window t as defined, in double, of a piece of n samples */
static void
naive_window(const struct mel *bank, const float *x, long n, long t, double *sums)
{
	double power[513];

	for (int k = 0; k <= 512; k++) {
		double re = 0, im = 0;

		for (long i = 0; i < 800; i++) {
			long at = labs(320 * t - 400 + i), last = n - 2;
			double y, angle = 2 * M_PI * (double)((i + 112) * k % 1024) / 1024;

			at = at <= last ? at : 2 * last - at;
			y = (double)x[at + 1] - 0.97 * (double)x[at];
			y *= 0.5 - 0.5 * cos(2 * M_PI * (double)i / 799);
			re += y * cos(angle);
			im += y * sin(angle);
		}
		power[k] = re * re + im * im;
	}
	for (int b = 0; b < BANDS; b++) {
		sums[b] = 0;
		for (size_t i = 0; i < bank->bands[b].n_bins; i++)
			sums[b] += (double)bank->weights[bank->bands[b].first_weight + i] *
			    power[bank->bands[b].first_bin + i];
	}
}

/* a piece whose windows fill a block and one whose windows do not, both ends and between */
static void
check_fbank(const struct kernel *kernel, size_t n)
{
	struct fbank_plan plan = {n, 320, 800, 1024, BANDS, 32000, 15000};
	size_t n_windows = FBANK_WINDOWS(n, 320);
	struct mel *bank = mel_new_kaldi(BANDS, 1024, 32000, 15000);
	struct fbank *f = fbank_new(&plan);
	float *x = malloc(n * sizeof(*x)), *log_mel = malloc(BANDS * n_windows * sizeof(*log_mel));
	double sums[BANDS];

	assert_true(x != NULL && log_mel != NULL);
	memcpy(x, song, n * sizeof(*x));
	fbank_compute(f, kernel, x, log_mel);
	for (size_t t = 0; t < n_windows; t++) {
		if (t > 3 && t + 3 < n_windows && t % 5 != 0)
			continue;
		naive_window(bank, x, (long)n, (long)t, sums);
		for (size_t b = 0; b < BANDS; b++)
			assert_near((double)log_mel[b * n_windows + t], log(sums[b] + 1e-5), 2e-4);
	}
	fbank_free(f);
	mel_free(bank);
	free(x);
	free(log_mel);
}

static void
test_fbank(void **state)
{
	static const char *const kernels[] = {"plain", "baseline", "avx2", "avx512"};

	(void)state;
	for (int i = 0; i < 4; i++) {
		const struct kernel *kernel = kernel_find(kernels[i]);

		for (size_t n = 7681; kernel != NULL && n < 7681 + 4 * 320; n += 320)
			check_fbank(kernel, n - n % 3);
	}
	fbank_free(NULL);
}

/* --- pieces */

struct taken {
	size_t n;
	float piece[PIECES_MAX][PIECE];
};

static void
take(void *user, const float *piece)
{
	struct taken *t = user;

	assert_true(t->n < PIECES_MAX);
	memcpy(t->piece[t->n++], piece, sizeof(t->piece[0]));
}

/* the pieces of the first n samples */
static struct taken *
pieces_of(size_t n)
{
	struct taken *taken = xcalloc(1, sizeof(*taken));
	void *extractor = set->extractor_new(kernel_find(NULL), net);

	set->patches->divert(extractor, take, taken);
	set->push(extractor, song, n);
	set->finish(extractor, NULL);
	set->extractor_free(extractor);
	return taken;
}

/* one after another; a rest of half a piece, or that is all, is filled up with zeros */
static void
test_lengths(void **state)
{
	static const struct {
		size_t n_samples, n_pieces;
	} cases[] = {
	    {1, 1},
	    {PIECE / 2 - 1, 1},
	    {PIECE - 1, 1},
	    {PIECE, 1},
	    {PIECE + 1, 1},
	    {PIECE + PIECE / 2 - 1, 1},
	    {PIECE + PIECE / 2, 2},
	    {2 * PIECE - 1, 2},
	    {2 * PIECE, 2},
	    {2 * PIECE + PIECE / 2, 3},
	};

	(void)state;
	assert_int_equal(set->patches->len, PIECE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = cases[i].n_samples;
		struct taken *taken = pieces_of(n);

		assert_int_equal(taken->n, cases[i].n_pieces);
		for (size_t k = 0; k < taken->n * PIECE; k++)
			assert_true(taken->piece[k / PIECE][k % PIECE] == (k < n ? song[k] : 0));
		free(taken);
	}
}

/* however the samples come, the same bits come out: the mean of the rows of the pieces */
static void
test_pieces(void **state)
{
	struct taken *taken = pieces_of(SONG);
	void *extractor = set->extractor_new(kernel_find(NULL), net);
	double expected[COLUMNS] = {0}, row[COLUMNS];

	(void)state;
	assert_int_equal(taken->n, 3);
	for (size_t p = 0; p < taken->n; p++) {
		set->patches->compute(extractor, taken->piece[p], row);
		for (int i = 0; i < COLUMNS; i++)
			expected[i] += row[i];
	}
	for (int i = 0; i < COLUMNS; i++)
		expected[i] /= 3;
	set->push(extractor, song, 400000); /* of a segment that is dropped */
	set->reset(extractor);
	for (size_t piece = 100; piece <= SONG; piece = piece * 11 + 1) {
		for (size_t at = 0; at < SONG; at += piece) {
			set->push(extractor, song + at, at + piece < SONG ? piece : SONG - at);
			/* a piece can be computed while another is gathered */
			if (at == 2 * piece)
				set->patches->compute(extractor, taken->piece[1], row);
		}
		set->finish(extractor, row);
		assert_memory_equal(row, expected, sizeof(row));
	}
	set->extractor_free(extractor);
	set->extractor_free(NULL);
	free(taken);
}

/* silence, and samples as loud as can be (io/samples.h) */
static void
test_extremes(void **state)
{
	static float x[2000];
	void *extractor = set->extractor_new(kernel_find(NULL), net);
	double row[COLUMNS];

	(void)state;
	for (int loud = 0; loud < 2; loud++) {
		for (int i = 0; i < 2000 && loud; i++)
			x[i] = i % 3 == 0 ? 1e15f : -1e15f;
		set->push(extractor, x, 2000);
		set->finish(extractor, row);
		for (int i = 0; i < COLUMNS; i++)
			assert_true(isfinite(row[i]));
	}
	set->extractor_free(extractor);
}

/* of a file with one tensor of n zeros */
static void
refused(size_t n, const char *words)
{
	char name[] = "x", *path, error[256];
	struct tensor zeros = {.name = name, .n_dimensions = 1, .shape = {n}, .n_values = n};
	struct safetensors *tensors;
	const char *why = NULL;
	FILE *f = unit_file(&path);

	zeros.values = xcalloc(n, sizeof(float));
	safetensors_write(f, &zeros, 1, NULL);
	fclose(f);
	tensors = safetensors_read(path, set->weights->len_max, NULL, error, sizeof(error));
	assert_non_null(tensors);
	assert_null(set->weights->load(tensors, &why));
	assert_says(why, words);
	safetensors_free(tensors);
	unlink(path);
	free(path);
	free((float *)zeros.values);
}

static void
test_load(void **state)
{
	(void)state;
	refused(1, "number is wrong");
	refused(N_WEIGHTS - 1, "number is wrong");
	refused(N_WEIGHTS, "checksum");
	refused(N_WEIGHTS + 1, "number is wrong");
	set->weights->unload(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_fbank),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_pieces),
	    cmocka_unit_test(test_extremes),
	    cmocka_unit_test(test_load),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
