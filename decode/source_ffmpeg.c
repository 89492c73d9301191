/* SPDX-License-Identifier: MIT */
/*
 * What no library here reads, by an installed ffmpeg: ffprobe tells its length and tags, and ffmpeg
 * writes its first audio stream as AU, whose header has rate and channels, and no length. Both get
 * the file as their standard input, so that no name of one reaches them, are told which demuxer to
 * use, and may open nothing but files and pipes.
 */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "errand.h"
#include "foreign.h"
#include "io/json.h"

#define PROBE_MAX ((size_t)4 * 1024 * 1024) /* bytes that ffprobe may say: a picture is not in it */
#define SECONDS_MAX 1e8
#define PACKET 4608 /* frames of the longest packet of a codec: lengths may count whole ones */
#define RATE_MAX 10000000
#define MICRO 1000000 /* parts of a second in which ffmpeg is told where to begin */
#define PREROLL 16384 /* frames; more than two packets of such a codec */

struct reader {
	struct bytes *bytes;
	struct source_info *info;
	const struct foreign *format;
	bool is_exact;  /* packets stand alone, and their places are known to the sample */
	bool started;   /* not yet, since where to begin may still be told */
	int complaints; /* where ffmpeg's are read, -1: nowhere any more */
	int64_t start;  /* frame that it is to begin with */
	struct bytes *output;
	struct container none;
	void *au;
	int64_t announced; /* frames, -1: unknown */
	int64_t done;
};

static void
reader_close(void *state)
{
	struct reader *r = state;

	if (r->au != NULL)
		source_sndfile.close(r->au);
	bytes_close(r->output);
	if (r->started)
		errand_end();
	if (r->complaints >= 0)
		close(r->complaints);
	free(r);
}

/* starts a program, whose output is opened; NULL with a reason */
static struct bytes *
start(struct tool_order order, struct bytes *bytes, int *complaints, char *error)
{
	struct bytes *output;
	int ends[2];

	if (!errand_start(&order, bytes_descriptor(bytes), ends)) {
		if (errno == ENOENT)
			snprintf(error, SOURCE_ERROR_LEN,
			    "needs ffmpeg, which is not installed"); /* ffprobe is a part of it */
		else
			snprintf(error, SOURCE_ERROR_LEN, "cannot start %s: %s",
			    order.tool == TOOL_FFMPEG ? "ffmpeg" : "ffprobe", strerror(errno));
		return NULL;
	}
	*complaints = ends[1];
	output = bytes_open_descriptor(ends[0]);
	if (output == NULL) {
		snprintf(error, SOURCE_ERROR_LEN, "%s", strerror(errno));
		close(ends[0]);
		close(ends[1]);
		errand_end();
	}
	return output;
}

/* its end, and what it said of it in words[CHILD_WORDS] */
static int
wait_for(int *complaints, char *words)
{
	int status = errand_wait();

	child_words(*complaints, words);
	*complaints = -1;
	return status;
}

/* what a program said of its end; words of its own where it had none */
static void
say_failure(char *error, const char *program, int status, const char *words)
{
	if (*words != '\0')
		snprintf(error, SOURCE_ERROR_LEN, "%s: %s", program, words);
	else if (status > 128)
		snprintf(
		    error, SOURCE_ERROR_LEN, "%s was ended by signal %d", program, status - 128);
	else
		snprintf(error, SOURCE_ERROR_LEN, "%s failed with status %d", program, status);
}

/* the one of this name, whatever its case: formats differ in that */
static const char *
find_tag(const struct json *tags, const char *name)
{
	for (const struct json *t = json_first(tags); t != NULL; t = json_next(t)) {
		if (json_name(t) != NULL && strcasecmp(json_name(t), name) == 0)
			return json_string(t);
	}
	return NULL;
}

static void
take_tags(struct tags *tags, const struct json *from)
{
	const char *artist = find_tag(from, "artist"), *title = find_tag(from, "title"),
		   *genre = find_tag(from, "genre");

	if (artist != NULL)
		tag_take(tags->artist, artist);
	if (title != NULL)
		tag_take(tags->title, title);
	if (genre != NULL)
		tag_take_id3_genre(tags->genre, genre);
}

/* seconds as ffprobe writes them, -1: it knows none */
static double
seconds_of(const struct json *v)
{
	double s;

	return json_string(v) != NULL &&
		num_parse_double(json_string(v), 0, SECONDS_MAX, &s) == NULL
	    ? s
	    : -1;
}

/* what ffprobe says, a text of JSON that the caller frees; NULL with a reason */
static char *
ask(const struct foreign *format, struct bytes *bytes, size_t *len, char *error)
{
	struct tool_order order = {TOOL_FFPROBE, foreign_number(format), 0};
	char words[CHILD_WORDS], *text;
	struct bytes *output;
	int complaints, status;

	output = start(order, bytes, &complaints, error);
	if (output == NULL)
		return NULL;
	text = xmalloc(PROBE_MAX);
	*len = bytes_read(output, text, PROBE_MAX);
	bytes_close(output);
	status = wait_for(&complaints, words);
	errand_end();
	if (status == 0)
		return text;
	if (*words != '\0')
		snprintf(error, SOURCE_ERROR_LEN, "no audio that ffmpeg can read: %s", words);
	else
		say_failure(error, "ffprobe", status, words);
	free(text);
	return NULL;
}

/* the codecs without loss of which each packet stands alone */
static bool
is_exact(const char *codec)
{
	static const char *const codecs[] = {"alac", "flac", "tta", "wavpack"};

	for (size_t i = 0; codec != NULL && i < sizeof(codecs) / sizeof(codecs[0]); i++) {
		if (strcmp(codec, codecs[i]) == 0)
			return true;
	}
	return false;
}

/* rate, length and tags; false where there is no audio, with a reason */
static bool
probe(struct reader *r, double *seconds, char *error)
{
	size_t len;
	char *text = ask(r->format, r->bytes, &len, error);
	struct json *all = text != NULL ? json_parse(text, len) : NULL;
	const struct json *stream = json_first(json_get(all, "streams")),
			  *format = json_get(all, "format");
	const char *rate = json_string(json_get(stream, "sample_rate"));
	int64_t hz = 0;
	bool found = rate != NULL && num_parse_int(rate, 1, RATE_MAX, &hz) == NULL;

	if (text != NULL && !found)
		snprintf(error, SOURCE_ERROR_LEN, "no audio in it that ffmpeg can read");
	take_tags(&r->info->tags, json_get(stream, "tags"));
	take_tags(&r->info->tags, json_get(format, "tags"));
	r->info->rate = (long)hz;
	r->is_exact = r->format->is_timed && is_exact(json_string(json_get(stream, "codec_name")));
	*seconds = seconds_of(json_get(stream, "duration"));
	json_free(all);
	free(text);
	return found;
}

/* starts ffmpeg and opens what it writes; false with a reason */
static bool
open_output(struct reader *r, char *error)
{
	/* whole microseconds, in two steps: a long start times MICRO is past 64 bits */
	struct tool_order order = {TOOL_FFMPEG, foreign_number(r->format),
	    r->start / r->info->rate * MICRO + r->start % r->info->rate * MICRO / r->info->rate};
	struct source_info info = {.n_frames = -1};
	const unsigned char *head;
	char words[CHILD_WORDS];
	int status;

	r->output = start(order, r->bytes, &r->complaints, error);
	if (r->output == NULL)
		return false;
	r->started = true;
	if (bytes_head(r->output, &head) == 0) {
		status = wait_for(&r->complaints, words);
		if (status == 0 && *words == '\0')
			snprintf(error, SOURCE_ERROR_LEN, "holds no samples");
		else
			say_failure(error, "ffmpeg", status, words);
		return false;
	}
	r->none.n_bytes = -1;
	r->au = source_sndfile.open(r->output, &r->none, &info, error);
	if (r->au == NULL || info.n_frames >= 0) {
		snprintf(error, SOURCE_ERROR_LEN, "ffmpeg wrote something else than was asked for");
		return false;
	}
	r->info->rate = info.rate;
	return true;
}

static void *
reader_open(struct bytes *bytes, struct container *container, struct source_info *info, char *error)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	const unsigned char *head;
	size_t len = bytes_head(bytes, &head);
	const struct foreign *f = foreign_find(head, len);
	double seconds;

	(void)container;
	r->bytes = bytes;
	r->info = info;
	r->format = f;
	r->complaints = -1;
	if (!bytes_spool(bytes)) {
		snprintf(error, SOURCE_ERROR_LEN,
		    "longer than %zu MB, and its format cannot be read from a pipe",
		    BYTES_SLURP_MAX >> 20);
		goto fail;
	}
	if (!probe(r, &seconds, error))
		goto fail;
	r->announced =
	    f->is_sized && seconds > 0 ? (int64_t)(seconds * (double)info->rate + 0.5) : -1;
	info->n_frames = r->announced;
	return r;
fail:
	reader_close(r);
	return NULL;
}

/*
 * The end of what ffmpeg wrote. It goes on behind damage, with a word of it and status 0: what is
 * lacking then shows in the length, where one is announced.
 */
static long
at_end(struct reader *r, char *error)
{
	char words[CHILD_WORDS];
	int status = wait_for(&r->complaints, words);
	int64_t lacking = r->announced - r->done;

	if (status == 0 && r->announced >= 0 && lacking > PACKET)
		return source_end(r->done, r->announced, r->info->rate, error);
	if (status == 0 && *words == '\0')
		return 0;
	say_failure(error, "ffmpeg", status, words);
	return status == 0 && r->announced >= 0 ? 0 : -1;
}

static long
reader_read(void *state, float *mono, size_t n, char *error)
{
	struct reader *r = state;
	long got;

	if (!r->started && !open_output(r, error))
		return -1;
	got = source_sndfile.read(r->au, mono, n, error);
	if (bytes_failed(r->output) != NULL) {
		snprintf(error, SOURCE_ERROR_LEN, "ffmpeg: %s", bytes_failed(r->output));
		return -1;
	}
	r->done += got > 0 ? got : 0;
	return got == 0 ? at_end(r, error) : got;
}

/* Formats whose times are in samples; a start is one that a whole number of microseconds tells. */
static int64_t
reader_seek(void *state, int64_t frame, char *error)
{
	struct reader *r = state;
	int64_t step = r->info->rate;

	(void)error;
	/* rate / gcd(rate, MICRO) */
	for (int64_t a = r->info->rate, b = MICRO, rest; b > 0; b = rest) {
		rest = a % b;
		a = b;
		step = r->info->rate / a;
	}
	frame = r->is_exact && r->announced >= 0 ? (frame - PREROLL) / step * step : 0;
	if (frame <= 0)
		return 0;
	r->start = r->done = frame;
	return frame;
}

const struct source_driver source_ffmpeg = {reader_open, reader_read, reader_seek, reader_close};
