/* SPDX-License-Identifier: MIT */
/*
 * Composes the bundled song: the opening of the Prelude in C major, BWV 846, by Johann Sebastian
 * Bach (1722), on plucked strings, and writes its samples to standard output: floats of 44100 Hz.
 *
 *   make song
 *
 * The prelude breaks one chord a bar: five notes, of which the upper three are repeated, in
 * sixteenths, twice a bar. A string is Karplus and Strong's (Computer Music Journal 7(2), 1983):
 * a burst of noise goes round a delay line that damps its high end, tuned by an all-pass filter
 * (Jaffe and Smith, the same issue). The room is Schroeder's: four combs, two all-passes.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 44100
#define SIXTEENTH_S 0.2344 /* 64 quarters a minute */
#define TAIL_S 4.0         /* the last chord and the room die away */
#define PEAK 0.8
#define HISS 0.002
#define N_BARS 8

/* the five notes of each bar's chord, upwards, in MIDI numbers: 60 is the middle c */
static const int bars[N_BARS][5] = {
    {60, 64, 67, 72, 76}, /* C */
    {60, 62, 69, 74, 77}, /* d7 over c */
    {59, 62, 67, 74, 77}, /* G7 over b */
    {60, 64, 67, 72, 76}, /* C */
    {60, 64, 69, 76, 81}, /* a over c */
    {60, 62, 66, 69, 74}, /* D7 over c */
    {59, 62, 67, 74, 79}, /* G over b */
    {48, 60, 64, 67, 72}, /* C to end on */
};

/* the order in which half a bar plays them */
static const int figure[8] = {0, 1, 2, 3, 4, 2, 3, 4};

/* n items of zeros, the caller frees */
static void *
allocate(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (p == NULL) {
		fprintf(stderr, "compose: out of memory\n");
		exit(1);
	}
	return p;
}

/* xorshift32 of Marsaglia: the same noise everywhere */
static double
noise(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state / 2147483648.0 - 1;
}

/*
 * Adds a note to mix[n_frames] from frame `at` on, sounding for `frames`: MIDI number, strength
 * from 0 to 1. Each partial of the string decays by what one turn of its line takes; the pick is a
 * low-passed burst, the softer the duller, and released notes fade within 0.1 s.
 */
static void
pluck(float *mix, size_t n_frames, size_t at, size_t frames, int note, double strength)
{
	double hz = 440 * pow(2, (note - 69) / 12.0), period = RATE / hz;
	size_t len = (size_t)(period - 0.6), fade = RATE / 10;
	double rest = period - 0.5 - (double)len, tune = (1 - rest) / (1 + rest);
	double fall_s = 8 - (note - 48) * 0.06; /* to -60 dB */
	double loss = pow(10, -3 / (hz * fall_s));
	double *line = allocate(len, sizeof(*line)), last = 0, all_in = 0, all_out = 0;
	double low = 0, soft = 0, sum = 0, power = 0;
	uint32_t seed = 2463534242u + (uint32_t)note * 7919u;

	for (size_t i = 0; i < len; i++) {
		low += (0.12 + 0.2 * strength) * (noise(&seed) - low);
		soft += 0.4 * (low - soft);
		line[i] = soft;
		sum += soft;
		power += soft * soft;
	}
	for (size_t i = 0; i < len; i++) /* a constant would go round for ever */
		line[i] = (line[i] - sum / (double)len) / sqrt(power / (double)len);
	for (size_t i = 0; i < frames + fade && at + i < n_frames; i++) {
		double x = line[i % len], mean = 0.5 * (x + last) * loss;

		last = x;
		all_out = tune * (mean - all_out) + all_in;
		all_in = mean;
		line[i % len] = all_out;
		if (i > frames)
			x *= 1 - (double)(i - frames) / (double)fade;
		mix[at + i] += (float)(x * strength);
	}
	free(line);
}

/* One comb of the room over in[n]; what it adds goes to out[n]. */
static void
comb(const float *in, float *out, size_t n, size_t delay, double feedback)
{
	float *line = allocate(delay, sizeof(*line)), damp = 0;

	for (size_t i = 0; i < n; i++) {
		float y = line[i % delay];

		damp = 0.7f * y + 0.3f * damp; /* air takes the high end */
		line[i % delay] = in[i] + (float)feedback * damp;
		out[i] += y;
	}
	free(line);
}

static void
allpass(float *x, size_t n, size_t delay)
{
	float *line = allocate(delay, sizeof(*line));

	for (size_t i = 0; i < n; i++) {
		float held = line[i % delay], y = held - 0.7f * x[i];

		line[i % delay] = x[i] + 0.7f * y;
		x[i] = y;
	}
	free(line);
}

/* Schroeder's room (1962) around mix[n_frames]; delays in frames, primes near 30 to 45 ms */
static void
add_room(float *mix, size_t n_frames)
{
	static const size_t delays[] = {1307, 1637, 1811, 1931};
	float *wet = allocate(n_frames, sizeof(*wet));

	for (size_t i = 0; i < 4; i++)
		comb(mix, wet, n_frames, delays[i], 0.87); /* dies away in 2 s */
	allpass(wet, n_frames, 221);
	allpass(wet, n_frames, 75);
	for (size_t i = 0; i < n_frames; i++)
		mix[i] += 0.45f * wet[i];
	free(wet);
}

/* the notes of the prelude into mix[n_frames] */
static void
play(float *mix, size_t n_frames)
{
	static const double touch[5] = {0.9, 0.75, 0.85, 0.85, 0.85};

	for (int bar = 0; bar < N_BARS - 1; bar++) {
		double bar_strength = 0.62 + 0.06 * (bar < 4 ? bar : 7 - bar);

		for (int i = 0; i < 16; i++) {
			int voice = figure[i % 8], step = bar * 16 + i, held = 8 - i % 8;
			double strength = bar_strength * touch[voice];

			/* all are held to the end of the half bar, as by a pedal */
			pluck(mix, n_frames, (size_t)(step * SIXTEENTH_S * RATE),
			    (size_t)(held * SIXTEENTH_S * RATE), bars[bar][voice], strength);
		}
	}
	for (int voice = 0; voice < 5; voice++) {
		double at = (N_BARS - 1) * 16 * SIXTEENTH_S + voice * 0.06; /* arpeggiato */

		pluck(mix, n_frames, (size_t)(at * RATE), n_frames, bars[N_BARS - 1][voice], 0.7);
	}
}

/*
 * The whole to PEAK, over the faint hiss of a room that is never quite silent; the last half
 * second down to nothing.
 */
static void
level(float *mix, size_t n_frames)
{
	size_t fade = RATE / 2;
	uint32_t seed = 1;
	float peak = 0, hiss = 0;

	for (size_t i = 0; i < n_frames; i++)
		peak = fabsf(mix[i]) > peak ? fabsf(mix[i]) : peak;
	for (size_t i = 0; i < n_frames; i++) {
		hiss += 0.3f * ((float)noise(&seed) - hiss);
		mix[i] = mix[i] * (float)PEAK / peak + (float)HISS * hiss;
		if (n_frames - i < fade)
			mix[i] *= (float)(n_frames - i) / (float)fade;
	}
}

/* as little endian floats; false: not written */
static bool
put_samples(const float *samples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, &samples[i], sizeof(bits));
		for (int b = 0; b < 32; b += 8)
			putchar((int)(bits >> b & 0xff));
	}
	return fflush(stdout) == 0 && !ferror(stdout);
}

int
main(void)
{
	size_t n_frames = (size_t)(((N_BARS - 1) * 16 * SIXTEENTH_S + TAIL_S) * RATE);
	float *mix = allocate(n_frames, sizeof(*mix));

	play(mix, n_frames);
	add_room(mix, n_frames);
	level(mix, n_frames);
	if (!put_samples(mix, n_frames)) {
		fprintf(stderr, "compose: cannot write\n");
		return 1;
	}
	free(mix);
	return 0;
}
