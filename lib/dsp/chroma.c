/* SPDX-License-Identifier: MIT */
#include "dsp/chroma.h"

#include <float.h>
#include <math.h>

#include "dsp/kernel.h"

#define A4_HZ 440.0
#define CENTRE_OCTAVE 5.0
#define OCTAVE_WIDTH 2.0
#define FAR 9.0     /* deviations: beyond, a bump is below 1e-17 of its height */
#define A_ABOVE_C 3 /* from row 0 = A to row 0 = C */

/* pitch in semitones above the A of octave 0; bin 0 is put one and a half octaves below bin 1 */
static double
semitones(size_t bin, size_t n_fft, double rate, double a0_hz)
{
	if (bin == 0)
		return semitones(1, n_fft, rate, a0_hz) - 1.5 * CHROMA_BINS;
	return CHROMA_BINS * log2((double)bin * rate / (double)n_fft / a0_hz);
}

void
chroma_filter(double tuning, size_t n_fft, double rate, float *filter)
{
	double a0_hz = A4_HZ * pow(2, tuning / CHROMA_BINS) / 16;
	size_t n_bins = n_fft / 2 + 1;

	for (size_t k = 0; k < n_bins; k++) {
		double pitch = semitones(k, n_fft, rate, a0_hz);
		double width = fmax(semitones(k + 1, n_fft, rate, a0_hz) - pitch, 1);
		double octave = (pitch / CHROMA_BINS - CENTRE_OCTAVE) / OCTAVE_WIDTH;
		double column[CHROMA_BINS], norm = 0, weight;
		double turn =
		    fmod(pitch + 126, CHROMA_BINS); /* (pitch + 6) mod 12, never negative */

		for (int c = 0; c < CHROMA_BINS; c++) {
			double d = 2 * (turn - c + (turn < c ? CHROMA_BINS : 0) - 6) / width;

			column[c] = fabs(d) < FAR ? exp(-0.5 * d * d) : 0;
			norm += column[c] * column[c];
		}
		weight = exp(-0.5 * octave * octave) / sqrt(norm);
		for (int c = 0; c < CHROMA_BINS; c++)
			*filter++ = (float)(column[(c + A_ABOVE_C) % CHROMA_BINS] * weight);
	}
}

void
chroma_normalise(float *chroma)
{
	for (int lane = 0; lane < LANES; lane++) {
		float top = 0;

		for (int c = 0; c < CHROMA_BINS; c++)
			top = fmaxf(top, chroma[c * LANES + lane]);
		if (top < FLT_MIN)
			continue;
		for (int c = 0; c < CHROMA_BINS; c++)
			chroma[c * LANES + lane] /= top;
	}
}
