/* SPDX-License-Identifier: MIT */
#include "extract.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/xmalloc.h"

/* one stream on its way into a table */
struct extraction {
	const struct extract_options *options;
	struct csv_writer *out;
	void *extractor;
	double *row;
	float *mono;
	size_t mono_cap;
	bool open;        /* the track is good so far */
	bool cut;         /* it comes in segments */
	int64_t start;    /* of the segment */
	int64_t n_frames; /* of it so far */
	long n_lost;
};

void
extract_header(const struct feature_set *set, struct csv_writer *out)
{
	static const char *const ids[] = {"track", "segment", "start", "label"};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		csv_put(out, ids[i]);
	for (size_t i = 0; i < set->n_columns; i++)
		csv_put(out, set->columns[i]);
	csv_end_row(out);
}

static void
write_row(struct extraction *e, const struct stream_track *track, long segment)
{
	const struct feature_set *set = e->options->set;

	set->finish(e->extractor, e->row);
	csv_put(e->out, track->id);
	csv_put_long(e->out, segment);
	csv_put_double(e->out, (double)e->start / (double)track->rate);
	csv_put(e->out, track->label);
	for (size_t i = 0; i < set->n_columns; i++)
		csv_put_double(e->out, e->row[i]);
	csv_end_row(e->out);
}

static void
lose_track(struct extraction *e, const struct stream_track *track, const char *why)
{
	if (!e->options->keep_going)
		die("track %s: %s", track->id, why);
	warn("track %s: %s", track->id, why);
	e->options->set->reset(e->extractor);
	e->open = false;
	e->n_lost++;
}

static void
begin_segment(struct extraction *e, int64_t start)
{
	e->options->set->reset(e->extractor);
	e->start = start;
	e->n_frames = 0;
}

static void
begin_track(struct extraction *e, const struct stream_track *track)
{
	char why[160];

	e->open = true;
	e->cut = false;
	begin_segment(e, 0);
	if (track->rate != e->options->set->rate) {
		snprintf(why, sizeof(why), "has %ld Hz, the features of set %s are of %ld Hz: "
		    "mgc-decode --rate %ld", track->rate, e->options->set->name,
		    e->options->set->rate, e->options->set->rate);
		lose_track(e, track, why);
	}
}

/* the mean of the channels */
static const float *
mix(struct extraction *e, const struct stream_item *item)
{
	size_t channels = (size_t)item->track->channels;

	if (channels == 1)
		return item->samples;
	xgrow(&e->mono, &e->mono_cap, item->n_frames, sizeof(*e->mono));
	for (size_t i = 0; i < item->n_frames; i++) {
		float sum = 0;

		for (size_t c = 0; c < channels; c++)
			sum += item->samples[i * channels + c];
		e->mono[i] = sum / (float)channels;
	}
	return e->mono;
}

static void
take_samples(struct extraction *e, const struct stream_item *item)
{
	char why[160];

	e->n_frames += (int64_t)item->n_frames;
	if ((double)e->n_frames > e->options->max_seconds * (double)item->track->rate) {
		snprintf(why, sizeof(why), "longer than %g s in one piece: cut it with mgc-split "
		    "--seconds, or raise --max-seconds", e->options->max_seconds);
		lose_track(e, item->track, why);
		return;
	}
	e->options->set->push(e->extractor, mix(e, item), item->n_frames);
}

static void
end_segment(struct extraction *e, const struct stream_track *track, long segment)
{
	if (e->n_frames == 0)
		lose_track(e, track, e->cut ? "has an empty segment" : "holds no samples");
	else
		write_row(e, track, segment);
}

static void
take(struct extraction *e, const struct stream_item *item)
{
	if (item->type == STREAM_TRACK) {
		begin_track(e, item->track);
		return;
	}
	if (!e->open)
		return;
	switch (item->type) {
	case STREAM_SEGMENT:
		e->cut = true;
		begin_segment(e, item->start);
		break;
	case STREAM_SAMPLES:
		take_samples(e, item);
		break;
	case STREAM_SEGMENT_END:
		end_segment(e, item->track, item->segment);
		break;
	case STREAM_TRACK_END:
		if (!e->cut)
			end_segment(e, item->track, 0);
		break;
	case STREAM_TRACK_FAIL:
		if (!e->options->quiet)
			warn("track %s: failed on the way here: %s", item->track->id, item->why);
		break;
	case STREAM_TRACK:
		break;
	}
}

/* After an error in the stream: without keep_going the end, else on to the next track. */
static bool
recover(struct extraction *e, struct stream_reader *in)
{
	if (!e->options->keep_going)
		die("%s", stream_error(in));
	warn("%s", stream_error(in));
	e->open = false;
	e->n_lost++;
	return stream_resync(in) == 1;
}

long
extract_rows(const struct extract_options *options, struct stream_reader *in,
    struct csv_writer *out)
{
	const struct feature_set *set = options->set;
	struct extraction e = {.options = options, .out = out};
	struct stream_item item;
	int rc;

	e.extractor = set->extractor_new(options->kernel);
	e.row = xcalloc(set->n_columns, sizeof(*e.row));
	do {
		while ((rc = stream_read(in, &item)) > 0)
			take(&e, &item);
	} while (rc < 0 && recover(&e, in));
	set->extractor_free(e.extractor);
	free(e.row);
	free(e.mono);
	return e.n_lost;
}
