/* SPDX-License-Identifier: MIT */
#include "dsp/stft.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "dsp/kernel.h"
#include "dsp/window.h"

#define PI 3.14159265358979323846

static float *
put_root(float *out, double turns)
{
	*out++ = (float)cos(2 * PI * turns);
	*out++ = (float)-sin(2 * PI * turns);
	return out;
}

/* the twiddle factors of Stockham's passes over n points: radix 4 while 4 divides what is left */
static float *
make_twiddles(size_t n)
{
	float *table = xalignedarray(6 * n, sizeof(*table)), *out = table;

	for (size_t left = n; left >= 4; left /= 4) {
		for (size_t p = 0; p < left / 4; p++) {
			for (size_t power = 1; power <= 3; power++)
				out = put_root(out, (double)(power * p) / (double)left);
		}
	}
	return table;
}

static void
make_fast_tables(struct stft *s)
{
	float *out;

	s->half_window = xalignedarray(s->window_len, sizeof(*s->half_window));
	for (size_t i = 0; i < s->window_len; i++)
		s->half_window[i] = s->window[i] / 2;
	s->twiddle = make_twiddles(s->n / 2);
	s->split = xalignedarray(2 * (s->n / 4 + 1), sizeof(*s->split));
	out = s->split;
	for (size_t k = 0; k <= s->n / 4; k++)
		out = put_root(out, (double)k / (double)s->n);
	s->scratch = xalignedarray(2 * s->n * LANES, sizeof(*s->scratch));
}

struct stft *
stft_new(size_t n, size_t window_len)
{
	struct stft *s = xcalloc(1, sizeof(*s));

	s->n = n;
	s->n_bins = n / 2 + 1;
	s->window_len = window_len;
	s->window = xalignedarray(window_len, sizeof(*s->window));
	window_hann(window_len, s->window);
	s->fast = n >= 16 && (n & (n - 1)) == 0;
	if (s->fast)
		make_fast_tables(s);
	s->reference = fft_new(n);
	s->frame = xalignedarray(n, sizeof(*s->frame));
	s->spectrum = xalignedarray(2 * s->n_bins, sizeof(*s->spectrum));
	return s;
}

void
stft_free(struct stft *s)
{
	if (s == NULL)
		return;
	free(s->window);
	free(s->half_window);
	free(s->twiddle);
	free(s->split);
	free(s->scratch);
	fft_free(s->reference);
	free(s->frame);
	free(s->spectrum);
	free(s);
}
