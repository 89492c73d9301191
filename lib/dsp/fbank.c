/* SPDX-License-Identifier: MIT */
#include "dsp/fbank.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/mel.h"
#include "dsp/stft.h"
#include "dsp/window.h"

#define EMPHASIS 0.97f
#define OFFSET 1e-5f

struct fbank {
	struct fbank_plan plan;
	size_t n_windows;
	struct stft *stft;
	struct mel *mel;
	float *differences; /* with fft/2 before and behind */
	float *hops, *power, *ln;
};

static struct stft *
narrow_stft(const struct fbank_plan *plan)
{
	float *window = xcalloc(plan->fft, sizeof(*window));
	struct stft *s;

	/* symmetric: both ends are zero, so it is a periodic one of a sample less */
	window_hann(plan->window - 1, &window[(plan->fft - plan->window) / 2]);
	s = stft_new_window(plan->fft, plan->hop, window);
	free(window);
	return s;
}

struct fbank *
fbank_new(const struct fbank_plan *plan)
{
	struct fbank *f = xcalloc(1, sizeof(*f));
	/* whole hops are read where the last window ends */
	size_t len = plan->n_samples - 1 + plan->fft + plan->hop;

	f->plan = *plan;
	f->n_windows = FBANK_WINDOWS(plan->n_samples, plan->hop);
	f->stft = narrow_stft(plan);
	f->mel = mel_new_kaldi(plan->n_bands, plan->fft, plan->rate, plan->max_hz);
	f->differences = xlargearray(len, sizeof(*f->differences));
	memset(f->differences, 0, len * sizeof(*f->differences));
	f->hops = xalignedarray(plan->hop * HOPS_ROW, sizeof(*f->hops));
	f->power = xalignedarray(f->stft->n_bins * LANES, sizeof(*f->power));
	f->ln = xalignedarray(plan->n_bands * LANES, sizeof(*f->ln));
	return f;
}

void
fbank_free(struct fbank *f)
{
	if (f == NULL)
		return;
	stft_free(f->stft);
	mel_free(f->mel);
	free(f->differences);
	free(f->hops);
	free(f->power);
	free(f->ln);
	free(f);
}

/* each sample without most of the one before, and their mirror images beyond both ends */
static void
emphasise(struct fbank *f, const float *restrict x)
{
	size_t n = f->plan.n_samples - 1;
	long reach = (long)(f->plan.fft / 2);
	float *restrict y = &f->differences[reach], *last = &y[n - 1];

	for (size_t i = 0; i < n; i++)
		y[i] = x[i + 1] - EMPHASIS * x[i];
	for (long i = 1; i <= reach; i++) {
		y[-i] = y[i];
		last[i] = last[-i];
	}
}

void
fbank_compute(struct fbank *f, const struct kernel *kernel, const float *x, float *log_mel)
{
	size_t hop = f->plan.hop, hops_in_fft = (f->plan.fft + hop - 1) / hop;

	emphasise(f, x);
	for (size_t t = 0; t < f->n_windows; t += LANES) {
		size_t left = f->n_windows - t, n = left < LANES ? left : LANES;

		kernel->interleave(
		    &f->differences[t * hop], hop, (int)(n - 1 + hops_in_fft), f->hops);
		kernel->power(f->stft, f->hops, 0, (int)n, f->power);
		kernel->mel_ln(f->mel, f->power, OFFSET, f->ln);
		for (size_t b = 0; b < f->plan.n_bands; b++)
			memcpy(&log_mel[b * f->n_windows + t], &f->ln[b * LANES],
			    n * sizeof(*log_mel));
	}
}
