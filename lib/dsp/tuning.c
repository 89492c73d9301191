/* SPDX-License-Identifier: MIT */
#include "dsp/tuning.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "dsp/kernel.h"

#define PEAK_MIN_HZ 150.0
#define PEAK_MAX_HZ 4000.0
#define PEAK_SHARE 0.1f /* of the window's largest power */
#define A0_HZ 27.5f

struct peak {
	float hz, weight;
};

struct tuning {
	size_t n_bins, first_bin, end_bin;
	double hz_per_bin;
	struct peak *peaks;
	size_t n_peaks, cap;
	float *weights; /* to sort */
	size_t weights_cap;
};

struct tuning *
tuning_new(size_t n_fft, double rate)
{
	struct tuning *t = xcalloc(1, sizeof(*t));

	t->n_bins = n_fft / 2 + 1;
	t->hz_per_bin = rate / (double)n_fft;
	t->first_bin = (size_t)ceil(PEAK_MIN_HZ / t->hz_per_bin);
	t->end_bin = (size_t)ceil(PEAK_MAX_HZ / t->hz_per_bin);
	if (t->first_bin < 1)
		t->first_bin = 1;
	if (t->end_bin > t->n_bins - 1)
		t->end_bin = t->n_bins - 1;
	return t;
}

void
tuning_free(struct tuning *t)
{
	if (t == NULL)
		return;
	free(t->peaks);
	free(t->weights);
	free(t);
}

void
tuning_reset(struct tuning *t)
{
	t->n_peaks = 0;
}

static void
add_peak(struct tuning *t, size_t k, double before, double here, double after)
{
	double slope = (after - before) / 2, shift = slope / (2 * here - after - before);
	float hz = (float)(((double)k + shift) * t->hz_per_bin);

	if (!(hz > 0))
		return;
	xgrow(&t->peaks, &t->cap, t->n_peaks + 1, sizeof(*t->peaks));
	t->peaks[t->n_peaks++] = (struct peak){hz, (float)(here + slope * shift / 2)};
}

void
tuning_add(struct tuning *t, const float *power, int n_windows)
{
	float floor[LANES] = {0};

	for (size_t k = 0; k < t->n_bins; k++) {
		for (int lane = 0; lane < LANES; lane++) {
			float p = power[k * LANES + (size_t)lane];

			floor[lane] = p > floor[lane] ? p : floor[lane];
		}
	}
	for (int lane = 0; lane < LANES; lane++)
		floor[lane] *= PEAK_SHARE;
	for (size_t k = t->first_bin; k < t->end_bin; k++) {
		const float *row = &power[k * LANES];
		int candidate[LANES], any = 0;

		for (int lane = 0; lane < LANES; lane++) {
			float q = row[lane] > floor[lane] ? row[lane] : 0;

			candidate[lane] = (q > row[lane - LANES]) & (q >= row[lane + LANES]) &
			    (q > 0);
			any |= candidate[lane];
		}
		if (!any)
			continue;
		for (int lane = 0; lane < n_windows; lane++) {
			if (candidate[lane])
				add_peak(t, k, (double)row[lane - LANES], (double)row[lane],
				    (double)row[lane + LANES]);
		}
	}
}

static int
compare_floats(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static float
median_weight(struct tuning *t)
{
	size_t n = t->n_peaks;

	xgrow(&t->weights, &t->weights_cap, n, sizeof(*t->weights));
	for (size_t i = 0; i < n; i++)
		t->weights[i] = t->peaks[i].weight;
	qsort(t->weights, n, sizeof(*t->weights), compare_floats);
	if (n % 2 == 1)
		return t->weights[n / 2];
	return (t->weights[n / 2 - 1] + t->weights[n / 2]) / 2;
}

/*
 * The step of the histogram in which a peak lies. In float, as the original: the winner is often
 * one count ahead, and double moves peaks between steps.
 */
static int
step_of(float hz)
{
	float residue = fmodf(12 * log2f(hz / A0_HZ), 1);
	int step;

	if (residue < 0)
		residue += 1;
	if (residue >= 0.5f)
		residue -= 1;
	step = (int)floor(((double)residue + 0.5) * TUNING_STEPS);
	/* the edges are those of tuning_of_step: a product may land on the wrong side of one */
	if (step > 0 && (double)residue < tuning_of_step(step))
		step--;
	else if (step < TUNING_STEPS - 1 && (double)residue >= tuning_of_step(step + 1))
		step++;
	return step;
}

int
tuning_step(struct tuning *t)
{
	int counts[TUNING_STEPS] = {0}, best = 0;
	float median;

	if (t->n_peaks == 0)
		return TUNING_STEPS / 2;
	median = median_weight(t);
	for (size_t i = 0; i < t->n_peaks; i++) {
		if (t->peaks[i].weight >= median)
			counts[step_of(t->peaks[i].hz)]++;
	}
	for (int i = 1; i < TUNING_STEPS; i++) {
		if (counts[i] > counts[best])
			best = i;
	}
	return best;
}

double
tuning_of_step(int step)
{
	return -0.5 + 0.01 * step;
}
