/* SPDX-License-Identifier: MIT */
#include "raw.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "io/samples.h"

#define CHUNK_SAMPLES ((size_t)16 * 1024)

struct raw_reader {
	struct input *in;
	struct stream_track track;
	enum { AT_BEGIN, AT_SAMPLES, AT_END } state;
	int64_t n_frames;
	float samples[CHUNK_SAMPLES];
	char error[256];
};

const char *
raw_parse(const char *text, struct raw_format *format)
{
	const char *colon = strchr(text, ':'), *why;
	int64_t rate, channels;
	char *head;

	if (colon == NULL)
		return "not of the form RATE:CHANNELS";
	head = xstrndup(text, (size_t)(colon - text));
	why = num_parse_int(head, 1, STREAM_RATE_MAX, &rate);
	free(head);
	if (why == NULL)
		why = num_parse_int(colon + 1, 1, STREAM_CHANNELS_MAX, &channels);
	if (why == NULL)
		*format = (struct raw_format){(long)rate, (int)channels};
	return why;
}

struct raw_reader *
raw_reader_new(struct input *in, const struct raw_format *format, const char *id)
{
	struct raw_reader *r = xcalloc(1, sizeof(*r));

	r->in = in;
	r->track = (struct stream_track){
	    .id = id,
	    .label = "",
	    .rate = format->rate,
	    .channels = format->channels,
	    .n_frames = -1,
	};
	return r;
}

void
raw_reader_free(struct raw_reader *r)
{
	if (r == NULL)
		return;
	input_close(r->in);
	free(r);
}

const char *
raw_error(const struct raw_reader *r)
{
	return r->error;
}

/* whole frames, as many as are at hand and at least one; 0 at the end, -1 with an error */
static int
read_samples(struct raw_reader *r, struct stream_item *item)
{
	size_t frame_len = (size_t)r->track.channels * sizeof(float), len, got;
	const char *data;

	len = input_peek(r->in, &data) / frame_len * frame_len;
	if (len == 0)
		len = frame_len;
	if (len > CHUNK_SAMPLES * sizeof(float) / frame_len * frame_len)
		len = CHUNK_SAMPLES * sizeof(float) / frame_len * frame_len;
	got = input_read(r->in, r->samples, len);
	if (input_failed(r->in) != 0) {
		snprintf(r->error, sizeof(r->error), "%s: %s", input_name(r->in),
		    strerror(input_failed(r->in)));
		return -1;
	}
	if (got % frame_len != 0) {
		snprintf(r->error, sizeof(r->error), "%s: ends within frame %lld",
		    input_name(r->in), (long long)r->n_frames + (long long)(got / frame_len));
		return -1;
	}
	if (got == 0)
		return 0;
	if (!samples_take(r->samples, got / sizeof(float))) {
		snprintf(r->error, sizeof(r->error),
		    "%s: a sample near frame %lld is not finite or past 1e15", input_name(r->in),
		    (long long)r->n_frames);
		return -1;
	}
	item->type = STREAM_SAMPLES;
	item->samples = r->samples;
	item->n_frames = got / frame_len;
	r->n_frames += (int64_t)item->n_frames;
	return 1;
}

int
raw_read(struct raw_reader *r, struct stream_item *item)
{
	int rc;

	*item = (struct stream_item){.type = STREAM_TRACK, .track = &r->track, .segment = -1};
	switch (r->state) {
	case AT_BEGIN:
		r->state = AT_SAMPLES;
		return 1;
	case AT_SAMPLES:
		rc = read_samples(r, item);
		if (rc != 0)
			return rc;
		if (r->n_frames == 0) {
			snprintf(r->error, sizeof(r->error), "%s: no samples", input_name(r->in));
			return -1;
		}
		r->state = AT_END;
		item->type = STREAM_TRACK_END;
		return 1;
	case AT_END:
		break;
	}
	return 0;
}
