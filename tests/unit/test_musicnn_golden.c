/* SPDX-License-Identifier: MIT */
/*
 * Set musicnn against the tags of patches that begin every 61 frames, where the weights, the audio
 * and the table of them are. The set's own patches are 187 frames apart, but one after another they
 * are all the frames.
 */
#include "unit.h"

#include "base/xmalloc.h"
#include "features/set.h"
#include "io/csv.h"
#include "io/safetensors.h"
#include "nn/musicnn.h"

#define BANDS MUSICNN_BANDS
#define PATCHES_MAX 10
#define HOP_FRAMES 61

/* the last len bytes of a file, or with len 0 all *len of them; NULL where it is not */
static char *
read_tail(const char *name, size_t *len)
{
	const char *folder = getenv("MGC_SHARED");
	char *path = xasprintf("%s/%s", folder != NULL ? folder : "../shared", name), *data = NULL;
	FILE *f = fopen(path, "rb");

	free(path);
	if (f == NULL)
		return NULL;
	fseek(f, 0, SEEK_END);
	if (*len == 0)
		*len = (size_t)ftell(f);
	data = xmalloc(*len);
	assert_int_equal(fseek(f, -(long)*len, SEEK_END), 0);
	assert_int_equal(fread(data, 1, *len, f), *len);
	fclose(f);
	return data;
}

struct frames {
	size_t n;
	float log_mel[PATCHES_MAX * MUSICNN_FRAMES][BANDS];
};

static void
take(void *user, const float *patch)
{
	struct frames *f = user;

	assert_true(f->n + MUSICNN_FRAMES <= PATCHES_MAX * MUSICNN_FRAMES);
	memcpy(f->log_mel[f->n], patch, MUSICNN_FRAMES * sizeof(f->log_mel[0]));
	f->n += MUSICNN_FRAMES;
}

/* the frames of a song at 16 kHz: n floats at the end of a WAV file */
static void
read_frames(const struct feature_set *set, const void *weights, const char *wav, size_t n,
    struct frames *frames)
{
	void *extractor = set->extractor_new(kernel_find(NULL), weights);
	size_t len = n * sizeof(float);
	char *data = read_tail(wav, &len);
	float *samples = xalignedarray(n, sizeof(*samples));

	assert_non_null(data);
	memcpy(samples, data, len);
	frames->n = 0;
	set->patches->divert(extractor, take, frames);
	set->push(extractor, samples, n);
	set->finish(extractor, NULL);
	set->extractor_free(extractor);
	free(samples);
	free(data);
}

static void
check_row(const struct feature_set *set, struct csv_reader *r, const double *row)
{
	for (size_t i = MUSICNN_EMBEDDING; i < set->n_columns; i++) {
		long column = csv_find(r, set->columns[i].name);
		double expected;

		assert_true(column >= 0);
		assert_int_equal(csv_number(r, (size_t)column, &expected), 0);
		assert_near(row[i], expected, 3e-5);
	}
}

static void
check_song(const struct feature_set *set, const void *weights, const char *table, size_t len,
    const char *song, size_t n_samples)
{
	char *wav = xasprintf("musicnn/%s-16k.wav", song);
	void *extractor = set->extractor_new(kernel_find(NULL), weights);
	struct frames *frames = xmalloc(sizeof(*frames));
	struct input *in = input_from_memory(table, len, "table");
	struct csv_reader *r = csv_reader_new(in);
	double row[MUSICNN_EMBEDDING + MUSICNN_TAGS];
	size_t n_rows = 0;

	read_frames(set, weights, wav, n_samples, frames);
	assert_int_equal(csv_read_header(r), 0);
	while (csv_read_row(r) == 1) {
		if (strcmp(csv_field(r, 0), song) != 0)
			continue;
		set->patches->compute(extractor, frames->log_mel[HOP_FRAMES * n_rows++], row);
		check_row(set, r, row);
	}
	assert_int_equal(n_rows, 28);
	csv_reader_free(r);
	set->extractor_free(extractor);
	free(frames);
	free(wav);
}

static void
test_patches(void **state)
{
	const struct feature_set *set = feature_set_find("musicnn");
	size_t len = 0, table_len = 0;
	char *file = read_tail("musicnn/MSD_musicnn.safetensors", &len);
	char *table = read_tail("golden/musicnn-patches.csv", &table_len);
	struct safetensors *tensors;
	const char *why = NULL;
	char error[256];
	void *weights;

	(void)state;
	if (file == NULL || table == NULL) {
		free(file);
		free(table);
		unit_skip("golden data");
	}
	tensors = safetensors_from_memory(file, len, "weights", error, sizeof(error));
	assert_non_null(tensors);
	weights = set->weights->load(tensors, &why);
	assert_non_null(weights);
	check_song(set, weights, table, table_len, "blues", 480214);
	check_song(set, weights, table, table_len, "rock", 480214);
	set->weights->unload(weights);
	safetensors_free(tensors);
	free(file);
	free(table);
}

RUN_TESTS(cmocka_unit_test(test_patches))
