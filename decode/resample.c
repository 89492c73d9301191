/* SPDX-License-Identifier: MIT */
#include "resample.h"

#include <stdlib.h>

#include <soxr.h>

#include "base/xmalloc.h"

#define FLUSH_SAMPLES 4096

struct resampler {
	soxr_t soxr; /* NULL: the rates are equal */
	double ratio;
	float *out;
	size_t cap;
};

struct resampler *
resampler_new(long from_hz, long to_hz)
{
	struct resampler *r = xcalloc(1, sizeof(*r));
	soxr_error_t error = NULL;

	r->ratio = (double)to_hz / (double)from_hz;
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

void
resampler_free(struct resampler *r)
{
	if (r == NULL)
		return;
	soxr_delete(r->soxr);
	free(r->out);
	free(r);
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
	*out = r->out;
	return (long)done;
}
