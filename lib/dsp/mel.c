/* SPDX-License-Identifier: MIT */
#include "dsp/mel.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/xmalloc.h"

/* the scale bends at 1 kHz = 15 mel; above it, 27 mel are a factor of 6.4 */
#define BEND_HZ 1000.0
#define BEND_MEL 15.0
#define HZ_PER_MEL (BEND_HZ / BEND_MEL)
#define LOG_STEP (log(6.4) / 27.0)

#define KALDI_SCALE 1127.0
#define KALDI_BEND_HZ 700.0

double
mel_from_hz(double hz)
{
	if (hz < BEND_HZ)
		return hz / HZ_PER_MEL;
	return BEND_MEL + log(hz / BEND_HZ) / LOG_STEP;
}

double
mel_to_hz(double mel)
{
	if (mel < BEND_MEL)
		return mel * HZ_PER_MEL;
	return BEND_HZ * exp(LOG_STEP * (mel - BEND_MEL));
}

/* the weight at x of the triangle lower, centre, upper, of height 1 */
static double
triangle(double x, double lower, double centre, double upper)
{
	double up = (x - lower) / (centre - lower), down = (upper - x) / (upper - centre);
	double height = up < down ? up : down;

	return height > 0 ? height : 0;
}

/*
 * Triangles over edge[n_bands + 2], which rise; the bins at place[n_bins], which do too, are on the
 * same scale. unit_area: each is scaled to an area of 1, else its height is.
 */
static struct mel *
bank(size_t n_bands, size_t n_bins, const double *edge, const double *place, bool unit_area)
{
	struct mel *m = xcalloc(1, sizeof(*m));
	size_t cap = 0, from = 0;

	m->n_bands = n_bands;
	m->bands = xcalloc(n_bands, sizeof(*m->bands));
	for (size_t b = 0; b < n_bands; b++) {
		struct mel_band *band = &m->bands[b];
		double scale = unit_area ? 2 / (edge[b + 2] - edge[b]) : 1;

		band->first_weight = m->n_weights;
		while (from < n_bins && place[from] <= edge[b])
			from++;
		for (size_t k = from; k < n_bins && place[k] <= edge[b + 2]; k++) {
			double w = triangle(place[k], edge[b], edge[b + 1], edge[b + 2]);

			if (w <= 0)
				continue;
			if (band->n_bins++ == 0)
				band->first_bin = k;
			xgrow(&m->weights, &cap, m->n_weights + 1, sizeof(*m->weights));
			m->weights[m->n_weights++] = (float)(w * scale);
		}
	}
	return m;
}

struct mel *
mel_new(size_t n_bands, size_t n_fft, double rate, double max_hz)
{
	size_t n_bins = n_fft / 2 + 1;
	double *edge = xcalloc(n_bands + 2, sizeof(*edge)), top = mel_from_hz(max_hz);
	double *hz = xcalloc(n_bins, sizeof(*hz));
	struct mel *m;

	for (size_t i = 0; i < n_bands + 2; i++)
		edge[i] = mel_to_hz(top * (double)i / (double)(n_bands + 1));
	for (size_t k = 0; k < n_bins; k++)
		hz[k] = (double)k * rate / (double)n_fft;
	m = bank(n_bands, n_bins, edge, hz, true);
	free(edge);
	free(hz);
	return m;
}

static double
kaldi_mel(double hz)
{
	return KALDI_SCALE * log(1 + hz / KALDI_BEND_HZ);
}

struct mel *
mel_new_kaldi(size_t n_bands, size_t n_fft, double rate, double max_hz)
{
	size_t n_bins = n_fft / 2;
	double *edge = xcalloc(n_bands + 2, sizeof(*edge)), top = kaldi_mel(max_hz);
	double *place = xcalloc(n_bins, sizeof(*place));
	struct mel *m;

	for (size_t i = 0; i < n_bands + 2; i++)
		edge[i] = top * (double)i / (double)(n_bands + 1);
	for (size_t k = 0; k < n_bins; k++)
		place[k] = kaldi_mel((double)k * rate / (double)n_fft);
	m = bank(n_bands, n_bins, edge, place, false);
	free(edge);
	free(place);
	return m;
}

void
mel_free(struct mel *m)
{
	if (m == NULL)
		return;
	free(m->bands);
	free(m->weights);
	free(m);
}
