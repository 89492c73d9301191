/* SPDX-License-Identifier: MIT */
#include "extract.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "dsp/time_domain.h"
#include "cli/cli.h"
#include "tables/feature_table.h"
#include "workers.h"

#define SILENCE 1e-4f /* -80 dB of full scale, which a dither of 16 bits stays below */
#define LOOK_MS 1     /* how often it is looked whether a row is computed while the input waits */

/* one stream on its way into a table */
struct extraction {
	const struct extract_options *options;
	struct input *input;
	struct csv_writer *out;
	struct workers *workers;
	float *mono;
	size_t mono_cap;
	char *front_end;     /* of the track */
	struct cut cut_rule; /* how it was cut */
	float least, most;   /* samples of the segment so far */
	bool open;           /* the track is good so far */
	bool cut;            /* it comes in segments */
	bool mono_track;     /* it has one channel */
	int64_t start;       /* of the segment */
	int64_t n_frames;    /* of it so far */
	long n_lost;
	bool failed;
	char *error; /* [EXTRACT_ERROR_LEN]: why */
};

/* how this track becomes rows, into e; false: its stream does not make sense */
static bool
find_front_end(struct extraction *e, const struct stream_track *track)
{
	struct front_end f = {
	    .rate = track->rate,
	    .skip = track->skip,
	    .max_samples = track->max_frames,
	    .excerpt = track->excerpt,
	};

	snprintf(f.set, sizeof(f.set), "%s", e->options->set->name);
	if (!cut_parse(track->cut, &f.cut) || !front_end_valid(&f))
		return false;
	free(e->front_end);
	e->front_end = front_end_print(&f);
	e->cut_rule = f.cut;
	return true;
}

/*
 * What the segment is: silence swings no further than SILENCE from its middle; short is a track, or
 * a segment by time, of less than the set's min_s, unless segments are cut so short.
 */
static enum piece
piece_of(const struct extraction *e, long rate)
{
	const struct cut *cut = &e->cut_rule;
	double shortest = e->options->set->min_s * (cut->window > 0 ? cut->window : 1);

	if (!(e->most - e->least > 2 * SILENCE))
		return PIECE_SILENT;
	if (cut->seconds > 0 && cut->seconds < shortest)
		shortest = cut->seconds;
	/* a segment in whole frames may lack one of a length in seconds */
	return (double)(e->n_frames + 1) < shortest * (double)rate ? PIECE_SHORT : PIECE_SOUND;
}

/* a copy of what the row will say, for the workers to keep; row_id_free frees */
static struct feature_row_id *
row_id_new(const struct extraction *e, const struct stream_track *track, long segment)
{
	struct feature_row_id *id = xmalloc(sizeof(*id));

	*id = (struct feature_row_id){
	    .track = xstrdup(track->id),
	    .label = xstrdup(track->label),
	    .artist = xstrdup(track->artist),
	    .front_end = front_end_with_piece(e->front_end, piece_of(e, track->rate)),
	    .segment = segment,
	    .start_s = (double)e->start / (double)track->rate,
	};
	return id;
}

static void
row_id_free(struct feature_row_id *id)
{
	free((char *)id->track);
	free((char *)id->label);
	free((char *)id->artist);
	free((char *)id->front_end);
	free(id);
}

static void
write_row(void *user, void *tag, const double *row)
{
	struct extraction *e = user;

	feature_table_write_row(e->out, e->options->set, tag, row);
	row_id_free(tag);
}

/* A track cannot go on, e->error says why: without keep_going that is the end. */
static void
lose(struct extraction *e)
{
	e->failed = !e->options->keep_going;
	if (!e->failed && e->options->remark != NULL)
		e->options->remark(e->error);
}

static void
lose_track(struct extraction *e, const struct stream_track *track, const char *why)
{
	snprintf(e->error, EXTRACT_ERROR_LEN, "track %s: %s", track->id, why);
	lose(e);
	workers_reset(e->workers);
	e->open = false;
	e->n_lost++;
}

static void
begin_segment(struct extraction *e, int64_t start)
{
	workers_reset(e->workers);
	e->start = start;
	e->n_frames = 0;
	e->least = FLT_MAX;
	e->most = -FLT_MAX;
}

static void
begin_track(struct extraction *e, const struct stream_track *track)
{
	char why[160];

	e->open = true;
	e->cut = false;
	e->mono_track = track->channels == 1;
	begin_segment(e, 0);
	if (track->rate != e->options->set->rate) {
		snprintf(why, sizeof(why),
		    "has %ld Hz, the features of set %s are of %ld Hz: "
		    "mgc-decode --rate %ld",
		    track->rate, e->options->set->name, e->options->set->rate,
		    e->options->set->rate);
		lose_track(e, track, why);
		return;
	}
	if (!find_front_end(e, track))
		lose_track(e, track, "its stream says in no known way how it was cut");
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
	const float *mono;
	char why[160];

	e->n_frames += (int64_t)item->n_frames;
	if ((double)e->n_frames > e->options->max_seconds * (double)item->track->rate) {
		snprintf(why, sizeof(why),
		    "longer than %g s in one piece: cut it with mgc-split "
		    "--seconds, or raise --max-seconds",
		    e->options->max_seconds);
		lose_track(e, item->track, why);
		return;
	}
	mono = mix(e, item);
	widen_range(mono, item->n_frames, &e->least, &e->most);
	workers_push(e->workers, mono, item->n_frames);
}

static void
end_segment(struct extraction *e, const struct stream_track *track, long segment)
{
	if (e->n_frames == 0)
		lose_track(e, track, e->cut ? "has an empty segment" : "holds no samples");
	else
		workers_finish(e->workers, row_id_new(e, track, segment));
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
		if (e->options->note != NULL) {
			char *text = xasprintf(
			    "track %s: failed on the way here: %s", item->track->id, item->why);

			e->options->note(text);
			free(text);
		}
		break;
	case STREAM_TRACK:
		break;
	}
}

/*
 * After an error in the stream: with keep_going on to the next track, or to its end. Without, or
 * where it has no end, that is the end here too.
 */
static bool
recover(struct extraction *e, struct stream_reader *in)
{
	snprintf(e->error, EXTRACT_ERROR_LEN, "%s", stream_error(in));
	e->failed = !e->options->keep_going || stream_resync(in) == 0;
	if (e->failed)
		return false;
	lose(e);
	e->open = false;
	e->n_lost++;
	return true;
}

/*
 * The input has nothing more for now: no row is held back. But it may have more before the rows are
 * computed, and then the threads want it.
 */
static void
let_go(void *user)
{
	struct extraction *e = user;
	bool busy;

	do {
		busy = workers_advance(e->workers);
		cli_flush(e->out->file);
	} while (busy && !input_ready(e->input, LOOK_MS));
}

/* samples of one channel go where they are computed from */
static int
read_item(struct extraction *e, struct stream_reader *in, struct stream_item *item)
{
	float *room = NULL;
	size_t n = 0;

	if (e->open && e->mono_track)
		room = workers_room(e->workers, &n);
	stream_place(in, room, n);
	return stream_read(in, item);
}

long
extract_rows(
    const struct extract_options *options, struct input *input, struct csv_writer *out, char *error)
{
	struct extraction e = {.options = options, .input = input, .out = out, .error = error};
	struct stream_reader *in = stream_reader_new(input);
	struct stream_item item;
	int rc = 0;

	e.workers = workers_new(
	    options->set, options->kernel, options->weights, options->n_threads, write_row, &e);
	if (e.workers == NULL) {
		snprintf(error, EXTRACT_ERROR_LEN, "cannot start %zu threads", options->n_threads);
		stream_reader_free(in);
		return -1;
	}
	input_before_wait(input, let_go, &e);
	do {
		while (!e.failed && (rc = read_item(&e, in, &item)) > 0)
			take(&e, &item);
	} while (!e.failed && rc < 0 && recover(&e, in));
	workers_drain(e.workers);
	workers_free(e.workers);
	stream_reader_free(in);
	free(e.front_end);
	free(e.mono);
	return e.failed ? -1 : e.n_lost;
}
