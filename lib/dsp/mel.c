/* SPDX-License-Identifier: MIT */
#include "dsp/mel.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"

/* the scale bends at 1 kHz = 15 mel; above it, 27 mel are a factor of 6.4 */
#define BEND_HZ 1000.0
#define BEND_MEL 15.0
#define HZ_PER_MEL (BEND_HZ / BEND_MEL)
#define LOG_STEP (log(6.4) / 27.0)

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

/* the weight at f of the triangle lower, centre, upper, whose area is 1 Hz */
static double
triangle(double f, double lower, double centre, double upper)
{
	double up = (f - lower) / (centre - lower), down = (upper - f) / (upper - centre);
	double height = up < down ? up : down;

	return height > 0 ? height * 2 / (upper - lower) : 0;
}

struct mel *
mel_new(size_t n_bands, size_t n_fft, double rate, double max_hz)
{
	struct mel *m = xcalloc(1, sizeof(*m));
	size_t n_bins = n_fft / 2 + 1, cap = 0;
	double *edge = xcalloc(n_bands + 2, sizeof(*edge)), top = mel_from_hz(max_hz);

	for (size_t i = 0; i < n_bands + 2; i++)
		edge[i] = mel_to_hz(top * (double)i / (double)(n_bands + 1));
	m->n_bands = n_bands;
	m->bands = xcalloc(n_bands, sizeof(*m->bands));
	for (size_t b = 0; b < n_bands; b++) {
		struct mel_band *band = &m->bands[b];

		band->first_weight = m->n_weights;
		for (size_t k = (size_t)(edge[b] * (double)n_fft / rate); k < n_bins; k++) {
			double f = (double)k * rate / (double)n_fft;
			double w = triangle(f, edge[b], edge[b + 1], edge[b + 2]);

			if (f > edge[b + 2])
				break;
			if (w <= 0)
				continue;
			if (band->n_bins++ == 0)
				band->first_bin = k;
			xgrow(&m->weights, &cap, m->n_weights + 1, sizeof(*m->weights));
			m->weights[m->n_weights++] = (float)w;
		}
	}
	free(edge);
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
