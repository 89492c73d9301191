/* SPDX-License-Identifier: MIT */
#include "dsp/stft.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "dsp/kernel.h"
#include "dsp/twiddles.h"
#include "dsp/window.h"

#define FAST_MIN 64

static void
make_fast_tables(struct stft *s)
{
	static const size_t turned[STFT_N_TURNED] = STFT_TURNED_ROWS;
	struct twiddles *twiddles = twiddles_new(s->n);
	size_t m = s->n / STFT_ROWS;
	float *window, *turn, *split;

	s->column_window = window = xalignedarray(s->n, sizeof(*window));
	s->turn = turn = xalignedarray(2 * STFT_N_TURNED * m, sizeof(*turn));
	for (size_t column = 0; column < m; column++) {
		for (size_t row = 0; row < STFT_ROWS; row++)
			*window++ = s->window[column + row * m];
		for (size_t i = 0; i < STFT_N_TURNED; i++)
			turn = twiddles_put(twiddles, turned[i] * column, turn);
	}
	s->twiddle = twiddles_of_fft(twiddles, m);
	s->split = split = xalignedarray(2 * (m / 2 + 1), sizeof(*split));
	for (size_t k = 0; k <= m / 2; k++)
		split = twiddles_put(twiddles, k * (STFT_ROWS / 2), split);
	for (size_t i = 0; i < 2 * (m / 2 + 1); i++)
		s->split[i] /= 2;
	twiddles_free(twiddles);
}

static bool
is_fast(size_t n, size_t hop)
{
	size_t row = n / STFT_ROWS;

	return n >= FAST_MIN && n <= STFT_FAST_MAX && (n & (n - 1)) == 0 &&
	    (hop == 4 * row || hop == 5 * row || hop == 8 * row);
}

struct stft *
stft_new_window(size_t n, size_t hop, const float *window)
{
	struct stft *s = xcalloc(1, sizeof(*s));

	s->n = n;
	s->n_bins = n / 2 + 1;
	s->hop = hop;
	s->window = xalignedarray(n, sizeof(*s->window));
	memcpy(s->window, window, n * sizeof(*s->window));
	s->fast = is_fast(n, hop);
	if (s->fast)
		make_fast_tables(s);
	s->reference = fft_new(n);
	return s;
}

struct stft *
stft_new(size_t n, size_t hop)
{
	float *window = xalignedarray(n, sizeof(*window));
	struct stft *s;

	window_hann(n, window);
	s = stft_new_window(n, hop, window);
	free(window);
	return s;
}

void
stft_free(struct stft *s)
{
	if (s == NULL)
		return;
	free(s->window);
	free(s->column_window);
	free(s->turn);
	free(s->twiddle);
	free(s->split);
	fft_free(s->reference);
	free(s);
}
