/* SPDX-License-Identifier: MIT */
/*
 * The embedding and the tags of EfficientAT's mn04_as (docs/audioset.md; nn/mobilenet.h): the mean
 * over the pieces of a segment. A piece is ten seconds; pieces follow one another from the start of
 * the segment. What is left at its end is filled up with zeros if it is half a piece or more, or
 * all there is, and else not used. Memory is that of one piece, however long the segment.
 */
#include "features/set.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/fbank.h"
#include "features/audioset_tags_priv.h"
#include "features/patches.h"
#include "io/floats.h"
#include "io/safetensors.h"
#include "nn/mobilenet.h"

#define RATE 32000
#define PIECE (10 * RATE)
#define BANDS MOBILENET_BANDS
#define FRAMES MOBILENET_FRAMES
#define HOP 320

static const struct fbank_plan plan = {
    .n_samples = PIECE,
    .hop = HOP,
    .window = 800,
    .fft = 1024,
    .n_bands = BANDS,
    .rate = RATE,
    .max_hz = 15000,
};

_Static_assert(FBANK_WINDOWS(PIECE, HOP) == FRAMES, "a piece is a patch");

#define EMBEDDING 384
#define TAGS 527
#define TAG EMBEDDING /* outputs of the network: its embedding, then its tags */

#define TAG_COLUMN(name, output) {#name, TAG + (output), 0},

static const struct feature_column columns[] = {FEATURE_HUNDRED("emb_0", 0),
    FEATURE_HUNDRED("emb_1", 100), FEATURE_HUNDRED("emb_2", 200), FEATURE_TEN("emb_30", 300),
    FEATURE_TEN("emb_31", 310), FEATURE_TEN("emb_32", 320), FEATURE_TEN("emb_33", 330),
    FEATURE_TEN("emb_34", 340), FEATURE_TEN("emb_35", 350), FEATURE_TEN("emb_36", 360),
    FEATURE_TEN("emb_37", 370), {"emb_380", 380, 0}, {"emb_381", 381, 0}, {"emb_382", 382, 0},
    {"emb_383", 383, 0}, AUDIOSET_TAGS(TAG_COLUMN)};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

_Static_assert(N_COLUMNS == EMBEDDING + TAGS, "a column for each output");

/* how many numbers its authors' file has, and the CRC-32 of all, in the order of the file */
#define MN04_WEIGHTS 993439
#define MN04_CRC 0xd35260acu

struct extractor {
	const struct kernel *kernel;
	const struct conv_kernel *conv;
	const struct mobilenet *net;
	struct fbank *fbank;
	struct mobilenet_work *work;
	float *piece;     /* [PIECE] */
	size_t n_samples; /* in piece */

	float *patch; /* [BANDS * FRAMES], of the piece that is being computed */

	struct patches patches; /* so far */
};

static const float *
find(void *user, const char *name, size_t *shape)
{
	const struct tensor *t = safetensors_find(user, name);

	if (t == NULL || t->n_dimensions > MOBILENET_DIMENSIONS)
		return NULL;
	for (size_t d = 0; d < MOBILENET_DIMENSIONS; d++)
		shape[d] = d < t->n_dimensions ? t->shape[d] : 1;
	return t->values;
}

static void *
load(const struct safetensors *tensors, const char **why)
{
	struct mobilenet *net;

	if (tensors->n_values != MN04_WEIGHTS && !PATCHES_ANY_WEIGHTS) {
		*why = "not the weights of mn04_as: their number is wrong";
		return NULL;
	}
	if (floats_crc32(0, tensors->values, tensors->n_values) != MN04_CRC &&
	    !PATCHES_ANY_WEIGHTS) {
		*why = "damaged, or not the weights of mn04_as: its checksum is wrong";
		return NULL;
	}
	net = mobilenet_new(find, (void *)tensors, why);
	if (net == NULL ||
	    (mobilenet_embedding_len(net) == EMBEDDING && mobilenet_n_tags(net) == TAGS))
		return net;
	*why = "not the weights of mn04_as: they give other numbers";
	mobilenet_free(net);
	return NULL;
}

static void
unload(void *weights)
{
	mobilenet_free(weights);
}

static void
reset(void *extractor)
{
	struct extractor *e = extractor;

	e->n_samples = 0;
	patches_reset(&e->patches);
}

static void *
extractor_new(const struct kernel *kernel, const void *weights)
{
	struct extractor *e = xcalloc(1, sizeof(*e));

	e->kernel = kernel;
	e->conv = conv_find(kernel->name);
	e->net = weights;
	e->piece = xlargearray(PIECE + BANDS * FRAMES, sizeof(*e->piece));
	e->patch = e->piece + PIECE;
	e->fbank = fbank_new(&plan);
	e->work = mobilenet_work_new(e->net);
	patches_init(&e->patches, N_COLUMNS);
	return e;
}

static void
extractor_free(void *extractor)
{
	struct extractor *e = extractor;

	if (e == NULL)
		return;
	free(e->piece);
	fbank_free(e->fbank);
	mobilenet_work_free(e->work);
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
compute(void *extractor, const float *piece, double *row)
{
	struct extractor *e = extractor;
	float embedding[EMBEDDING], logits[TAGS];

	fbank_compute(e->fbank, e->kernel, piece, e->patch);
	for (size_t i = 0; i < BANDS * FRAMES; i++)
		e->patch[i] = (e->patch[i] + 4.5f) * (1 / 5.0f);
	mobilenet_run(e->net, e->conv, e->work, e->patch, embedding, logits);
	patches_row(columns, N_COLUMNS, TAG, embedding, logits, row);
}

static void
give_piece(struct extractor *e)
{
	e->n_samples = 0;
	patches_add(&e->patches, e, compute, e->piece);
}

static void
push(void *extractor, const float *samples, size_t n)
{
	struct extractor *e = extractor;

	while (n > 0) {
		size_t room = PIECE - e->n_samples, taken = n < room ? n : room;

		memcpy(&e->piece[e->n_samples], samples, taken * sizeof(*samples));
		e->n_samples += taken;
		samples += taken;
		n -= taken;
		if (e->n_samples == PIECE)
			give_piece(e);
	}
}

static void
finish(void *extractor, double *row)
{
	struct extractor *e = extractor;

	if (e->n_samples >= PIECE / 2 || e->patches.n == 0) {
		memset(&e->piece[e->n_samples], 0, (PIECE - e->n_samples) * sizeof(*e->piece));
		give_piece(e);
	}
	patches_mean(&e->patches, row);
	reset(e);
}

static const struct feature_weights audioset_weights = {
    .file = "mn04_as.safetensors",
    .fetch = "mgc get-weights audioset",
    .len_max = MN04_WEIGHTS * sizeof(float) + 65536,
    .in_place = true,
    .load = load,
    .unload = unload,
};

static const struct feature_patches audioset_patches = {
    .len = PIECE,
    .divert = divert,
    .compute = compute,
};

const struct feature_set feature_set_audioset = {
    .name = "audioset",
    .rate = RATE,
    .cut = {.seconds = 10, .hop = 10},
    .live = {.seconds = 10, .hop = 5},
    .min_s = 0.5, /* music is Music in 88 of 100 pieces so short, in 61 half as long */
    .recipe = "--recipe linear --arch logistic --features emb_* --l2 30",
    .n_columns = N_COLUMNS,
    .columns = columns,
    .first_tag = TAG + AUDIOSET_KINDS_FIRST,
    .end_tag = TAG + AUDIOSET_KINDS_LAST + 1,
    .weights = &audioset_weights,
    .patches = &audioset_patches,
    .extractor_new = extractor_new,
    .extractor_free = extractor_free,
    .push = push,
    .finish = finish,
    .reset = reset,
};
