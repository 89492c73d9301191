/* SPDX-License-Identifier: MIT */
#include "dsp/kernel_priv.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"

#define NEXT_TO_ZERO 1e-10f
#define ROLLOFF_SHARE 0.85
#define POWER_MIN 1e-10f

static void
plain_interleave(const float *signal, size_t hop, int n_hops, float *hops)
{
	for (size_t i = 0; i < hop; i++) {
		for (size_t h = 0; h < HOPS; h++)
			hops[i * HOPS_ROW + h] = (int)h < n_hops ? signal[h * hop + i] : 0;
	}
}

static void
plain_power(const struct stft *s, const float *hops, int first, int n_windows, float *power)
{
	float *frame = xcalloc(s->n, sizeof(*frame));
	float *spectrum = xcalloc(2 * s->n_bins, sizeof(*spectrum));

	for (size_t lane = 0; lane < LANES; lane++) {
		for (size_t i = 0; i < s->n; i++) {
			size_t hop = (size_t)first + lane + i / s->hop;

			frame[i] = (int)lane < n_windows
			    ? hops[i % s->hop * HOPS_ROW + hop] * s->window[i]
			    : 0;
		}
		fft_real(s->reference, frame, spectrum);
		for (size_t k = 0; k < s->n_bins; k++) {
			float re = spectrum[2 * k], im = spectrum[2 * k + 1];

			power[k * LANES + lane] = re * re + im * im;
		}
	}
	free(frame);
	free(spectrum);
}

static double
plain_sum_of_squares(const float *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)x[i] * (double)x[i];
	return sum;
}

static size_t
plain_zero_crossings(const float *x, size_t n)
{
	size_t count = 0;

	for (size_t i = 1; i < n; i++)
		count += (x[i - 1] < -NEXT_TO_ZERO) != (x[i] < -NEXT_TO_ZERO);
	return count;
}

static void
plain_shape(const float *power, size_t n_bins, float *centroid, float *rolloff)
{
	for (int lane = 0; lane < LANES; lane++) {
		double sum = 0, weighted = 0;
		float running = 0, threshold;
		size_t bin = 0;

		for (size_t k = 0; k < n_bins; k++) {
			float magnitude = sqrtf(power[k * LANES + (size_t)lane]);

			sum += (double)magnitude;
			weighted += (double)k * (double)magnitude;
			running += magnitude;
		}
		centroid[lane] = (float)(sum < (double)FLT_MIN ? weighted : weighted / sum);
		threshold = (float)(ROLLOFF_SHARE * (double)running);
		running = sqrtf(power[lane]);
		while (running < threshold)
			running += sqrtf(power[++bin * LANES + (size_t)lane]);
		rolloff[lane] = (float)bin;
	}
}

static void
plain_peaks(
    const float *power, size_t n_bins, size_t first, size_t end, float share, uint8_t *peaks)
{
	for (size_t k = first; k < end; k++)
		peaks[k] = 0;
	for (size_t lane = 0; lane < LANES; lane++) {
		float floor = 0;

		for (size_t k = 0; k < n_bins; k++)
			floor = fmaxf(floor, share * power[k * LANES + lane]);
		for (size_t k = first; k < end; k++) {
			const float *p = &power[k * LANES + lane];

			if (p[0] > floor && p[0] > p[-LANES] && p[0] >= p[LANES])
				peaks[k] |= (uint8_t)(1u << lane);
		}
	}
}

static float
decibels(float power)
{
	return 10 * log10f(fmaxf(power, POWER_MIN));
}

/* a band of one lane's power */
static float
band_sum(const struct mel *mel, size_t b, const float *power)
{
	const struct mel_band *band = &mel->bands[b];
	float sum = 0;

	for (size_t i = 0; i < band->n_bins; i++)
		sum += mel->weights[band->first_weight + i] * power[(band->first_bin + i) * LANES];
	return sum;
}

static float
plain_mel_db(const struct mel *mel, const float *power, float *db)
{
	float most = -INFINITY;

	for (size_t b = 0; b < mel->n_bands; b++) {
		for (size_t lane = 0; lane < LANES; lane++) {
			db[b * LANES + lane] = decibels(band_sum(mel, b, power + lane));
			most = fmaxf(most, db[b * LANES + lane]);
		}
	}
	return most;
}

static void
plain_mel_ln(const struct mel *mel, const float *power, float offset, float *ln)
{
	for (size_t b = 0; b < mel->n_bands; b++) {
		for (size_t lane = 0; lane < LANES; lane++)
			ln[b * LANES + lane] = logf(band_sum(mel, b, power + lane) + offset);
	}
}

/* the mean of the n largest of sign * power, one lane, times sign; they are kept in order */
static float
mean_of_largest(const float *power, size_t n_bins, size_t n, float sign)
{
	float kept[EXTREMES_MAX], sum = 0;

	for (size_t i = 0; i < n; i++)
		kept[i] = -INFINITY;
	for (size_t k = 0; k < n_bins; k++) {
		float x = sign * power[k * LANES];

		for (size_t i = 0; i < n; i++) {
			float less = fminf(kept[i], x);

			kept[i] = fmaxf(kept[i], x);
			x = less;
		}
	}
	for (size_t i = 0; i < n; i++)
		sum += kept[i];
	return sign * sum / (float)n;
}

static void
plain_extremes_db(const float *power, size_t n_bins, size_t n_extremes, float *peak, float *valley)
{
	for (int lane = 0; lane < LANES; lane++) {
		peak[lane] = decibels(mean_of_largest(power + lane, n_bins, n_extremes, 1));
		valley[lane] = decibels(mean_of_largest(power + lane, n_bins, n_extremes, -1));
	}
}

static void
plain_power_rms(const float *power, size_t stft_n, float *rms)
{
	for (size_t lane = 0; lane < LANES; lane++) {
		double sum = 0;

		for (size_t k = 0; k <= stft_n / 2; k++) {
			double p = (double)power[k * LANES + lane];

			sum += (k == 0 || k == stft_n / 2 ? 1 : 2) * p * p;
		}
		rms[lane] = (float)(sqrt(sum) / (double)stft_n);
	}
}

static void
plain_transform(const float *matrix, size_t n_out, size_t n_in, const float *in, float floor,
    const float *origin, float *out)
{
	for (size_t o = 0; o < n_out; o++) {
		for (int lane = 0; lane < LANES; lane++) {
			float sum = 0;

			for (size_t i = 0; i < n_in; i++)
				sum += matrix[i * n_out + o] *
				    (fmaxf(in[i * LANES + (size_t)lane], floor) - origin[lane]);
			out[o * LANES + (size_t)lane] = sum;
		}
	}
}

static void
plain_flux(const float *db, const float *before, size_t n_bands, float floor, float *flux)
{
	for (int lane = 0; lane < LANES; lane++) {
		float sum = 0;

		for (size_t b = 0; b < n_bands; b++) {
			const float *row = &db[b * LANES];
			float then = lane > 0 ? row[lane - 1] : before[b * LANES + LANES - 1];

			sum += fmaxf(fmaxf(row[lane], floor) - fmaxf(then, floor), 0);
		}
		flux[lane] = sum;
	}
}

static void
plain_sliding_power(const struct sliding *s, const float *x, size_t n_windows, double *sum)
{
	float *frame = xcalloc(2 * s->window_len, sizeof(*frame));
	float *spectrum = xcalloc(2 * s->n_bins, sizeof(*spectrum));

	for (size_t t = 0; t < n_windows; t++) {
		double energy = 0;

		for (size_t i = 0; i < s->window_len; i++) {
			frame[i] = s->window[i] * x[t + i];
			energy += (double)frame[i] * (double)frame[i];
		}
		fft_real(s->reference, frame, spectrum);
		for (size_t k = 0; k < s->n_bins && energy >= (double)FLT_MIN; k++) {
			double re = (double)spectrum[2 * k], im = (double)spectrum[2 * k + 1];

			sum[k] += (re * re + im * im) / energy;
		}
	}
	free(frame);
	free(spectrum);
}

const struct kernel kernel_plain = {
    .name = "plain",
    .interleave = plain_interleave,
    .power = plain_power,
    .sum_of_squares = plain_sum_of_squares,
    .zero_crossings = plain_zero_crossings,
    .shape = plain_shape,
    .peaks = plain_peaks,
    .mel_db = plain_mel_db,
    .mel_ln = plain_mel_ln,
    .extremes_db = plain_extremes_db,
    .power_rms = plain_power_rms,
    .transform = plain_transform,
    .flux = plain_flux,
    .sliding_power = plain_sliding_power,
};
