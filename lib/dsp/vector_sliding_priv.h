/* SPDX-License-Identifier: MIT */
/*
 * Spectra of windows one value apart, for one of the compilations of kernel_vector.c; so everything
 * here is static. Vectors hold neighbouring bins, not windows.
 *
 * With w = exp(-2 pi i k / n) the spectrum of the L values from x[t] on, without a window function,
 * is F_t = sum x[t+i] w^i. Its terms change little from one t to the next, but to subtract what
 * leaves would leave the rounding of loud values behind in quiet ones. So values are taken in
 * blocks of L, and a window is the rest of one block and the beginning of the next, each of which
 * is only ever added to:
 *
 *      block        b                      b + L                   b + 2L
 *      |            .....rest(t)...........|......begun(t)....     |
 *                   t                                        t + L
 *
 *      rest(t) = x[t] + w rest(t+1), from the end of the block back
 *      begun(t+1) = (begun(t) + w^L x[t+L]) / w, from its start on; w^L = (-1)^k
 *      F_t = rest(t) + begun(t)
 *
 * (Horner's rule both ways; sliding sums without subtraction: van Herk 1992.) Hann's window is then
 * a sum of three bins, F_t[k]/2 - F_t[k-2]/4 - F_t[k+2]/4.
 *
 * Hundreds of turns by a w in single precision would drift away from those by the true one. By how
 * much is known, so it is put right every few turns.
 */
#ifndef DSP_VECTOR_SLIDING_PRIV_H
#define DSP_VECTOR_SLIDING_PRIV_H

#include <float.h>
#include <string.h>

#include "base/vector.h"
#include "dsp/sliding.h"

#define PANEL SLIDING_PANEL
#define PANEL_VECTORS (PANEL / W)
#define PANEL_BINS (PANEL - 2 * SLIDING_SIDE) /* that come out of it */
#define STEP SLIDING_STEP

/* a panel of the spectra of the windows of a block: real parts, imaginary parts */
struct panel {
	float at[SLIDING_FAST_MAX][2 * PANEL];
	float past_the_end[W]; /* read in vectors that are not full */
};

/* after STEP turns: forth, or with sign -1 back */
static inline void
undo_drift(const struct sliding *s, size_t first_bin, float sign, vf *re, vf *im)
{
	for (size_t v = 0; v < PANEL_VECTORS; v++) {
		vf d_re = load(&s->drift_re[first_bin + v * W]);
		vf d_im = sign * load(&s->drift_im[first_bin + v * W]), old_re = re[v];

		re[v] += old_re * d_re - im[v] * d_im;
		im[v] += old_re * d_im + im[v] * d_re;
	}
}

/*
 * rest(t) of the block at x for its n windows t = 0, 1, ..., but for x[t] itself, which Hann's
 * window leaves out: subtracting it later would leave its rounding.
 */
static void
slide_back(const struct sliding *s, size_t first_bin, const float *x, size_t n, struct panel *panel)
{
	const float *twiddle_re = &s->twiddle_re[first_bin],
		    *twiddle_im = &s->twiddle_im[first_bin];
	vf re[PANEL_VECTORS] = {{0}}, im[PANEL_VECTORS] = {{0}};

	for (size_t t = s->window_len; t-- > 0;) {
		float *out = panel->at[t];

		for (size_t v = 0; v < PANEL_VECTORS; v++) {
			vf w_re = load(&twiddle_re[v * W]), w_im = load(&twiddle_im[v * W]);
			vf turned_re = re[v] * w_re - im[v] * w_im;

			im[v] = re[v] * w_im + im[v] * w_re;
			if (t < n) {
				store(&out[v * W], turned_re);
				store(&out[PANEL + v * W], im[v]);
			}
			re[v] = turned_re + x[t];
		}
		if ((s->window_len - t) % STEP == 0)
			undo_drift(s, first_bin, 1, re, im);
	}
}

/*
 * Adds begun(t) to the spectra of windows first .. end-1, where re and im hold begun(first), and
 * then begun(end). next[t] = x[t+L].
 */
static void
slide_on(const struct sliding *s, size_t first_bin, const float *next, size_t first, size_t end,
    vf *re, vf *im, struct panel *panel)
{
	const float *twiddle_re = &s->twiddle_re[first_bin],
		    *twiddle_im = &s->twiddle_im[first_bin];
	vf sign; /* (-1)^k: panels begin with an even bin */

	for (int i = 0; i < W; i++)
		sign[i] = i % 2 == 0 ? 1 : -1;
	for (size_t t = first; t < end; t++) {
		float *out = panel->at[t];
		vf signed_next = next[t] * sign;

		for (size_t v = 0; v < PANEL_VECTORS; v++) {
			vf w_re = load(&twiddle_re[v * W]), w_im = load(&twiddle_im[v * W]);
			vf sum = re[v] + signed_next;

			store(&out[v * W], load(&out[v * W]) + re[v]);
			store(&out[PANEL + v * W], load(&out[PANEL + v * W]) + im[v]);
			re[v] = sum * w_re + im[v] * w_im;
			im[v] = im[v] * w_re - sum * w_im;
		}
	}
	undo_drift(s, first_bin, -1, re, im);
}

/* sum[PANEL_VECTORS] += weight * 16 times the power of a window's bins under Hann's window */
static inline void
add_power(const float *spectrum, float weight, vf *sum)
{
	for (size_t v = 0; v < PANEL_VECTORS; v++) {
		const float *re = &spectrum[v * W], *im = re + PANEL;
		vf hann_re =
		    2.0f * load(re + SLIDING_SIDE) - (load(re) + load(re + 2 * SLIDING_SIDE));
		vf hann_im =
		    2.0f * load(im + SLIDING_SIDE) - (load(im) + load(im + 2 * SLIDING_SIDE));

		sum[v] += weight * (hann_re * hann_re + hann_im * hann_im);
	}
}

/* sum[n_bins] += weight[t] times the power of window t, for the n windows of the block at x */
static void
slide_panel(const struct sliding *s, const float *x, const float *weight, size_t n,
    size_t first_bin, double *sum)
{
	struct panel panel;
	size_t n_bins = s->n_bins - first_bin < PANEL_BINS ? s->n_bins - first_bin : PANEL_BINS;
	vf re[PANEL_VECTORS] = {{0}}, im[PANEL_VECTORS] = {{0}}, power[PANEL_VECTORS] = {{0}};

	memset(panel.past_the_end, 0, sizeof(panel.past_the_end));
	slide_back(s, first_bin, x, n, &panel);
	for (size_t t = 0; t < n; t += STEP) {
		size_t end = t + STEP < n ? t + STEP : n;

		slide_on(s, first_bin, x + s->window_len, t, end, re, im, &panel);
		for (size_t i = t; i < end; i++)
			add_power(panel.at[i], weight[i], power);
	}
	for (size_t k = 0; k < n_bins; k++)
		sum[first_bin + k] += (double)power[k / W][k % W] / 16;
}

/* weight[t] = 1 / energy of the window from x[t] on, t < n; 0 where that would not be finite */
static void
weigh_windows(const struct sliding *s, const float *x, size_t n, float *weight)
{
	size_t t = 0;

	for (; t + W <= n; t += W) {
		vf energy = {0};

		for (size_t i = 0; i < s->window_len; i++) {
			vf u = s->window[i] * load(&x[t + i]);

			energy += u * u;
		}
		store(&weight[t], choose(energy >= FLT_MIN, 1.0f / energy, splat(0)));
	}
	for (; t < n; t++) {
		float energy = 0;

		for (size_t i = 0; i < s->window_len; i++)
			energy += s->window[i] * x[t + i] * (s->window[i] * x[t + i]);
		weight[t] = energy >= FLT_MIN ? 1 / energy : 0;
	}
}

static void
sliding_power_of(const struct sliding *s, const float *x, size_t n_windows, double *sum)
{
	float weight[SLIDING_FAST_MAX];

	for (size_t first = 0; first < n_windows; first += s->window_len) {
		size_t n = n_windows - first < s->window_len ? n_windows - first : s->window_len;

		weigh_windows(s, &x[first], n, weight);
		for (size_t bin = 0; bin < s->n_bins; bin += PANEL_BINS)
			slide_panel(s, &x[first], weight, n, bin, sum);
	}
}

#endif
