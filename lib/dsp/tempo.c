/* SPDX-License-Identifier: MIT */
#include "dsp/tempo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/sliding.h"

#define PI 3.14159265358979323846
#define FFT_LEN (2 * TEMPO_WINDOW) /* no lag wraps around */
#define N_BINS (FFT_LEN / 2 + 1)
#define N_FOLDED (FFT_LEN / 4 + 1)
#define PAD (TEMPO_WINDOW / 2)
#define WAYS 8 /* lags computed at once; divides TEMPO_WINDOW */
#define BPM_PRIOR 120.0
#define BPM_MAX 320.0

struct tempo {
	double values_per_s;
	struct sliding *sliding;
	float *padded;
	size_t cap;
};

struct tempo *
tempo_new(double values_per_s)
{
	struct tempo *t = xcalloc(1, sizeof(*t));

	t->values_per_s = values_per_s;
	t->sliding = sliding_new(TEMPO_WINDOW);
	return t;
}

void
tempo_free(struct tempo *t)
{
	if (t == NULL)
		return;
	sliding_free(t->sliding);
	free(t->padded);
	free(t);
}

/* onset, extended by half a window on either side by ramps to zero */
static void
pad_onset(struct tempo *t, const float *onset, size_t n)
{
	xgrow(&t->padded, &t->cap, n + TEMPO_WINDOW, sizeof(*t->padded));
	for (size_t j = 0; j < PAD; j++) {
		t->padded[j] = onset[0] * (float)j / PAD;
		t->padded[PAD + n + j] = onset[n - 1] * (float)(PAD - 1 - j) / PAD;
	}
	memcpy(&t->padded[PAD], onset, n * sizeof(*onset));
}

/*
 * The real part of the inverse transform, at WAYS lags from an even `first` on, of a spectrum that
 * is real and symmetric: of bins k and FFT_LEN/2 - k the sums folded[k][0] and differences
 * folded[k][1], which are what even and odd lags see. In double, by Clenshaw's recurrence for sums
 * of cosines (1955).
 */
static void
invert(double (*folded)[2], size_t first, double *out)
{
	double twice_cos[WAYS], b1[WAYS] = {0}, b2[WAYS] = {0};

	for (size_t i = 0; i < WAYS; i++)
		twice_cos[i] = 2 * cos(2 * PI * (double)(first + i) / FFT_LEN);
	for (size_t k = N_FOLDED - 1; k > 0; k--) {
		for (size_t i = 0; i < WAYS; i++) {
			double b = folded[k][i % 2] - b2[i] + twice_cos[i] * b1[i];

			b2[i] = b1[i];
			b1[i] = b;
		}
	}
	for (size_t i = 0; i < WAYS; i++)
		out[i] = (folded[0][i % 2] - b2[i] + twice_cos[i] / 2 * b1[i]) / FFT_LEN;
}

/*
 * The mean of R_t / R_t[0] over windows t is the inverse transform of the mean of |F_t|^2 / R_t[0],
 * and R_t[0] is the energy of the window:
 * power spectra are added up and one transform at the end gives all lags.
 */
void
tempo_autocorrelation(
    struct tempo *t, const struct kernel *kernel, const float *onset, size_t n, double *mean)
{
	double sum[N_BINS] = {0}, folded[N_FOLDED][2];

	pad_onset(t, onset, n);
	kernel->sliding_power(t->sliding, t->padded, n, sum);
	for (size_t k = 0; k < N_FOLDED; k++) {
		/* each bin counts for its mirror image too, except the first and the last */
		double scale = (k == 0 ? 1 : 2) / (double)n, mirror = sum[N_BINS - 1 - k];

		if (k == N_FOLDED - 1)
			mirror = 0; /* the middle mirrors itself */
		folded[k][0] = scale * (sum[k] + mirror);
		folded[k][1] = scale * (sum[k] - mirror);
	}
	for (size_t lag = 0; lag < TEMPO_WINDOW; lag += WAYS)
		invert(folded, lag, &mean[lag]);
}

double
tempo_bpm(const struct tempo *t, size_t lag)
{
	return 60 * t->values_per_s / (double)lag;
}

double
tempo_log_prior(double bpm)
{
	double octaves = log2(bpm / BPM_PRIOR);

	return -0.5 * octaves * octaves;
}

/* the shortest lag below the fastest tempo */
static size_t
first_lag(const struct tempo *t)
{
	size_t lag = 1;

	while (tempo_bpm(t, lag) >= BPM_MAX)
		lag++;
	return lag;
}

double
tempo_estimate(const struct tempo *t, const double *mean)
{
	double best = 0, bpm = BPM_PRIOR;

	for (size_t lag = first_lag(t); lag < TEMPO_WINDOW; lag++) {
		double candidate = tempo_bpm(t, lag);
		double score = mean[lag] * exp(tempo_log_prior(candidate));

		if (score > best) {
			best = score;
			bpm = candidate;
		}
	}
	return bpm;
}

double
tempo_estimate_log(const struct tempo *t, const double *mean)
{
	double best = -INFINITY, bpm = 0;

	if (mean[0] <= 0)
		return 0;
	for (size_t lag = first_lag(t); lag < TEMPO_WINDOW; lag++) {
		double candidate = tempo_bpm(t, lag);
		double score = log1p(1e6 * fmax(mean[lag], 0)) + tempo_log_prior(candidate);

		if (score > best) {
			best = score;
			bpm = candidate;
		}
	}
	return bpm;
}
