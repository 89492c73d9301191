/* SPDX-License-Identifier: MIT */
#include "dsp/sliding.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "dsp/roots.h"
#include "dsp/window.h"

/* root k, as element i of the tables */
static void
put_root(struct sliding *s, const struct roots *roots, size_t i, size_t k)
{
	size_t quarter = s->window_len / 2;
	double re = roots_cos(roots, k), im = roots_cos(roots, k + quarter), a, b;

	s->root_re[i] = (float)re;
	s->root_im[i] = (float)im;
	/* rounded = true (1 + a + bi), and so to first order its powers */
	a = re * ((double)s->root_re[i] - re) + im * ((double)s->root_im[i] - im);
	b = re * ((double)s->root_im[i] - im) - im * ((double)s->root_re[i] - re);
	s->drift_re[i] = (float)(-SLIDING_STEP * a);
	s->drift_im[i] = (float)(-SLIDING_STEP * b);
}

struct sliding *
sliding_new(size_t window_len)
{
	struct sliding *s = xcalloc(1, sizeof(*s));
	size_t n_fft = 2 * window_len, n_roots = window_len + 1 + SLIDING_PANEL;
	struct roots *roots = roots_new(n_fft);

	s->window_len = window_len;
	s->n_bins = window_len + 1;
	s->window = xalignedarray(window_len, sizeof(*s->window));
	window_hann(window_len, s->window);
	s->root_re = xalignedarray(n_roots, sizeof(*s->root_re));
	s->root_im = xalignedarray(n_roots, sizeof(*s->root_im));
	s->drift_re = xalignedarray(n_roots, sizeof(*s->drift_re));
	s->drift_im = xalignedarray(n_roots, sizeof(*s->drift_im));
	for (size_t i = 0; i < n_roots; i++)
		put_root(s, roots, i, i + n_fft - SLIDING_SIDE);
	s->reference = fft_new(n_fft);
	roots_free(roots);
	return s;
}

void
sliding_free(struct sliding *s)
{
	if (s == NULL)
		return;
	free(s->window);
	free(s->root_re);
	free(s->root_im);
	free(s->drift_re);
	free(s->drift_im);
	fft_free(s->reference);
	free(s);
}
