/* SPDX-License-Identifier: MIT */
#include "dsp/tempo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/fft.h"
#include "dsp/stft.h"

#define FFT_LEN 1024 /* 2 * TEMPO_WINDOW - 1 or more: no lag wraps around */
#define N_BINS (FFT_LEN / 2 + 1)
#define PAD (TEMPO_WINDOW / 2)
#define BPM_PRIOR 120.0
#define BPM_MAX 320.0

struct tempo {
	double values_per_s;
	struct stft *stft;
	float *padded;
	size_t cap;
	float *power;   /* [N_BINS][LANES] */
	double *sum;    /* [N_BINS] */
	float *circle;  /* FFT_LEN */
	float *inverse; /* 2 * N_BINS */
};

struct tempo *
tempo_new(double values_per_s)
{
	struct tempo *t = xcalloc(1, sizeof(*t));

	t->values_per_s = values_per_s;
	t->stft = stft_new(FFT_LEN, TEMPO_WINDOW);
	t->power = xalignedarray(N_BINS * LANES, sizeof(*t->power));
	t->sum = xcalloc(N_BINS, sizeof(*t->sum));
	t->circle = xcalloc(FFT_LEN, sizeof(*t->circle));
	t->inverse = xcalloc(2 * N_BINS, sizeof(*t->inverse));
	return t;
}

void
tempo_free(struct tempo *t)
{
	if (t == NULL)
		return;
	stft_free(t->stft);
	free(t->padded);
	free(t->power);
	free(t->sum);
	free(t->circle);
	free(t->inverse);
	free(t);
}

/* onset with half a window before and after it, on ramps from and to zero */
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
 * The mean of R_t / R_t[0] over windows t is the inverse transform of the mean of |F_t|^2 / R_t[0],
 * and R_t[0] is the energy of the window:
 * power spectra are added up and one transform at the end gives all lags.
 */
void
tempo_autocorrelation(struct tempo *t, const struct kernel *kernel, const float *onset, size_t n,
    double *mean)
{
	pad_onset(t, onset, n);
	memset(t->sum, 0, N_BINS * sizeof(*t->sum));
	for (size_t first = 0; first < n; first += LANES) {
		int n_windows = n - first < LANES ? (int)(n - first) : LANES;

		kernel->power(t->stft, &t->padded[first], 1, n_windows, t->power);
		kernel->accumulate(t->power, FFT_LEN, t->sum);
	}
	/* the sum is real and symmetric, so a forward transform is its inverse */
	for (size_t k = 0; k < N_BINS; k++)
		t->circle[k] = t->circle[(FFT_LEN - k) % FFT_LEN] =
		    (float)(t->sum[k] / (double)n / FFT_LEN);
	fft_real(t->stft->reference, t->circle, t->inverse);
	for (size_t lag = 0; lag < TEMPO_WINDOW; lag++)
		mean[lag] = (double)t->inverse[2 * lag];
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
