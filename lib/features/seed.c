/* SPDX-License-Identifier: MIT */
/*
 * The 77 features of the original project (docs/seed.md): mean, deviation, kurtosis and skew of 19
 * descriptors over the windows of a segment, and its tempo.
 *
 * Some need two passes: decibels are floored 80 below the largest of the segment, and chroma needs
 * the segment's tuning. So as samples come, each block of LANES windows gives its other descriptors
 * and keeps its decibels and power spectrum; at the end of the segment those give mfcc, flux and
 * chroma. That is about 3 KB a window, 8 MB a minute; samples are not kept.
 */
#include "features/set.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/blocks.h"
#include "dsp/chroma.h"
#include "dsp/framer.h"
#include "dsp/melgram.h"
#include "dsp/stft.h"
#include "dsp/tempo.h"
#include "dsp/tuning.h"
#include "stats/moments.h"

#define RATE 22050
#define HOP 512
#define SHORT 1024 /* FFT of centroid, rolloff, chroma and mfcc; window of rms and zcr */
#define LONG 2048  /* FFT of flux */
#define SHORT_BINS (SHORT / 2 + 1)
#define LONG_BINS (LONG / 2 + 1)
#define MFCC 13
#define FIRST_WINDOWS 256 /* room at first */
#define GROWTH 8          /* times as much in each step: unused room is free, copies are not */

/* descriptors */
enum {
	CENTROID,
	CHROMA, /* CHROMA_BINS values a window */
	FLUX,
	MFCC_0, /* MFCC descriptors */
	RMS = MFCC_0 + MFCC,
	ROLLOFF,
	ZCR,
	N_DESCRIPTORS,
	TEMPO = N_DESCRIPTORS, /* one value for the segment */
};

/* a statistic beside the moments: of the tempo, which has one value a segment */
#define WHOLE (-1)

#define FOUR(name, descriptor) \
	{name "_kurtosis", descriptor, MOMENT_KURTOSIS}, {name "_mean", descriptor, MOMENT_MEAN}, \
	    {name "_skew", descriptor, MOMENT_SKEW}, \
	{ \
		name "_std", descriptor, MOMENT_STD \
	}

static const struct feature_column columns[] = {
    FOUR("centroid", CENTROID),
    FOUR("chroma", CHROMA),
    FOUR("flux", FLUX),
    FOUR("mfcc_0", MFCC_0),
    FOUR("mfcc_10", MFCC_0 + 10),
    FOUR("mfcc_11", MFCC_0 + 11),
    FOUR("mfcc_12", MFCC_0 + 12),
    FOUR("mfcc_1", MFCC_0 + 1),
    FOUR("mfcc_2", MFCC_0 + 2),
    FOUR("mfcc_3", MFCC_0 + 3),
    FOUR("mfcc_4", MFCC_0 + 4),
    FOUR("mfcc_5", MFCC_0 + 5),
    FOUR("mfcc_6", MFCC_0 + 6),
    FOUR("mfcc_7", MFCC_0 + 7),
    FOUR("mfcc_8", MFCC_0 + 8),
    FOUR("mfcc_9", MFCC_0 + 9),
    FOUR("rms", RMS),
    FOUR("rolloff", ROLLOFF),
    {"tempo", TEMPO, WHOLE},
    FOUR("zcr", ZCR),
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

struct seed {
	const struct kernel *kernel;
	struct arena *arena; /* of what is kept for the second time */
	struct framer *framer;
	struct stft *short_stft, *long_stft;
	float *hops;                 /* [HOP][HOPS_ROW] */
	struct melgram *mfcc, *flux; /* of SHORT, of LONG */
	struct tuning *tuning;
	struct tempo *tempo;
	float *chroma_filter[TUNING_STEPS]; /* [SHORT_BINS][CHROMA_BINS], made when asked for */
	struct blocks *power;               /* [SHORT_BINS][LANES] each, for chroma */
	float *long_power;                  /* [LONG_BINS][LANES] */

	size_t n_windows;
	float *series[N_DESCRIPTORS]; /* a value a window; centroid and rolloff in bins */
	size_t series_cap;            /* in windows */
};

static void
seed_reset(void *extractor)
{
	struct seed *s = extractor;

	framer_reset(s->framer);
	melgram_reset(s->mfcc);
	melgram_reset(s->flux);
	tuning_reset(s->tuning);
	s->n_windows = 0;
}

static void *
seed_new(const struct kernel *kernel, const void *weights)
{
	struct seed *s = xcalloc(1, sizeof(*s));

	(void)weights;
	s->kernel = kernel;
	s->arena = arena_new();
	s->framer = framer_new(HOP, LONG / 2, FRAMER_REFLECT);
	s->short_stft = stft_new(SHORT, HOP);
	s->long_stft = stft_new(LONG, HOP);
	s->hops = xalignedarray(HOP * HOPS_ROW, sizeof(*s->hops));
	s->mfcc = melgram_new(s->arena, SHORT, RATE, MFCC);
	s->flux = melgram_new(s->arena, LONG, RATE, 0);
	s->tuning = tuning_new(SHORT, RATE);
	s->tempo = tempo_new((double)RATE / HOP);
	s->power = blocks_new(s->arena, SHORT_BINS);
	s->long_power = xalignedarray(LONG_BINS * LANES, sizeof(*s->long_power));
	seed_reset(s);
	return s;
}

static void
seed_free(void *extractor)
{
	struct seed *s = extractor;

	if (s == NULL)
		return;
	framer_free(s->framer);
	stft_free(s->short_stft);
	stft_free(s->long_stft);
	free(s->hops);
	melgram_free(s->mfcc);
	melgram_free(s->flux);
	tuning_free(s->tuning);
	tempo_free(s->tempo);
	for (int i = 0; i < TUNING_STEPS; i++)
		free(s->chroma_filter[i]);
	blocks_free(s->power);
	arena_free(s->arena);
	free(s->long_power);
	for (int d = 0; d < N_DESCRIPTORS; d++)
		free(s->series[d]);
	free(s);
}

/* makes room for LANES more windows in every series */
static void
make_room(struct seed *s)
{
	size_t cap = s->series_cap;

	if (s->n_windows + LANES <= cap)
		return;
	cap = cap == 0 ? FIRST_WINDOWS : cap * GROWTH;
	for (int d = 0; d < N_DESCRIPTORS; d++)
		s->series[d] = xreallocarray(
		    s->series[d], cap * (d == CHROMA ? CHROMA_BINS : 1), sizeof(float));
	s->series_cap = cap;
}

/* number of real samples from `at` on within a hop, where n_after are left from the centre on */
static size_t
real_samples(int64_t n_after, int64_t at)
{
	int64_t n = n_after - at;

	return n < 0 ? 0 : n < HOP ? (size_t)n : HOP;
}

/*
 * rms and zcr, from the samples themselves: a window is two hops, and each hop is in two windows.
 * For rms the signal is reflected at its ends; for zcr its end samples are repeated, which adds no
 * crossing, so only real samples count.
 */
static void
describe_time(struct seed *s, const struct framer_block *block, size_t at)
{
	double squares[LANES + 1];
	size_t crossings[LANES + 1], between[LANES + 1];

	for (int h = 0; h <= block->n_windows; h++) {
		const float *hop = block->centre + (h - 1) * HOP;
		bool padding = block->first + h == 0;
		size_t n = padding ? 0 : real_samples(block->n_after, (int64_t)(h - 1) * HOP);

		squares[h] = s->kernel->sum_of_squares(hop, HOP);
		crossings[h] = s->kernel->zero_crossings(hop, n);
		between[h] =
		    block->first + h > 1 && n > 0 ? s->kernel->zero_crossings(hop - 1, 2) : 0;
	}
	for (int w = 0; w < block->n_windows; w++) {
		size_t count = crossings[w] + between[w + 1] + crossings[w + 1];

		s->series[RMS][at + (size_t)w] = (float)sqrt((squares[w] + squares[w + 1]) / SHORT);
		s->series[ZCR][at + (size_t)w] = (float)count / SHORT;
	}
}

static void
take_block(struct seed *s, const struct framer_block *block)
{
	const struct kernel *k = s->kernel;
	float *power = blocks_at(s->power, s->n_windows / LANES);
	size_t at = s->n_windows;

	make_room(s);
	k->interleave(block->centre - LONG / 2, HOP, block->n_windows + LONG / HOP - 1, s->hops);
	k->power(s->short_stft, s->hops, (LONG - SHORT) / 2 / HOP, block->n_windows, power);
	k->power(s->long_stft, s->hops, 0, block->n_windows, s->long_power);
	k->shape(power, SHORT_BINS, &s->series[CENTROID][at], &s->series[ROLLOFF][at]);
	melgram_add(s->mfcc, k, power, block->n_windows);
	tuning_add(s->tuning, k, power, block->n_windows);
	melgram_add(s->flux, k, s->long_power, block->n_windows);

	describe_time(s, block, at);
	s->n_windows += (size_t)block->n_windows;
}

static void
seed_push(void *extractor, const float *samples, size_t n)
{
	struct seed *s = extractor;
	struct framer_block block;

	while (n > 0) {
		size_t taken = framer_push(s->framer, samples, n);

		samples += taken;
		n -= taken;
		while (framer_next(s->framer, &block))
			take_block(s, &block);
	}
}

static void
finish_chroma(struct seed *s)
{
	int step = tuning_step(s->tuning);
	float **filter = &s->chroma_filter[step], out[CHROMA_BINS][LANES];
	float *series = s->series[CHROMA];
	const float origin[LANES] = {0};

	if (*filter == NULL) {
		*filter = xalignedarray(CHROMA_BINS * SHORT_BINS, sizeof(**filter));
		chroma_filter(tuning_of_step(step), SHORT, RATE, *filter);
	}
	for (size_t at = 0; at < s->n_windows; at += LANES) {
		size_t n_here = s->n_windows - at < LANES ? s->n_windows - at : LANES;

		s->kernel->transform(*filter, CHROMA_BINS, SHORT_BINS,
		    blocks_at(s->power, at / LANES), 0, origin, out[0]);
		chroma_normalise(out[0]);
		for (int c = 0; c < CHROMA_BINS; c++) {
			memcpy(series, out[c], n_here * sizeof(*series));
			series += n_here;
		}
	}
}

/* the unit of a series: centroid and rolloff are in bins, and become Hz */
static double
unit_of(int descriptor, int statistic)
{
	bool scales = statistic == MOMENT_MEAN || statistic == MOMENT_STD;

	return scales && (descriptor == CENTROID || descriptor == ROLLOFF) ? (double)RATE / SHORT
									   : 1;
}

static void
put_row(const struct seed *s, double tempo, double *row)
{
	struct moments moments[N_DESCRIPTORS];

	for (int d = 0; d < N_DESCRIPTORS; d++)
		moments[d] =
		    moments_of(s->series[d], s->n_windows * (d == CHROMA ? CHROMA_BINS : 1));
	for (size_t i = 0; i < N_COLUMNS; i++) {
		const struct feature_column *c = &columns[i];

		row[i] = c->source == TEMPO
		    ? tempo
		    : moments_get(&moments[c->source], (enum moment)c->statistic) *
			unit_of(c->source, c->statistic);
	}
}

static void
seed_finish(void *extractor, double *row)
{
	struct seed *s = extractor;
	struct framer_block block;
	double autocorrelation[TEMPO_WINDOW];

	framer_finish(s->framer);
	while (framer_next(s->framer, &block))
		take_block(s, &block);
	melgram_mfcc(s->mfcc, s->kernel, &s->series[MFCC_0]);
	melgram_flux(s->flux, s->kernel, s->series[FLUX]);
	finish_chroma(s);
	tempo_autocorrelation(s->tempo, s->kernel, s->series[FLUX], s->n_windows, autocorrelation);
	put_row(s, tempo_estimate(s->tempo, autocorrelation), row);
	seed_reset(s);
}

const struct feature_set feature_set_seed = {
    .name = "seed",
    .rate = RATE,
    .max_samples = 660000,
    .cut = {.window = 0.2, .overlap = 0.5},
    .live = {.seconds = 10, .hop = 5},
    .min_s = 0.5,
    .recipe = "--recipe linear --shrinkage 0.05",
    .n_columns = N_COLUMNS,
    .columns = columns,
    .extractor_new = seed_new,
    .extractor_free = seed_free,
    .push = seed_push,
    .finish = seed_finish,
    .reset = seed_reset,
};
