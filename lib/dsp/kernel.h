/* SPDX-License-Identifier: MIT */
#ifndef DSP_KERNEL_H
#define DSP_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#include "dsp/mel.h"
#include "dsp/sliding.h"
#include "dsp/stft.h"

/*
 * The inner loops, for LANES windows side by side.
 *
 * Every analysis window goes through the same steps with the same constants, so LANES neighbouring
 * windows are computed at once, one in each lane of a vector:
 *
 *      signal    |  hop 0  |  hop 1  |  hop 2  |  hop 3  |  ...
 *                [          window t           ]                      LANES windows, a hop apart,
 *                          [         window t+1          ]            here of three hops
 *
 *      hops        hop 0    hop 1    hop 2   ...  hop 11
 *      sample 0  |    .   |    .   |    .   | ... |    .   |    one row for the samples of the same
 *      sample 1  |    .   |    .   |    .   | ... |    .   |    number: LANES numbers from hop h on
 *       :                                                       are a sample of LANES windows
 *
 *      a block     lane 0     lane 1           lane 7
 *      bin 0     | window t | window t+1 | ... | window t+7 |   one aligned row,
 *      bin 1     | window t | window t+1 | ... | window t+7 |   block[bin][lane]
 *       :
 *      bin n/2   | window t | window t+1 | ... | window t+7 |
 *
 * A twiddle factor, a mel weight or a cosine is then one number for the whole row, and nothing
 * ever moves between lanes: window, FFT, power, mel bands, DCT, centroid, rolloff and chroma are
 * plain vertical arithmetic. Windows of two lengths read the same hops. Rows of mel bands or
 * coefficients instead of bins have the same form. Lanes past the last window hold zeros, and what
 * comes out of them is ignored.
 *
 * A struct kernel is one build of these loops. "plain" is written for the reader, with kissfft for
 * the FFT; the others are tested against it. They are one source, kernel_vector.c, compiled once
 * for each vector width. Blocks are the same in all, so a kernel can be replaced in mid-signal.
 */
#define LANES 8
#define HOPS 12     /* hops that a block of windows spans, when each is up to five hops long */
#define HOPS_ROW 16 /* floats in a row of hops[], padded to a cache line */

#define EXTREMES_MAX 9

struct kernel {
	const char *name;

	/*
	 * Transposes hops: hops[i][h] = sample i of the hop that begins at signal + h * hop, for
	 * h < n_hops; zeros from n_hops to HOPS. hop is a multiple of 4.
	 */
	void (*interleave)(const float *signal, size_t hop, int n_hops, float *hops);

	/*
	 * power[n/2+1][LANES] of the n_windows windows that begin with hop number `first` of
	 * hops[stft_hop][HOPS_ROW] and the ones behind it: window function, real FFT, squared
	 * magnitude, no scaling. first + LANES - 1 + n/hop is at most HOPS.
	 */
	void (*power)(
	    const struct stft *stft, const float *hops, int first, int n_windows, float *power);

	/* The sum of the squares of x[n]. */
	double (*sum_of_squares)(const float *x, size_t n);

	/*
	 * Changes of sign between neighbours of x[n]. Zero counts as positive, and so does whatever
	 * is no further from it than 1e-10 (docs/seed.md 4).
	 */
	size_t (*zero_crossings)(const float *x, size_t n);

	/*
	 * Spectral centroid and rolloff, each [LANES], in bins: multiply by rate/n for Hz. From the
	 * magnitude, the root of power[n_bins][LANES]. Rolloff is the smallest bin whose running
	 * sum, in float and in order, reaches 0.85 of the last (docs/seed.md 4). Silence gives 0.
	 */
	void (*shape)(const float *power, size_t n_bins, float *centroid, float *rolloff);

	/*
	 * peaks[n_bins], of which first .. end-1 are set: a bit for each lane in which the bin is a
	 * local maximum of power[n_bins][LANES], more than the bin below, no less than the bin
	 * above, and more than `share` of the largest of all bins. first > 0, end < n_bins.
	 */
	void (*peaks)(const float *power, size_t n_bins, size_t first, size_t end, float share,
	    uint8_t *peaks);

	/* db[n_bands][LANES] = 10 log10(max(mel * power, 1e-10)). Returns the largest of them. */
	float (*mel_db)(const struct mel *mel, const float *power, float *db);

	/* ln[n_bands][LANES] = the natural logarithm of mel * power + offset, offset > 0 */
	void (*mel_ln)(const struct mel *mel, const float *power, float offset, float *ln);

	/*
	 * peak[LANES] and valley[LANES]: the means of the n_extremes largest and smallest of
	 * power[n_bins][LANES], in decibels like those of mel_db. n_extremes is at least 1 and at
	 * most n_bins and EXTREMES_MAX.
	 */
	void (*extremes_db)(
	    const float *power, size_t n_bins, size_t n_extremes, float *peak, float *valley);

	/*
	 * rms[LANES] = the root of the sum of power^2 over all stft_n bins, both halves, divided by
	 * stft_n: the root mean square of a signal whose magnitudes are these powers.
	 */
	void (*power_rms)(const float *power, size_t stft_n, float *rms);

	/*
	 * out[n_out][LANES] = matrix, column after column [n_in][n_out], times the rows
	 * max(in, floor) - origin, in[n_in][LANES], origin[LANES]: DCT of decibels, chroma of power
	 * (floor and origin 0). An origin near the values keeps the sums of a DCT small, and so
	 * exact.
	 */
	void (*transform)(const float *matrix, size_t n_out, size_t n_in, const float *in,
	    float floor, const float *origin, float *out);

	/*
	 * Onset flux: flux[LANES] = the sum over bands of max(0, L_t - L_(t-1)), where
	 * L = max(db, floor), db[n_bands][LANES]. Lane 0 looks back at the last lane of `before`, a
	 * block like db.
	 */
	void (*flux)(
	    const float *db, const float *before, size_t n_bands, float floor, float *flux);

	/*
	 * sum[n_bins] += the power spectra of the windows that begin at x[0], x[1], ..
	 * x[n_windows-1], each divided by the energy of its window: the sum of squares under the
	 * window function. Windows with less than FLT_MIN add nothing. x holds n_windows +
	 * window_len values.
	 */
	void (*sliding_power)(
	    const struct sliding *sliding, const float *x, size_t n_windows, double *sum);
};

/*
 * The kernel of that name: "plain", "baseline", "avx2" or "avx512"; NULL when there is none or this
 * machine cannot run it. With name NULL the fastest that it can.
 */
const struct kernel *
kernel_find(const char *name);

#endif
