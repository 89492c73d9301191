/* SPDX-License-Identifier: MIT */
#include "track.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "cli/cli.h"
#include "io/floats.h"
#include "other.h"
#include "resample.h"

#define CHUNK_FRAMES 16384

/* one track on its way through */
struct passage {
	const struct walk_file *file;
	const struct track_options *options;
	struct stream_writer *out;
	struct bytes *bytes;
	struct source *source;
	struct resampler *resampler;
	long rate;        /* that it takes, 0: there is none yet */
	bool opened;      /* in the stream */
	int64_t skip;     /* samples to leave out */
	int64_t limit;    /* to write at most */
	bool only_counts; /* to learn a length: nothing is written */
	int64_t produced; /* samples after resampling */
	int64_t written;
	char *error;
};

static bool
wants_more(const struct passage *p)
{
	return p->written < p->limit;
}

/* the announced length after resampling; exact but for the last sample or two; -1: unknown */
static int64_t
announced_whole(const struct passage *p)
{
	int64_t n = source_n_frames(p->source);

	return n < 0
	    ? -1
	    : (int64_t)ceil((double)n * (double)p->options->rate / (double)source_rate(p->source));
}

/* the same after cutting */
static int64_t
announced(const struct passage *p)
{
	int64_t n = announced_whole(p);

	if (n < 0)
		return -1;
	n = n > p->skip ? n - p->skip : 0;
	return n < p->limit ? n : p->limit;
}

/* The artist of a file, which the caller frees: by folder, by list, or else by its tags. */
static char *
artist_of(
    const struct track_options *options, const struct walk_file *file, const struct tags *tags)
{
	char *listed;

	if (options->artist_folder > 0)
		return folder_below(file, options->artist_folder);
	listed = label_artist(&options->labels, file);
	if (*listed != '\0')
		return listed;
	free(listed);
	return xstrdup(tags->artist);
}

static bool
open_track(struct passage *p)
{
	const struct tags *tags = source_tags(p->source);
	char *label = label_of(&p->options->labels, p->file, tags->genre),
	     *artist = artist_of(p->options, p->file, tags);
	struct stream_track track = {
	    .id = p->options->id != NULL ? p->options->id : p->file->path,
	    .label = label,
	    .artist = artist,
	    .title = tags->title,
	    .genre = tags->genre,
	    .rate = p->options->rate,
	    .channels = 1,
	    .n_frames = announced(p),
	    .skip = p->options->skip,
	    .excerpt = p->options->excerpt,
	    .max_frames = p->options->max_samples < INT64_MAX ? p->options->max_samples : 0,
	};

	p->opened = p->options->raw || stream_write_track(p->out, &track) == 0;
	if (!p->opened) {
		/* rather no tags than no track */
		track.artist = track.title = track.genre = NULL;
		p->opened = stream_write_track(p->out, &track) == 0;
	}
	free(label);
	free(artist);
	if (!p->opened)
		snprintf(p->error, SOURCE_ERROR_LEN, "its name is too long for a stream");
	return p->opened;
}

/* drops what is to be skipped, writes up to the limit */
static bool
put_samples(struct passage *p, const float *samples, size_t n)
{
	int64_t skip = p->skip - p->produced, left;

	p->produced += (int64_t)n;
	if (p->only_counts || skip >= (int64_t)n)
		return true;
	if (skip > 0) {
		samples += skip;
		n -= (size_t)skip;
	}
	left = p->limit - p->written;
	n = (int64_t)n < left ? n : (size_t)left;
	if (n == 0)
		return true;
	if (!p->opened && !open_track(p))
		return false;
	if (p->options->raw)
		floats_write(samples, n, p->options->file);
	else
		stream_write_samples(p->out, samples, n);
	p->written += (int64_t)n;
	return true;
}

/* n_in = 0 ends the signal */
static long
resample_and_put(struct passage *p, const float *in, size_t n_in)
{
	const float *out;
	long n = resampler_push(p->resampler, in, n_in, &out);

	if (n < 0) {
		snprintf(p->error, SOURCE_ERROR_LEN, "resampling failed");
		return -1;
	}
	return put_samples(p, out, (size_t)n) ? n : -1;
}

/* what the resampler still holds */
static bool
drain(struct passage *p)
{
	long n;

	do {
		n = wants_more(p) && p->resampler != NULL ? resample_and_put(p, NULL, 0) : 0;
	} while (n > 0);
	return n == 0;
}

/* a resampler for what comes now, where its rate is another than before */
static bool
follow_rate(struct passage *p)
{
	long rate = source_rate(p->source);

	if (rate == p->rate)
		return true;
	if (!drain(p))
		return false;
	resampler_free(p->resampler);
	p->rate = rate;
	p->resampler = resampler_new(rate, p->options->rate);
	if (p->resampler == NULL)
		snprintf(p->error, SOURCE_ERROR_LEN, "cannot resample from %ld to %ld Hz", rate,
		    p->options->rate);
	return p->resampler != NULL;
}

/* goes past what is to be left out, where that changes no sample; false with a reason */
static bool
skip_ahead(struct passage *p)
{
	int64_t first, frame;
	int rc;

	frame = resampler_start(source_rate(p->source), p->options->rate, p->skip, &first);
	rc = frame > 0 ? source_seek(p->source, frame) : 0;
	if (rc > 0)
		p->produced = first;
	if (rc < 0)
		snprintf(p->error, SOURCE_ERROR_LEN, "%s", source_error(p->source));
	return rc >= 0;
}

/* from where the source stands to its end, or until no more is wanted */
static bool
pass_on(struct passage *p)
{
	float chunk[CHUNK_FRAMES];
	long n;

	while (wants_more(p) && (n = source_read(p->source, chunk, CHUNK_FRAMES)) != 0) {
		if (n < 0) {
			snprintf(p->error, SOURCE_ERROR_LEN, "%s", source_error(p->source));
			return false;
		}
		if (!follow_rate(p) || resample_and_put(p, chunk, (size_t)n) < 0)
			return false;
		/* of a file the next samples are there already */
		if (bytes_length(p->bytes) < 0)
			cli_flush(p->options->file);
	}
	if (!drain(p))
		return false;
	cli_flush(p->options->file);
	return true;
}

static void
close_passage(struct passage *p)
{
	resampler_free(p->resampler);
	source_close(p->source);
	p->resampler = NULL;
	p->source = NULL;
	p->rate = 0;
}

/* the length of a track that announces none: it is decoded for that alone; -1 with a reason */
static int64_t
count_whole(struct passage *p)
{
	int64_t whole;

	p->only_counts = true;
	if (!pass_on(p))
		return -1;
	p->only_counts = false;
	whole = p->produced;
	p->produced = 0;
	close_passage(p);
	bytes_restart(p->bytes);
	p->source = source_open(p->bytes, p->error);
	return p->source != NULL ? whole : -1;
}

/* what to leave out so that the middle is taken; false with a reason */
static bool
find_middle(struct passage *p)
{
	int64_t excerpt = p->options->excerpt, whole;

	if (excerpt == 0)
		return true;
	whole = announced_whole(p);
	if (whole < 0)
		whole = count_whole(p);
	if (whole > excerpt) {
		p->skip = (whole - excerpt) / 2;
		p->limit = excerpt < p->limit ? excerpt : p->limit;
	}
	return whole >= 0;
}

static bool
pass_all(struct passage *p)
{
	if (!find_middle(p) || !skip_ahead(p) || !pass_on(p))
		return false;
	if (p->written == 0) {
		snprintf(p->error, SOURCE_ERROR_LEN,
		    p->skip > 0 && p->produced > 0 ? "ends before the start that was asked for"
						   : "holds no samples");
		return false;
	}
	snprintf(p->error, SOURCE_ERROR_LEN, "%s", source_error(p->source));
	return *p->error == '\0' || !p->options->strict;
}

/* whether a file that no library reads was to be music; what cannot be read may be */
static bool
is_other(const struct walk_file *file, struct bytes *bytes)
{
	const unsigned char *head;
	size_t len = bytes_head(bytes, &head);

	return file->found && bytes_failed(bytes) == NULL &&
	    other_than_music(file->path, head, len);
}

static void
write_tags(const struct passage *p)
{
	const struct tags *t = source_tags(p->source);
	const char *const fields[] = {p->file->path, t->artist, t->title, t->genre};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		fwrite(fields[i], 1, strlen(fields[i]) + 1, p->options->file);
}

enum track_result
track_decode(const struct walk_file *file, int fd, const struct track_options *options,
    struct stream_writer *out, char *error)
{
	struct bytes *bytes = fd >= 0 ? bytes_open_descriptor(fd) : NULL;
	struct passage p = {.file = file,
	    .options = options,
	    .out = out,
	    .bytes = bytes,
	    .skip = options->skip,
	    .limit = options->max_samples,
	    .error = error};
	enum track_result result = TRACK_FAILED;

	*error = '\0';
	if (bytes == NULL) {
		snprintf(error, SOURCE_ERROR_LEN, "%s", strerror(errno));
		if (fd > STDIN_FILENO)
			close(fd);
		return TRACK_FAILED;
	}
	/* the middle of a pipe is known at its end */
	if (options->excerpt > 0 && !bytes_spool(bytes)) {
		snprintf(error, SOURCE_ERROR_LEN, "%s",
		    bytes_failed(bytes) != NULL ? bytes_failed(bytes)
						: "longer than a pipe may be for an excerpt");
		goto out;
	}
	p.source = source_open(bytes, error);
	if (p.source == NULL) {
		if (is_other(file, bytes))
			result = TRACK_NO_MUSIC;
		goto out;
	}
	if (options->tags_alone) {
		write_tags(&p);
		*error = '\0';
		result = TRACK_DONE;
	} else if (pass_all(&p)) {
		result = TRACK_DONE;
	}
	if (p.opened && !options->raw) {
		if (result == TRACK_DONE)
			stream_write_end(out, p.written);
		else
			stream_write_fail(out, error);
	}
out:
	close_passage(&p);
	bytes_close(bytes);
	return result;
}
