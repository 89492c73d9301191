/* SPDX-License-Identifier: MIT */
/*
 * The embedding and the tags of musicnn (docs/musicnn.md; nn/musicnn.h): the mean over the patches
 * of a segment. A patch is 187 windows, about three seconds; patches follow one another from the
 * start of the segment, and what is left at its end is not used. A segment shorter than a patch is
 * repeated until it fills one. Memory is that of one patch, however long the segment.
 */
#include "features/set.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/framer.h"
#include "dsp/half.h"
#include "dsp/mel.h"
#include "dsp/stft.h"
#include "features/patches.h"
#include "io/floats.h"
#include "io/safetensors.h"
#include "nn/musicnn.h"

#define RATE 16000
#define WINDOW 512
#define HOP 256
#define BINS (WINDOW / 2 + 1)
#define BANDS MUSICNN_BANDS
#define PATCH_LEN ((size_t)MUSICNN_FRAMES * BANDS)

#define TAG MUSICNN_EMBEDDING /* outputs of the network: its embedding, then its tags */

static const struct feature_column columns[] = {
    FEATURE_HUNDRED("pen_0", 0),
    FEATURE_HUNDRED("pen_1", 100),
    {"tag_00s", TAG + 7, 0},
    {"tag_60s", TAG + 44, 0},
    {"tag_70s", TAG + 34, 0},
    {"tag_80s", TAG + 19, 0},
    {"tag_90s", TAG + 21, 0},
    {"tag_acoustic", TAG + 29, 0},
    {"tag_alternative", TAG + 2, 0},
    {"tag_alternative_rock", TAG + 8, 0},
    {"tag_ambient", TAG + 28, 0},
    {"tag_beautiful", TAG + 10, 0},
    {"tag_blues", TAG + 26, 0},
    {"tag_catchy", TAG + 39, 0},
    {"tag_chill", TAG + 22, 0},
    {"tag_chillout", TAG + 12, 0},
    {"tag_classic_rock", TAG + 14, 0},
    {"tag_country", TAG + 36, 0},
    {"tag_dance", TAG + 6, 0},
    {"tag_easy_listening", TAG + 37, 0},
    {"tag_electro", TAG + 41, 0},
    {"tag_electronic", TAG + 4, 0},
    {"tag_electronica", TAG + 18, 0},
    {"tag_experimental", TAG + 30, 0},
    {"tag_female_vocalist", TAG + 31, 0},
    {"tag_female_vocalists", TAG + 5, 0},
    {"tag_folk", TAG + 20, 0},
    {"tag_funk", TAG + 40, 0},
    {"tag_guitar", TAG + 32, 0},
    {"tag_happy", TAG + 49, 0},
    {"tag_hard_rock", TAG + 27, 0},
    {"tag_heavy_metal", TAG + 42, 0},
    {"tag_hip_hop", TAG + 33, 0},
    {"tag_house", TAG + 48, 0},
    {"tag_indie", TAG + 3, 0},
    {"tag_indie_pop", TAG + 46, 0},
    {"tag_indie_rock", TAG + 16, 0},
    {"tag_instrumental", TAG + 23, 0},
    {"tag_jazz", TAG + 9, 0},
    {"tag_male_vocalists", TAG + 13, 0},
    {"tag_mellow", TAG + 17, 0},
    {"tag_metal", TAG + 11, 0},
    {"tag_oldies", TAG + 25, 0},
    {"tag_party", TAG + 35, 0},
    {"tag_pop", TAG + 1, 0},
    {"tag_progressive_rock", TAG + 43, 0},
    {"tag_punk", TAG + 24, 0},
    {"tag_rnb", TAG + 45, 0},
    {"tag_rock", TAG, 0},
    {"tag_sad", TAG + 47, 0},
    {"tag_sexy", TAG + 38, 0},
    {"tag_soul", TAG + 15, 0},
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

/*
 * The CRC-32 of all numbers of the networks that its authors trained, in the order of the file.
 * Known numbers are known tensors in a known order, so names and shapes need not be compared.
 */
#define MSD_CRC 0xbb951874u
#define MTT_CRC 0xf683efafu

struct extractor {
	const struct kernel *kernel;
	const struct conv_kernel *conv;
	const struct musicnn *net;
	struct framer *framer;
	struct stft *stft;
	struct mel *mel;
	struct musicnn_work *work;
	float hops[HOP][HOPS_ROW];
	float power[BINS][LANES];
	float patch[MUSICNN_FRAMES][BANDS];
	size_t n_frames; /* in patch */

	struct patches patches; /* so far */
};

static void *
load(const struct safetensors *tensors, const char **why)
{
	uint32_t crc = floats_crc32(0, tensors->values, tensors->n_values);

	if (tensors->n_values != MUSICNN_WEIGHTS)
		*why = "not the weights of MSD_musicnn: their number is wrong";
	else if (crc == MTT_CRC)
		*why = "these are the weights of MTT_musicnn, whose tags are others: MSD_musicnn "
		       "is wanted";
	else if (crc != MSD_CRC && !PATCHES_ANY_WEIGHTS)
		*why = "damaged, or not the weights of MSD_musicnn: its checksum is wrong";
	else
		return musicnn_new(tensors->values);
	return NULL;
}

static void
unload(void *weights)
{
	musicnn_free(weights);
}

static void
reset(void *extractor)
{
	struct extractor *e = extractor;

	framer_reset(e->framer);
	e->n_frames = 0;
	patches_reset(&e->patches);
}

static void *
extractor_new(const struct kernel *kernel, const void *weights)
{
	struct extractor *e = xcalloc(1, sizeof(*e));

	e->kernel = kernel;
	e->conv = conv_find(kernel->name);
	e->net = weights;
	e->framer = framer_new(HOP, WINDOW / 2, FRAMER_REFLECT);
	e->stft = stft_new(WINDOW, HOP);
	e->mel = mel_new(BANDS, WINDOW, RATE, RATE / 2.0);
	e->work = musicnn_work_new();
	patches_init(&e->patches, N_COLUMNS);
	return e;
}

static void
extractor_free(void *extractor)
{
	struct extractor *e = extractor;

	if (e == NULL)
		return;
	framer_free(e->framer);
	stft_free(e->stft);
	mel_free(e->mel);
	musicnn_work_free(e->work);
	patches_clear(&e->patches);
	free(e);
}

static void
divert(void *extractor, feature_patch_sink *take, void *user)
{
	struct extractor *e = extractor;

	patches_divert(&e->patches, take, user);
}

static void
compute(void *extractor, const float *patch, double *row)
{
	struct extractor *e = extractor;
	float embedding[MUSICNN_EMBEDDING], logits[MUSICNN_TAGS];

	musicnn_run(e->net, e->conv, e->work, patch, embedding, logits);
	patches_row(columns, N_COLUMNS, TAG, embedding, logits, row);
}

static void
give_patch(struct extractor *e)
{
	e->n_frames = 0;
	patches_add(&e->patches, e, compute, e->patch[0]);
}

/* log10(10000 mel + 1) of each window, by way of half precision as in the network's training */
static void
take_block(struct extractor *e, const struct framer_block *block)
{
	float mel[BANDS][LANES] = {{0}};

	e->kernel->interleave(
	    block->centre - WINDOW / 2, HOP, block->n_windows + WINDOW / HOP - 1, e->hops[0]);
	e->kernel->power(e->stft, e->hops[0], 0, block->n_windows, e->power[0]);
	for (size_t b = 0; b < BANDS; b++) {
		const struct mel_band *band = &e->mel->bands[b];

		for (size_t i = 0; i < band->n_bins; i++) {
			float weight = e->mel->weights[band->first_weight + i];

			for (int lane = 0; lane < LANES; lane++)
				mel[b][lane] += weight * e->power[band->first_bin + i][lane];
		}
	}
	for (int lane = 0; lane < block->n_windows; lane++) {
		for (size_t b = 0; b < BANDS; b++)
			e->patch[e->n_frames][b] = log10f(10000 * half_round(mel[b][lane]) + 1);
		if (++e->n_frames == MUSICNN_FRAMES)
			give_patch(e);
	}
}

static void
take_blocks(struct extractor *e)
{
	struct framer_block block;

	while (framer_next(e->framer, &block))
		take_block(e, &block);
}

static void
push(void *extractor, const float *samples, size_t n)
{
	struct extractor *e = extractor;

	while (n > 0) {
		size_t taken = framer_push(e->framer, samples, n);

		samples += taken;
		n -= taken;
		take_blocks(e);
	}
}

static void
finish(void *extractor, double *row)
{
	struct extractor *e = extractor;

	framer_finish(e->framer);
	take_blocks(e);
	if (e->patches.n == 0) {
		for (size_t t = e->n_frames; t < MUSICNN_FRAMES; t++)
			memcpy(e->patch[t], e->patch[t - e->n_frames], sizeof(e->patch[t]));
		give_patch(e);
	}
	patches_mean(&e->patches, row);
	reset(e);
}

static const struct feature_weights musicnn_weights = {
    .file = "MSD_musicnn.safetensors",
    .fetch = "mgc get-weights musicnn",
    .len_max = MUSICNN_WEIGHTS * sizeof(float) + 65536,
    .load = load,
    .unload = unload,
};

static const struct feature_patches musicnn_patches = {
    .len = PATCH_LEN,
    .divert = divert,
    .compute = compute,
};

const struct feature_set feature_set_musicnn = {
    .name = "musicnn",
    .rate = RATE,
    /* patch by patch; of artists not heard before the tags say more than pen_* */
    .cut = {.seconds = 3, .hop = 3},
    .live = {.seconds = 9, .hop = 3},
    .min_s = (double)(WINDOW / 2 + (MUSICNN_FRAMES - 1) * HOP - WINDOW / 2) / RATE, /* a patch */
    .recipe = "--recipe linear --arch lda --features tag_* --logit --clip 8",
    .n_columns = N_COLUMNS,
    .columns = columns,
    .first_tag = TAG,
    .end_tag = TAG + MUSICNN_TAGS,
    .weights = &musicnn_weights,
    .patches = &musicnn_patches,
    .extractor_new = extractor_new,
    .extractor_free = extractor_free,
    .push = push,
    .finish = finish,
    .reset = reset,
};
