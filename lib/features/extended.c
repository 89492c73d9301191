/* SPDX-License-Identifier: MIT */
/*
 * The 54 features of docs/extended.md: mean and deviation of spectral contrast and of twenty
 * mfcc, rate of onsets, evenness of loudness and tempo.
 *
 * The mean and the quiet ends of a segment are taken off first, and are known only when it is
 * complete: until then its samples are kept, 5 MB a minute. Then there are two passes, since
 * decibels are floored 80 below the largest of the segment: between them 0.6 KB a window are kept,
 * 1.5 MB a minute.
 */
#include "features/set.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/blocks.h"
#include "dsp/melgram.h"
#include "dsp/onset.h"
#include "dsp/stft.h"
#include "dsp/tempo.h"
#include "dsp/time_domain.h"
#include "dsp/trim.h"
#include "stats/moments.h"

#define RATE 22050
#define HOP 512
#define WINDOW 2048
#define REACH (WINDOW / 2) /* of a window from its centre; zeros on either side of the segment */
#define BINS (WINDOW / 2 + 1)
#define MFCC 20
#define TRIM_DB 30
#define DB_RANGE 80.0f
#define SAMPLES_AT_FIRST ((size_t)1 << 20) /* room for 47 s; free until it is used */

/*
 * The bands of spectral contrast, up to 200, 400 .. 12800 Hz (Jiang et al. 2002), and how many bins
 * are averaged at either end: 2 %. The last one has no columns, but can hold the largest value.
 */
static const struct {
	size_t first_bin, n_bins, n_extremes;
} bands[] = {
    {0, 18, 1},
    {18, 19, 1},
    {37, 37, 1},
    {74, 74, 2},
    {148, 149, 3},
    {297, 297, 6},
    {594, 431, 9},
};

#define N_BANDS (sizeof(bands) / sizeof(bands[0]))
#define N_CONTRASTS (N_BANDS - 1)

/* descriptors: one value for each window */
enum {
	CONTRAST,
	MFCC_0 = CONTRAST + N_CONTRASTS,
	ONSET = MFCC_0 + MFCC,
	RMS,
	N_DESCRIPTORS,
	ONSET_RATE = N_DESCRIPTORS, /* from here on one value for the segment */
	TEMPO,
};

/* statistics beside the moments */
enum {
	RATIO = -1, /* deviation over mean, 0 where that is 0 */
	WHOLE = -2, /* one value a segment */
};

#define TWO(name, descriptor) \
	{name "_mean", descriptor, MOMENT_MEAN}, \
	{ \
		name "_std", descriptor, MOMENT_STD \
	}

static const struct feature_column columns[] = {
    TWO("contrast_0", CONTRAST),
    TWO("contrast_1", CONTRAST + 1),
    TWO("contrast_2", CONTRAST + 2),
    TWO("contrast_3", CONTRAST + 3),
    TWO("contrast_4", CONTRAST + 4),
    TWO("contrast_5", CONTRAST + 5),
    {"mfcc_0_std", MFCC_0, MOMENT_STD},
    TWO("mfcc_10", MFCC_0 + 10),
    TWO("mfcc_11", MFCC_0 + 11),
    TWO("mfcc_12", MFCC_0 + 12),
    TWO("mfcc_13", MFCC_0 + 13),
    TWO("mfcc_14", MFCC_0 + 14),
    TWO("mfcc_15", MFCC_0 + 15),
    TWO("mfcc_16", MFCC_0 + 16),
    TWO("mfcc_17", MFCC_0 + 17),
    TWO("mfcc_18", MFCC_0 + 18),
    TWO("mfcc_19", MFCC_0 + 19),
    TWO("mfcc_1", MFCC_0 + 1),
    TWO("mfcc_2", MFCC_0 + 2),
    TWO("mfcc_3", MFCC_0 + 3),
    TWO("mfcc_4", MFCC_0 + 4),
    TWO("mfcc_5", MFCC_0 + 5),
    TWO("mfcc_6", MFCC_0 + 6),
    TWO("mfcc_7", MFCC_0 + 7),
    TWO("mfcc_8", MFCC_0 + 8),
    TWO("mfcc_9", MFCC_0 + 9),
    {"onset_rate", ONSET_RATE, WHOLE},
    {"rms_cv", RMS, RATIO},
    {"tempo", TEMPO, WHOLE},
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

struct extended {
	const struct kernel *kernel;
	struct arena *arena; /* of what is kept for the second time */
	struct stft *stft;
	struct melgram *melgram;
	struct tempo *tempo;
	struct blocks *peaks, *valleys; /* [N_BANDS][LANES] each, decibels */
	float *hops;                    /* [HOP][HOPS_ROW] */
	float *power;                   /* [BINS][LANES] */

	float *samples; /* REACH zeros, the segment so far, room for REACH more at its end */
	size_t n_samples, samples_cap;
	float *series[N_DESCRIPTORS];
	size_t series_cap;
};

static void
extended_reset(void *extractor)
{
	struct extended *e = extractor;

	e->n_samples = 0;
	melgram_reset(e->melgram);
}

static void *
extended_new(const struct kernel *kernel, const void *weights)
{
	struct extended *e = xcalloc(1, sizeof(*e));

	(void)weights;
	e->kernel = kernel;
	e->arena = arena_new();
	e->stft = stft_new(WINDOW, HOP);
	e->melgram = melgram_new(e->arena, WINDOW, RATE, MFCC);
	e->tempo = tempo_new((double)RATE / HOP);
	e->peaks = blocks_new(e->arena, N_BANDS);
	e->valleys = blocks_new(e->arena, N_BANDS);
	e->samples_cap = SAMPLES_AT_FIRST;
	e->samples = xlargearray(e->samples_cap, sizeof(*e->samples));
	e->hops = xalignedarray(HOP * HOPS_ROW, sizeof(*e->hops));
	e->power = xalignedarray(BINS * LANES, sizeof(*e->power));
	extended_reset(e);
	return e;
}

static void
extended_free(void *extractor)
{
	struct extended *e = extractor;

	if (e == NULL)
		return;
	stft_free(e->stft);
	melgram_free(e->melgram);
	tempo_free(e->tempo);
	blocks_free(e->peaks);
	blocks_free(e->valleys);
	arena_free(e->arena);
	free(e->hops);
	free(e->power);
	free(e->samples);
	for (int d = 0; d < N_DESCRIPTORS; d++)
		free(e->series[d]);
	free(e);
}

static void
extended_push(void *extractor, const float *samples, size_t n)
{
	struct extended *e = extractor;

	xgrow(&e->samples, &e->samples_cap, REACH + e->n_samples + n + REACH, sizeof(*samples));
	memcpy(&e->samples[REACH + e->n_samples], samples, n * sizeof(*samples));
	e->n_samples += n;
}

/*
 * Centres and trims the segment; returns where it begins, between REACH zeros on either side, and
 * how long it is. What was trimmed away gives place to the zeros.
 */
static float *
centre_and_trim(struct extended *e, size_t *n)
{
	float *x = &e->samples[REACH];
	struct trim_range kept;

	subtract_mean(x, e->n_samples);
	kept = trim_quiet_ends(e->kernel, x, e->n_samples, TRIM_DB);
	x += kept.first;
	*n = kept.end - kept.first;
	memset(x - REACH, 0, REACH * sizeof(*x));
	memset(x + *n, 0, REACH * sizeof(*x));
	return x;
}

/* makes room for n_windows in every series, in whole blocks */
static void
make_room(struct extended *e, size_t n_windows)
{
	size_t need = (n_windows + LANES - 1) / LANES * LANES;

	if (need <= e->series_cap)
		return;
	for (int d = 0; d < N_DESCRIPTORS; d++)
		e->series[d] = xreallocarray(e->series[d], need, sizeof(float));
	e->series_cap = need;
}

/* the LANES windows from number `at` on, n_windows of which are there */
static void
take_block(struct extended *e, const float *x, size_t at, int n_windows)
{
	const struct kernel *k = e->kernel;
	float *peaks = blocks_at(e->peaks, at / LANES);
	float *valleys = blocks_at(e->valleys, at / LANES);

	k->interleave(x + at * HOP - REACH, HOP, n_windows + WINDOW / HOP - 1, e->hops);
	k->power(e->stft, e->hops, 0, n_windows, e->power);
	melgram_add(e->melgram, k, e->power, n_windows);
	k->power_rms(e->power, WINDOW, &e->series[RMS][at]);
	for (size_t b = 0; b < N_BANDS; b++)
		k->extremes_db(&e->power[bands[b].first_bin * LANES], bands[b].n_bins,
		    bands[b].n_extremes, &peaks[b * LANES], &valleys[b * LANES]);
}

/* what decibels of all bands and windows are floored at; lanes without a window are silent */
static float
floor_of(struct blocks *db, size_t n_windows)
{
	float most = -INFINITY;

	for (size_t at = 0; at < n_windows; at += LANES) {
		const float *block = blocks_at(db, at / LANES);

		for (size_t i = 0; i < N_BANDS * LANES; i++)
			most = block[i] > most ? block[i] : most;
	}
	return most - DB_RANGE;
}

static void
finish_contrast(struct extended *e, size_t n_windows)
{
	float peak_floor = floor_of(e->peaks, n_windows);
	float valley_floor = floor_of(e->valleys, n_windows);

	for (size_t at = 0; at < n_windows; at += LANES) {
		const float *peaks = blocks_at(e->peaks, at / LANES);
		const float *valleys = blocks_at(e->valleys, at / LANES);

		for (size_t b = 0; b < N_CONTRASTS; b++) {
			for (size_t lane = 0; lane < LANES; lane++)
				e->series[CONTRAST + b][at + lane] =
				    fmaxf(peaks[b * LANES + lane], peak_floor) -
				    fmaxf(valleys[b * LANES + lane], valley_floor);
		}
	}
}

static double
value_of(const struct moments *m, int statistic)
{
	if (statistic == RATIO)
		return m->mean > 0 ? m->std / m->mean : 0;
	return moments_get(m, (enum moment)statistic);
}

/* of n windows over n_samples */
static void
put_row(const struct extended *e, size_t n_samples, size_t n, double *row)
{
	struct moments moments[N_DESCRIPTORS];
	double autocorrelation[TEMPO_WINDOW], whole[2];

	for (int d = 0; d < N_DESCRIPTORS; d++)
		moments[d] = moments_of(e->series[d], n);
	tempo_autocorrelation(e->tempo, e->kernel, e->series[ONSET], n, autocorrelation);
	whole[ONSET_RATE - N_DESCRIPTORS] =
	    (double)onset_count(e->series[ONSET], n) * RATE / (double)n_samples;
	whole[TEMPO - N_DESCRIPTORS] = tempo_estimate_log(e->tempo, autocorrelation);
	for (size_t i = 0; i < N_COLUMNS; i++) {
		const struct feature_column *c = &columns[i];

		row[i] = c->statistic == WHOLE ? whole[c->source - N_DESCRIPTORS]
					       : value_of(&moments[c->source], c->statistic);
	}
}

static void
extended_finish(void *extractor, double *row)
{
	struct extended *e = extractor;
	size_t n_samples, n_windows;
	const float *x = centre_and_trim(e, &n_samples);

	n_windows = 1 + n_samples / HOP;
	make_room(e, n_windows);
	for (size_t at = 0; at < n_windows; at += LANES)
		take_block(e, x, at, n_windows - at < LANES ? (int)(n_windows - at) : LANES);
	melgram_mfcc(e->melgram, e->kernel, &e->series[MFCC_0]);
	melgram_flux(e->melgram, e->kernel, e->series[ONSET]);
	finish_contrast(e, n_windows);
	put_row(e, n_samples, n_windows, row);
	extended_reset(e);
}

const struct feature_set feature_set_extended = {
    .name = "extended",
    .rate = RATE,
    .cut = {.seconds = 30, .hop = 15},
    .live = {.seconds = 12, .hop = 4},
    .min_s = 0.5,
    .recipe = "--recipe linear --log --clip 4",
    .n_columns = N_COLUMNS,
    .columns = columns,
    .extractor_new = extended_new,
    .extractor_free = extended_free,
    .push = extended_push,
    .finish = extended_finish,
    .reset = extended_reset,
};
