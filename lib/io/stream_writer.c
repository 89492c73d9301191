/* SPDX-License-Identifier: MIT */
#include "io/stream.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/crc32.h"
#include "base/xmalloc.h"
#include "io/stream_record.h"

struct stream_writer {
	FILE *file;
	bool with_crc;
	uint32_t crc;
	int channels;
	long n_segments; /* of the open track */
	long n_tracks, n_failed;
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

int
stream_write_track(struct stream_writer *w, const struct stream_track *track)
{
	char id[STREAM_LINE_MAX], label[STREAM_LINE_MAX], hint[40] = "";
	char line[STREAM_LINE_MAX + 1];
	const char *extra = track->extra;
	int len;

	if (stream_escape(track->id, id, sizeof(id)) < 0 ||
	    stream_escape(track->label, label, sizeof(label)) < 0)
		return -1;
	if (track->n_frames >= 0)
		snprintf(hint, sizeof(hint), " frames=%" PRId64, track->n_frames);
	len = snprintf(line, sizeof(line), STREAM_MAGIC "track id=%s label=%s rate=%ld ch=%d "
	    "fmt=f32le%s%s", id, label, track->rate, track->channels, hint, extra != NULL ? extra : "");
	if (len > STREAM_LINE_MAX)
		return -1;
	fprintf(w->file, "%s\n", line);
	w->channels = track->channels;
	w->n_segments = 0;
	w->crc = 0;
	return 0;
}

static void
write_floats(struct stream_writer *w, const float *samples, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (size_t i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, &samples[i], sizeof(bits));
		bits = __builtin_bswap32(bits);
		if (w->with_crc)
			w->crc = crc32_update(w->crc, &bits, sizeof(bits));
		fwrite(&bits, sizeof(bits), 1, w->file);
	}
#else
	if (w->with_crc)
		w->crc = crc32_update(w->crc, samples, n * sizeof(*samples));
	fwrite(samples, sizeof(*samples), n, w->file);
#endif
}

/* frames of at most one payload */
static size_t
payload_frames(const struct stream_writer *w, size_t n_frames)
{
	size_t max = STREAM_PAYLOAD_MAX / sizeof(float) / (size_t)w->channels;

	return n_frames < max ? n_frames : max;
}

static void
write_payload(struct stream_writer *w, const float *samples, size_t n_frames)
{
	size_t n = n_frames * (size_t)w->channels;

	fprintf(w->file, "n=%zu\n", n * sizeof(*samples));
	write_floats(w, samples, n);
}

void
stream_write_samples(struct stream_writer *w, const float *samples, size_t n_frames)
{
	while (n_frames > 0) {
		size_t n = payload_frames(w, n_frames);

		fputs(STREAM_MAGIC "pcm ", w->file);
		write_payload(w, samples, n);
		samples += n * (size_t)w->channels;
		n_frames -= n;
	}
}

void
stream_write_segment(struct stream_writer *w, long segment, int64_t start, const float *samples,
    size_t n_frames)
{
	size_t n = payload_frames(w, n_frames);

	fprintf(w->file, STREAM_MAGIC "seg i=%ld start=%" PRId64 " frames=%zu ", segment, start,
	    n_frames);
	write_payload(w, samples, n);
	stream_write_samples(w, samples + n * (size_t)w->channels, n_frames - n);
	w->n_segments++;
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
	w->n_failed++;
}

void
stream_write_eos(struct stream_writer *w, long n_failed)
{
	fprintf(w->file, STREAM_MAGIC "eos tracks=%ld failed=%ld\n", w->n_tracks,
	    w->n_failed + n_failed);
}
