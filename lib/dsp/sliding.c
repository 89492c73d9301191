/* SPDX-License-Identifier: MIT */
#include "dsp/sliding.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "dsp/twiddles.h"
#include "dsp/window.h"

/* twiddle factor k, as element i of the tables */
static void
put_twiddle(struct sliding *s, const struct twiddles *twiddles, size_t i, size_t k)
{
	size_t quarter = s->window_len / 2;
	double re = twiddles_cos(twiddles, k), im = twiddles_cos(twiddles, k + quarter), a, b;

	s->twiddle_re[i] = (float)re;
	s->twiddle_im[i] = (float)im;
	/* rounded = true (1 + a + bi), and so to first order its powers */
	a = re * ((double)s->twiddle_re[i] - re) + im * ((double)s->twiddle_im[i] - im);
	b = re * ((double)s->twiddle_im[i] - im) - im * ((double)s->twiddle_re[i] - re);
	s->drift_re[i] = (float)(-SLIDING_STEP * a);
	s->drift_im[i] = (float)(-SLIDING_STEP * b);
}

struct sliding *
sliding_new(size_t window_len)
{
	struct sliding *s = xcalloc(1, sizeof(*s));
	size_t n_fft = 2 * window_len, n_twiddles = window_len + 1 + SLIDING_PANEL;
	struct twiddles *twiddles = twiddles_new(n_fft);

	s->window_len = window_len;
	s->n_bins = window_len + 1;
	s->window = xalignedarray(window_len, sizeof(*s->window));
	window_hann(window_len, s->window);
	s->twiddle_re = xalignedarray(n_twiddles, sizeof(*s->twiddle_re));
	s->twiddle_im = xalignedarray(n_twiddles, sizeof(*s->twiddle_im));
	s->drift_re = xalignedarray(n_twiddles, sizeof(*s->drift_re));
	s->drift_im = xalignedarray(n_twiddles, sizeof(*s->drift_im));
	for (size_t i = 0; i < n_twiddles; i++)
		put_twiddle(s, twiddles, i, i + n_fft - SLIDING_SIDE);
	s->reference = fft_new(n_fft);
	twiddles_free(twiddles);
	return s;
}

void
sliding_free(struct sliding *s)
{
	if (s == NULL)
		return;
	free(s->window);
	free(s->twiddle_re);
	free(s->twiddle_im);
	free(s->drift_re);
	free(s->drift_im);
	fft_free(s->reference);
	free(s);
}
