/* SPDX-License-Identifier: MIT */
#include "dsp/framer.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/*
 * The buffer holds the continued signal from sample `origin` on:
 *
 *      origin                        next * hop
 *      |  margin  |      reach      |  (LANES-1) * hop  |      reach      |
 *
 * The margin keeps samples that a reflection at the end may still ask for.
 */
#define MARGIN 16

struct framer {
	size_t hop, reach;
	enum framer_pad pad;
	float *buffer;
	size_t cap;
	int64_t origin;    /* number of the sample in buffer[0]; negative at first: padding */
	int64_t n_samples; /* so far */
	int64_t next;      /* the first window not given yet */
	bool began;        /* the padding before the first sample is there */
	bool finished;     /* the padding after the last sample is there */
};

struct framer *
framer_new(size_t hop, size_t reach, enum framer_pad pad)
{
	struct framer *f = xcalloc(1, sizeof(*f));

	f->hop = hop;
	f->reach = reach;
	f->pad = pad;
	/* the end of a signal needs at most another reach and hop beside a whole block */
	f->cap = MARGIN + 2 * reach + LANES * hop + reach;
	f->buffer = xalignedarray(f->cap, sizeof(*f->buffer));
	framer_reset(f);
	return f;
}

void
framer_free(struct framer *f)
{
	if (f == NULL)
		return;
	free(f->buffer);
	free(f);
}

void
framer_reset(struct framer *f)
{
	f->origin = -(int64_t)(f->reach + MARGIN);
	f->n_samples = 0;
	f->next = 0;
	f->began = false;
	f->finished = false;
	memset(f->buffer, 0, f->cap * sizeof(*f->buffer));
}

/* one past the last sample that the next whole block needs */
static int64_t
block_end(const struct framer *f)
{
	return (f->next + LANES - 1) * (int64_t)f->hop + (int64_t)f->reach;
}

size_t
framer_push(struct framer *f, const float *samples, size_t n)
{
	int64_t room = block_end(f) - f->n_samples;

	if (room <= 0)
		return 0;
	if ((int64_t)n > room)
		n = (size_t)room;
	memcpy(&f->buffer[f->n_samples - f->origin], samples, n * sizeof(*samples));
	f->n_samples += (int64_t)n;
	return n;
}

/* the continued signal at sample i of n, given that the buffer holds what this refers to */
static float
reflected(const struct framer *f, int64_t i)
{
	int64_t period = f->n_samples > 1 ? 2 * (f->n_samples - 1) : 1;
	int64_t m = i % period;

	if (m < 0)
		m += period;
	if (m >= f->n_samples)
		m = period - m;
	return f->buffer[m - f->origin];
}

static void
fill(struct framer *f, int64_t first, int64_t end)
{
	for (int64_t i = first; i < end; i++)
		f->buffer[i - f->origin] = f->pad == FRAMER_REFLECT ? reflected(f, i) : 0;
}

static void
begin(struct framer *f)
{
	if (!f->began)
		fill(f, -(int64_t)f->reach, 0);
	f->began = true;
}

void
framer_finish(struct framer *f)
{
	int64_t last_centre = f->n_samples / (int64_t)f->hop * (int64_t)f->hop;

	if (f->n_samples == 0 || f->finished)
		return;
	begin(f);
	fill(f, f->n_samples, last_centre + (int64_t)f->reach);
	f->finished = true;
}

/* drops what lies before the margin of the next block; a long hop may begin beyond all samples */
static void
advance(struct framer *f)
{
	int64_t origin = f->next * (int64_t)f->hop - (int64_t)(f->reach + MARGIN);
	size_t held = (size_t)(f->n_samples - f->origin) + (f->finished ? f->reach : 0), drop;

	if (origin > f->n_samples)
		origin = f->n_samples;
	drop = (size_t)(origin - f->origin);
	if (drop == 0)
		return;
	memmove(f->buffer, &f->buffer[drop], (held - drop) * sizeof(*f->buffer));
	f->origin = origin;
}

bool
framer_next(struct framer *f, struct framer_block *block)
{
	int64_t n_windows = LANES, centre;

	advance(f);
	if (f->finished) {
		n_windows = f->n_samples / (int64_t)f->hop + 1 - f->next;
		if (n_windows > LANES)
			n_windows = LANES;
		if (n_windows <= 0)
			return false;
	} else if (f->n_samples < block_end(f) || f->n_samples <= (int64_t)f->reach) {
		return false;
	}
	begin(f);
	centre = f->next * (int64_t)f->hop;
	*block = (struct framer_block){
	    .first = f->next,
	    .n_windows = (int)n_windows,
	    .centre = &f->buffer[centre - f->origin],
	    .n_before = centre < (int64_t)f->reach ? centre : (int64_t)f->reach,
	    .n_after = f->n_samples - centre,
	};
	f->next += n_windows;
	return true;
}
