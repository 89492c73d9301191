/* SPDX-License-Identifier: MIT */
#include "io/stream.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "io/floats.h"
#include "io/pipe.h"
#include "io/stream_record.h"

struct stream_writer {
	FILE *file;
	bool with_crc;
	uint32_t crc;
	int channels;
	long n_segments; /* of the open track */
	long n_tracks;
};

struct stream_writer *
stream_writer_new(FILE *file, bool with_crc)
{
	struct stream_writer *w = xcalloc(1, sizeof(*w));

	w->file = file;
	w->with_crc = with_crc;
	return w;
}

void
stream_writer_free(struct stream_writer *w)
{
	free(w);
}

/* a record's line as it is put together */
struct line {
	char text[STREAM_LINE_MAX + 1];
	size_t len;
	bool full; /* something did not fit */
};

static void
put_plain(struct line *line, const char *text)
{
	size_t len = strlen(text);

	line->full |= len > STREAM_LINE_MAX - line->len;
	if (line->full)
		return;
	memcpy(&line->text[line->len], text, len + 1);
	line->len += len;
}

/* " key=" and a value, escaped */
static void
put(struct line *line, const char *key, const char *value)
{
	long len;

	put_plain(line, key);
	if (line->full)
		return;
	len = stream_escape(value, &line->text[line->len], sizeof(line->text) - line->len);
	line->full = len < 0;
	line->len += len > 0 ? (size_t)len : 0;
}

/* the same where there is a value */
static void
put_tag(struct line *line, const char *key, const char *value)
{
	if (value != NULL && *value != '\0')
		put(line, key, value);
}

static void
put_number(struct line *line, const char *key, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	put(line, key, text);
}

int
stream_write_track(struct stream_writer *w, const struct stream_track *track)
{
	struct line line = {.len = 0};

	put(&line, STREAM_MAGIC "track id=", track->id);
	put(&line, " label=", track->label);
	put_tag(&line, " artist=", track->artist);
	put_tag(&line, " title=", track->title);
	put_tag(&line, " genre=", track->genre);
	put_number(&line, " rate=", track->rate);
	put_number(&line, " ch=", track->channels);
	put(&line, " fmt=", "f32le");
	if (track->n_frames >= 0)
		put_number(&line, " frames=", track->n_frames);
	if (track->skip > 0)
		put_number(&line, " skip=", track->skip);
	if (track->max_frames > 0)
		put_number(&line, " max=", track->max_frames);
	if (track->excerpt > 0)
		put_number(&line, " excerpt=", track->excerpt);
	put_tag(&line, " cut=", track->cut);
	put_plain(&line, track->extra != NULL ? track->extra : "");
	if (line.full)
		return -1;
	fprintf(w->file, "%s\n", line.text);
	w->channels = track->channels;
	w->n_segments = 0;
	w->crc = 0;
	return 0;
}

static void
write_floats(struct stream_writer *w, const float *samples, size_t n, bool lend)
{
	if (w->with_crc)
		w->crc = floats_crc32(w->crc, samples, n);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (lend) {
		pipe_lend(samples, n * sizeof(*samples), w->file);
		return;
	}
#else
	(void)lend;
#endif
	floats_write(samples, n, w->file);
}

/* frames of at most one payload */
static size_t
payload_frames(const struct stream_writer *w, size_t n_frames)
{
	size_t max = STREAM_PAYLOAD_MAX / sizeof(float) / (size_t)w->channels;

	return n_frames < max ? n_frames : max;
}

static void
write_payload(struct stream_writer *w, const float *samples, size_t n_frames, bool lend)
{
	size_t n = n_frames * (size_t)w->channels;

	fprintf(w->file, "n=%zu\n", n * sizeof(*samples));
	write_floats(w, samples, n, lend);
}

static void
write_samples(struct stream_writer *w, const float *samples, size_t n_frames, bool lend)
{
	while (n_frames > 0) {
		size_t n = payload_frames(w, n_frames);

		fputs(STREAM_MAGIC "pcm ", w->file);
		write_payload(w, samples, n, lend);
		samples += n * (size_t)w->channels;
		n_frames -= n;
	}
}

void
stream_write_samples(struct stream_writer *w, const float *samples, size_t n_frames)
{
	write_samples(w, samples, n_frames, false);
}

static void
write_segment(struct stream_writer *w, long segment, int64_t start, const float *samples,
    size_t n_frames, bool lend)
{
	size_t n = payload_frames(w, n_frames);

	fprintf(w->file, STREAM_MAGIC "seg i=%ld start=%" PRId64 " frames=%zu ", segment, start,
	    n_frames);
	write_payload(w, samples, n, lend);
	write_samples(w, samples + n * (size_t)w->channels, n_frames - n, lend);
	w->n_segments++;
}

void
stream_write_segment(
    struct stream_writer *w, long segment, int64_t start, const float *samples, size_t n_frames)
{
	write_segment(w, segment, start, samples, n_frames, false);
}

void
stream_lend_segment(
    struct stream_writer *w, long segment, int64_t start, const float *samples, size_t n_frames)
{
	write_segment(w, segment, start, samples, n_frames, true);
}

void
stream_write_end(struct stream_writer *w, int64_t n_frames)
{
	fprintf(w->file, STREAM_MAGIC "end frames=%" PRId64, n_frames);
	if (w->n_segments > 0)
		fprintf(w->file, " segs=%ld", w->n_segments);
	if (w->with_crc)
		fprintf(w->file, " crc=%08lx", (unsigned long)w->crc);
	putc('\n', w->file);
	w->n_tracks++;
}

void
stream_write_fail(struct stream_writer *w, const char *why)
{
	char text[1024];
	size_t len = strlen(why);
	char *reason = xstrdup(why);

	while (stream_escape(reason, text, sizeof(text)) < 0)
		reason[--len] = '\0';
	fprintf(w->file, STREAM_MAGIC "fail why=%s\n", text);
	free(reason);
}

void
stream_write_eos(struct stream_writer *w, long n_failed)
{
	fprintf(w->file, STREAM_MAGIC "eos tracks=%ld failed=%ld\n", w->n_tracks, n_failed);
}
