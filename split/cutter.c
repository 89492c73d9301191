/* SPDX-License-Identifier: MIT */
#include "cutter.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "splitter.h"

#define CHUNK_SAMPLES ((size_t)128 * 1024)
#define HELD_MAX ((size_t)256 * 1024 * 1024) /* samples: 3 hours at 22050 Hz, 1 GB */

struct cutter {
	struct cutter_options options;
	struct stream_writer *out;
	char cut[CUT_TEXT_LEN]; /* the rule, as it goes into the stream */
	struct splitter *splitter;
	bool open;                         /* a track is, in the output */
	long n_lost;                       /* tracks that could not be cut */
	long n_damaged;                    /* and those lost where the stream was damaged */
	char error[STREAM_LINE_MAX + 256]; /* "": none */
};

static void
put_segment(void *user, long i, int64_t start, const float *frames, size_t n_frames)
{
	stream_lend_segment(user, i, start, frames, n_frames);
}

struct cutter *
cutter_new(const struct cutter_options *options, struct stream_writer *out)
{
	struct cutter *c = xcalloc(1, sizeof(*c));

	c->options = *options;
	cut_print(&options->cut, c->cut);
	c->out = out;
	c->splitter = splitter_new(put_segment, out);
	return c;
}

void
cutter_free(struct cutter *c)
{
	if (c == NULL)
		return;
	splitter_free(c->splitter);
	stream_writer_free(c->out);
	free(c);
}

/* Seconds become frames once a track tells its rate. */
static struct splitter_rule
rule_for(const struct cutter_options *o, long rate)
{
	const struct cut *cut = &o->cut;
	struct splitter_rule rule = {.max_samples = HELD_MAX};

	if (cut->seconds <= 0) {
		rule.window = cut->window;
		rule.overlap = cut->overlap;
		return rule;
	}
	rule.length = (int64_t)(cut->seconds * (double)rate + 0.5);
	rule.hop = (int64_t)(cut->hop * (double)rate + 0.5);
	rule.length = rule.length > 0 ? rule.length : 1;
	rule.hop = rule.hop > 0 ? rule.hop : 1;
	return rule;
}

const char *
cutter_error(const struct cutter *c)
{
	return c->error;
}

__attribute__((format(printf, 2, 3))) static void
fail(struct cutter *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->error, sizeof(c->error), fmt, ap);
	va_end(ap);
}

static void
begin_track(struct cutter *c, const struct stream_track *track)
{
	struct splitter_rule rule = rule_for(&c->options, track->rate);
	struct stream_track out = *track;

	out.cut = c->cut;
	splitter_begin(c->splitter, &rule, track->channels);
	if (stream_write_track(c->out, &out) != 0)
		fail(c, "track %s: its record does not fit in a line", track->id);
	c->open = true;
}

/* The open track cannot go on, by no fault of the stream. */
static void
lose_track(struct cutter *c, const struct stream_track *track, const char *why)
{
	fail(c, "track %s: %s", track->id, why);
	if (!c->options.keep_going)
		return;
	c->options.remark(c->error);
	*c->error = '\0';
	stream_write_fail(c->out, why);
	c->open = false;
	c->n_lost++;
}

static void
end_track(struct cutter *c, const struct stream_track *track)
{
	const char *why = splitter_end(c->splitter);

	if (why != NULL) {
		lose_track(c, track, why);
		return;
	}
	stream_write_end(c->out, splitter_n_frames(c->splitter));
	c->open = false;
}

static void
take(struct cutter *c, const struct stream_item *item)
{
	const struct stream_track *track = item->track;

	switch (item->type) {
	case STREAM_TRACK:
		begin_track(c, track);
		break;
	case STREAM_SEGMENT:
	case STREAM_SEGMENT_END:
		if (c->open)
			lose_track(c, track, "is cut into segments already");
		break;
	case STREAM_SAMPLES:
		if (c->open && splitter_push(c->splitter, item->samples, item->n_frames) != 0)
			lose_track(c, track, "too long to be cut by fraction: use --seconds");
		break;
	case STREAM_TRACK_END:
		if (c->open)
			end_track(c, track);
		break;
	case STREAM_TRACK_FAIL:
		if (c->open)
			stream_write_fail(c->out, item->why);
		c->open = false;
		break;
	}
}

/*
 * After an error in the stream: with keep_going on to the next track, or to its end. Without, or
 * where it has no end, that is the end here too.
 */
static bool
recover(struct cutter *c, struct stream_reader *in)
{
	fail(c, "%s", stream_error(in));
	if (!c->options.keep_going || stream_resync(in) == 0)
		return false;
	c->options.remark(c->error);
	*c->error = '\0';
	if (c->open)
		stream_write_fail(c->out, "damaged on the way");
	c->open = false;
	c->n_damaged++;
	return true;
}

/* samples go where they are cut */
static int
read_item(struct cutter *c, struct stream_reader *in, struct stream_item *item)
{
	stream_place(in, c->open ? splitter_room(c->splitter, CHUNK_SAMPLES) : NULL, CHUNK_SAMPLES);
	return stream_read(in, item);
}

long
cutter_take_stream(struct cutter *c, struct stream_reader *in)
{
	struct stream_item item;
	int rc = 0;

	do {
		while (*c->error == '\0' && (rc = read_item(c, in, &item)) > 0)
			take(c, &item);
	} while (*c->error == '\0' && rc < 0 && recover(c, in));
	if (*c->error == '\0')
		stream_write_eos(c->out, stream_n_failed(in) + c->n_lost);
	stream_reader_free(in);
	return *c->error == '\0' ? c->n_lost + c->n_damaged : -1;
}

long
cutter_take_raw(struct cutter *c, struct raw_reader *in)
{
	struct stream_item item;
	int rc = 0;

	while (*c->error == '\0' && (rc = raw_read(in, &item)) > 0)
		take(c, &item);
	if (*c->error == '\0' && rc < 0)
		fail(c, "%s", raw_error(in));
	if (*c->error == '\0')
		stream_write_eos(c->out, c->n_lost);
	raw_reader_free(in);
	return *c->error == '\0' ? c->n_lost : -1;
}
