/* SPDX-License-Identifier: MIT */
/*
 * Made-up music for tests, as a WAV file on standard output: synth pluck|organ|noise SEED SECONDS.
 * Notes of a random scale: struck and dying away, held, or bursts of noise.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/num.h"
#include "base/rng.h"
#include "base/xmalloc.h"

#define RATE 22050
#define PARTIALS 6
#define PI 3.14159265358979323846

enum kind { PLUCK, ORGAN, NOISE };

/* adds a note of `hz` that begins at x[0] */
static void
add_note(enum kind kind, float *x, size_t n, double hz, struct rng *rng)
{
	for (size_t i = 0; i < n; i++) {
		double t = (double)i / RATE, left = (double)(n - i) / RATE, sum = 0;
		double fade = fmin(1, fmin(t, left) / 0.01);

		if (kind == NOISE)
			sum = (rng_uniform(rng) - 0.5) * exp(-4 * t);
		for (int k = 1; kind != NOISE && k <= PARTIALS; k++)
			sum +=
			    sin(2 * PI * hz * k * t) / (kind == PLUCK ? k * exp(3 * k * t) : k * k);
		x[i] += (float)(0.3 * fade * sum);
	}
}

static void
put_number(unsigned long value, int bytes)
{
	for (; bytes > 0; bytes--, value >>= 8)
		putchar((int)(value & 255));
}

static void
write_wav(const float *x, size_t n)
{
	fputs("RIFF", stdout);
	put_number(36 + 2 * n, 4);
	fputs("WAVEfmt ", stdout);
	put_number(16, 4);
	put_number(1, 2); /* PCM */
	put_number(1, 2); /* channel */
	put_number(RATE, 4);
	put_number(2 * RATE, 4);
	put_number(2, 2);
	put_number(16, 2);
	fputs("data", stdout);
	put_number(2 * n, 4);
	for (size_t i = 0; i < n; i++)
		put_number(
		    (unsigned long)lrint(32767 * fmax(-1, fmin(1, (double)x[i]))) & 65535, 2);
}

int
main(int argc, char **argv)
{
	static const char *const kinds[] = {"pluck", "organ", "noise"};
	int64_t seed = 0, seconds = 0;
	struct rng rng;
	size_t n, step, kind = 0;
	double key;
	float *x;

	die_set_program("synth");
	while (argc == 4 && kind < 3 && strcmp(argv[1], kinds[kind]) != 0)
		kind++;
	if (argc != 4 || kind == 3 || num_parse_int(argv[2], 0, 1 << 30, &seed) != NULL ||
	    num_parse_int(argv[3], 1, 3600, &seconds) != NULL)
		die("usage: synth pluck|organ|noise SEED SECONDS");
	n = (size_t)seconds * RATE;
	x = xcalloc(n, sizeof(*x));
	rng_seed(&rng, (uint64_t)seed);
	key = 110 * pow(2, rng_uniform(&rng));
	step = (size_t)((kind == ORGAN ? 0.6 : 0.2) * RATE * (1 + rng_uniform(&rng)));
	for (size_t at = 0; at < n; at += step) {
		size_t length = n - at < 2 * step ? n - at : 2 * step;

		add_note((enum kind)kind, &x[at], length,
		    key * pow(2, (double)rng_below(&rng, 15) / 7), &rng);
	}
	write_wav(x, n);
	free(x);
	return fclose(stdout) != 0;
}
