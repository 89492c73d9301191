/* SPDX-License-Identifier: MIT */
#include "dsp/tuning.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "dsp/kernel.h"
#include "dsp/median.h"

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
	uint8_t *found; /* [n_bins]: the kernel's peaks */
	struct peak *peaks;
	size_t n_peaks, cap;
	float *weights; /* a copy of the heights, for the median */
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
	t->found = xcalloc(t->n_bins, sizeof(*t->found));
	return t;
}

void
tuning_free(struct tuning *t)
{
	if (t == NULL)
		return;
	free(t->found);
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
	t->peaks[t->n_peaks++] = (struct peak){hz, (float)(here + slope * shift / 2)};
}

void
tuning_add(struct tuning *t, const struct kernel *kernel, const float *power, int n_windows)
{
	unsigned lanes = (1u << n_windows) - 1;

	/* of two neighbours at most one is a peak */
	xgrow(&t->peaks, &t->cap, t->n_peaks + (t->end_bin - t->first_bin + 1) / 2 * LANES,
	    sizeof(*t->peaks));
	kernel->peaks(power, t->n_bins, t->first_bin, t->end_bin, PEAK_SHARE, t->found);
	for (size_t k = t->first_bin; k < t->end_bin; k++) {
		const float *row = &power[k * LANES];

		for (unsigned left = t->found[k] & lanes; left != 0; left &= left - 1) {
			int lane = __builtin_ctz(left);

			add_peak(t, k, (double)row[lane - LANES], (double)row[lane],
			    (double)row[lane + LANES]);
		}
	}
}

static float
median_weight(struct tuning *t)
{
	xgrow(&t->weights, &t->weights_cap, t->n_peaks, sizeof(*t->weights));
	for (size_t i = 0; i < t->n_peaks; i++)
		t->weights[i] = t->peaks[i].weight;
	return median(t->weights, t->n_peaks);
}

/*
 * The step of the histogram in which a peak lies. In float, as the original: the winner is often
 * one count ahead, and double moves peaks between steps. The difference is exact, as fmodf is.
 */
static int
step_of(float hz)
{
	float pitch = 12 * log2f(hz / A0_HZ), residue = pitch - (float)(int)pitch;
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
