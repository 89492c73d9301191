/* SPDX-License-Identifier: MIT */
#include "resample.h"

#include <stdlib.h>

#include <soxr.h>

#include "base/xmalloc.h"

#define FLUSH_SAMPLES 4096
#define PERIOD_MAX 2000 /* frames of a ratio that libsoxr keeps to exactly */
#define BLOCK_MAX 20000 /* frames */
#define N_BLOCKS 4      /* of a length that must be found equal */
#define WARM_UP 3       /* blocks after which nothing is left of what was before */

struct resampler {
	soxr_t soxr; /* NULL: the rates are equal */
	double ratio;
	int64_t frames, samples; /* the ratio in smallest numbers */
	int64_t n_in, n_out;
	float *out;
	size_t cap;
};

static int64_t
common_divisor(int64_t a, int64_t b)
{
	return b == 0 ? a : common_divisor(b, a % b);
}

struct resampler *
resampler_new(long from_hz, long to_hz)
{
	struct resampler *r = xcalloc(1, sizeof(*r));
	soxr_error_t error = NULL;

	r->ratio = (double)to_hz / (double)from_hz;
	r->frames = from_hz / common_divisor(from_hz, to_hz);
	r->samples = to_hz / common_divisor(from_hz, to_hz);
	if (from_hz != to_hz) {
		soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);

		r->soxr =
		    soxr_create((double)from_hz, (double)to_hz, 1, &error, NULL, &quality, NULL);
	}
	if (error != NULL) {
		resampler_free(r);
		return NULL;
	}
	return r;
}

/* frames that libsoxr takes for each piece that it gives, 0: not the same number each time */
static int64_t
block_len(long from_hz, long to_hz)
{
	struct resampler *r = resampler_new(from_hz, to_hz);
	int64_t len = 0, since = 0;
	int n_equal = -1; /* the first is longer */

	for (int64_t i = 0; r != NULL && i < N_BLOCKS * BLOCK_MAX && n_equal < N_BLOCKS; i++) {
		const float *out;

		since++;
		if (resampler_push(r, &(float){0}, 1, &out) <= 0)
			continue;
		if (n_equal > 0 && since != len)
			break;
		n_equal++;
		len = since;
		since = 0;
	}
	resampler_free(r);
	return n_equal == N_BLOCKS ? len : 0;
}

int64_t
resampler_start(long from_hz, long to_hz, int64_t wanted, int64_t *first)
{
	int64_t divisor = common_divisor(from_hz, to_hz), frames = from_hz / divisor,
		samples = to_hz / divisor, block, step, at;

	*first = wanted;
	if (from_hz == to_hz)
		return wanted;
	*first = 0;
	if (frames > PERIOD_MAX || samples > PERIOD_MAX)
		return 0;
	at = wanted / samples * frames + wanted % samples * frames / samples;
	/* of no more than a few blocks it is not worth while to ask */
	block = at > BLOCK_MAX ? block_len(from_hz, to_hz) : 0;
	if (block == 0 || at < WARM_UP * block)
		return 0;
	step = block / common_divisor(block, frames) * frames;
	at = (at - WARM_UP * block) / step * step;
	*first = at / frames * samples;
	return at;
}

void
resampler_free(struct resampler *r)
{
	if (r == NULL)
		return;
	soxr_delete(r->soxr);
	free(r->out);
	free(r);
}

/*
 * Samples of all that came in, rounded, a half down: there libsoxr's own count depends on how long
 * it has run.
 */
static int64_t
whole_len(const struct resampler *r)
{
	int64_t rest = 2 * (r->n_in % r->frames) * r->samples - r->frames;

	return r->n_in / r->frames * r->samples +
	    (rest > 0 ? (rest + 2 * r->frames - 1) / (2 * r->frames) : 0);
}

long
resampler_push(struct resampler *r, const float *in, size_t n_in, const float **out)
{
	size_t taken = 0, done = 0, room;

	if (r->soxr == NULL) {
		*out = in;
		return (long)n_in;
	}
	room = (size_t)((double)n_in * r->ratio) + FLUSH_SAMPLES;
	xgrow(&r->out, &r->cap, room, sizeof(*r->out));
	if (soxr_process(r->soxr, n_in > 0 ? in : NULL, n_in, &taken, r->out, r->cap, &done) !=
		NULL ||
	    taken < n_in)
		return -1;
	r->n_in += (int64_t)n_in;
	if (n_in == 0 && (int64_t)done > whole_len(r) - r->n_out)
		done = (size_t)(whole_len(r) - r->n_out);
	r->n_out += (int64_t)done;
	*out = r->out;
	return (long)done;
}
