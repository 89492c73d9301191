/* SPDX-License-Identifier: MIT */
#include "splitter.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "reel.h"

struct splitter {
	struct splitter_rule rule;
	splitter_sink *sink;
	void *user;
	size_t channels;
	struct reel *reel; /* the track from frame `origin` on */
	int64_t origin;
	int64_t n_frames; /* of the track so far */
	long n_segments;
};

struct splitter *
splitter_new(splitter_sink *sink, void *user)
{
	struct splitter *s = xcalloc(1, sizeof(*s));

	s->sink = sink;
	s->user = user;
	s->reel = reel_new();
	return s;
}

void
splitter_free(struct splitter *s)
{
	if (s == NULL)
		return;
	reel_free(s->reel);
	free(s);
}

void
splitter_begin(struct splitter *s, const struct splitter_rule *rule, int channels)
{
	s->rule = *rule;
	s->channels = (size_t)channels;
	reel_drop(s->reel, reel_held(s->reel));
	s->origin = 0;
	s->n_frames = 0;
	s->n_segments = 0;
}

static bool
by_time(const struct splitter *s)
{
	return s->rule.window <= 0;
}

/* frames that are held */
static size_t
held(const struct splitter *s)
{
	return reel_held(s->reel) / s->channels;
}

static void
emit(struct splitter *s, int64_t start, int64_t n_frames)
{
	s->sink(s->user, s->n_segments++, start,
	    reel_samples(s->reel) + (size_t)(start - s->origin) * s->channels, (size_t)n_frames);
}

/* by time: gives the segments that are complete and lets go of what no later one needs */
static void
emit_complete(struct splitter *s)
{
	int64_t start = s->n_segments * s->rule.hop, end = s->origin + (int64_t)held(s);
	size_t drop;

	for (; start + s->rule.length <= end; start += s->rule.hop)
		emit(s, start, s->rule.length);
	if (start <= s->origin)
		return;
	drop = start < end ? (size_t)(start - s->origin) : held(s);
	reel_drop(s->reel, drop * s->channels);
	s->origin += (int64_t)drop;
}

/* frames that go into the reel before something comes out of it */
static size_t
frames_wanted(const struct splitter *s, size_t n_frames)
{
	size_t length = (size_t)s->rule.length, n = held(s);

	if (!by_time(s) || n >= length || n_frames < length - n)
		return n_frames;
	return length - n;
}

float *
splitter_room(struct splitter *s, size_t n_samples)
{
	return reel_room(s->reel, n_samples);
}

int
splitter_push(struct splitter *s, const float *frames, size_t n_frames)
{
	while (n_frames > 0) {
		size_t n = frames_wanted(s, n_frames), n_samples = n * s->channels;
		float *room;

		if (reel_held(s->reel) + n_samples > s->rule.max_samples)
			return -1;
		room = reel_room(s->reel, n_samples);
		if (room != frames)
			memcpy(room, frames, n_samples * sizeof(*room));
		reel_add(s->reel, n_samples);
		s->n_frames += (int64_t)n;
		frames += n_samples;
		n_frames -= n;
		if (by_time(s))
			emit_complete(s);
	}
	return 0;
}

/* in double, truncated, as the original has it: 1 - 0.9 is 0.09999999999999998 */
static int64_t
chunk_of(const struct splitter_rule *rule, int64_t n)
{
	return (int64_t)((double)n * rule->window);
}

static int64_t
step_of(const struct splitter_rule *rule, int64_t chunk)
{
	return (int64_t)((double)chunk * (1 - rule->overlap));
}

const char *
splitter_end(struct splitter *s)
{
	int64_t n = s->n_frames, chunk, step;

	if (by_time(s)) {
		if (s->n_segments == 0 && n > 0)
			emit(s, 0, n);
		return NULL;
	}
	chunk = chunk_of(&s->rule, n);
	step = step_of(&s->rule, chunk);
	if (n > 0 && step < 1)
		return "too short to be cut that finely";
	for (int64_t start = 0; start < n - chunk + step && start < n; start += step)
		emit(s, start, start + chunk < n ? chunk : n - start);
	return NULL;
}

int64_t
splitter_n_frames(const struct splitter *s)
{
	return s->n_frames;
}
