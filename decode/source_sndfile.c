/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sndfile.h>

#include "base/xmalloc.h"
#include "sniff.h"

/*
 * Libsndfile shortens the length that a header names to what a file holds, without a word. It is
 * told a length past all headers, so that a file which ends early shows. Where no length is in the
 * header it then takes that one; container.h sees to those of WAV and AIFF.
 */
#define LENGTH_PRETENDED ((int64_t)1 << 44)
#define LENGTH_UNKNOWN ((double)LENGTH_PRETENDED / 2)
#define FORMAT_MPEG 0x230000 /* SF_FORMAT_MPEG, which libsndfile has since 1.1 */
#define CHUNK_SAMPLES 16384
#define VORBIS_PREROLL 16384 /* two of its longest blocks, of which each sample is the sum */

struct reader {
	struct bytes *bytes;
	struct container *container;
	bool pretend;
	SNDFILE *file;
	SF_INFO info;
	int64_t done;
	bool length_known;
	float *frames;
	size_t chunk_frames;
};

static sf_count_t
on_length(void *user)
{
	struct reader *r = user;

	return r->pretend ? LENGTH_PRETENDED : bytes_length(r->bytes);
}

static sf_count_t
on_seek(sf_count_t offset, int whence, void *user)
{
	struct reader *r = user;

	if (whence == SEEK_CUR)
		offset += bytes_tell(r->bytes);
	else if (whence == SEEK_END)
		offset += on_length(r);
	return bytes_seek(r->bytes, offset);
}

static sf_count_t
on_read(void *buf, sf_count_t len, void *user)
{
	struct reader *r = user;

	return (sf_count_t)bytes_read(r->bytes, buf, (size_t)len);
}

static sf_count_t
on_write(const void *buf, sf_count_t len, void *user)
{
	(void)buf;
	(void)len;
	(void)user;
	return 0;
}

static sf_count_t
on_tell(void *user)
{
	struct reader *r = user;

	return bytes_tell(r->bytes);
}

static void
reader_close(void *state)
{
	struct reader *r = state;

	if (r->file != NULL)
		sf_close(r->file);
	free(r->frames);
	free(r);
}

/* bytes of the samples as the header has it; compressed ones are taken as two bytes a sample */
static double
announced_len(const SF_INFO *info)
{
	int width;

	switch (info->format & SF_FORMAT_SUBMASK) {
	case SF_FORMAT_PCM_S8:
	case SF_FORMAT_PCM_U8:
	case SF_FORMAT_ULAW:
	case SF_FORMAT_ALAW:
		width = 1;
		break;
	case SF_FORMAT_PCM_24:
		width = 3;
		break;
	case SF_FORMAT_PCM_32:
	case SF_FORMAT_FLOAT:
		width = 4;
		break;
	case SF_FORMAT_DOUBLE:
		width = 8;
		break;
	default:
		width = 2;
	}
	return (double)info->frames * info->channels * width;
}

/* what stands from place 0 */
static bool
open_file(struct reader *r)
{
	SF_VIRTUAL_IO io = {on_length, on_seek, on_read, on_write, on_tell};

	bytes_seek(r->bytes, 0);
	r->info = (SF_INFO){0};
	r->file = sf_open_virtual(&io, SFM_READ, &r->info, r);
	return r->file != NULL;
}

static void *
reader_open(struct bytes *bytes, struct container *container, struct source_info *info, char *error)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	const unsigned char *head;
	size_t head_len = bytes_head(bytes, &head);

	r->bytes = bytes;
	r->container = container;
	r->pretend = sniff_is_pcm_container(head, head_len);
	if (!r->pretend && bytes_length(bytes) < 0 && !bytes_slurp(bytes)) {
		snprintf(error, SOURCE_ERROR_LEN,
		    "longer than %zu MB, and its format cannot be read from a pipe",
		    BYTES_SLURP_MAX >> 20);
		goto fail;
	}
	if (!open_file(r)) {
		snprintf(error, SOURCE_ERROR_LEN, "no audio that libsndfile or libmpg123 can read");
		goto fail;
	}
	if ((r->info.format & SF_FORMAT_TYPEMASK) == FORMAT_MPEG) {
		info->is_mpeg = true;
		goto fail;
	}
	if (r->info.channels < 1 || r->info.samplerate < 1) {
		snprintf(error, SOURCE_ERROR_LEN, "%d channels at %d Hz", r->info.channels,
		    r->info.samplerate);
		goto fail;
	}
	r->length_known = container->found
	    ? container->n_bytes >= 0
	    : r->info.frames < SF_COUNT_MAX / 64 && announced_len(&r->info) < LENGTH_UNKNOWN;
	r->chunk_frames = CHUNK_SAMPLES / (size_t)r->info.channels + 1;
	r->frames =
	    xreallocarray(NULL, r->chunk_frames * (size_t)r->info.channels, sizeof(*r->frames));
	info->rate = r->info.samplerate;
	info->n_frames = r->length_known ? r->info.frames : -1;
	tag_take(info->tags.artist, sf_get_string(r->file, SF_STR_ARTIST));
	tag_take(info->tags.title, sf_get_string(r->file, SF_STR_TITLE));
	tag_take(info->tags.genre, sf_get_string(r->file, SF_STR_GENRE));
	return r;
fail:
	reader_close(r);
	return NULL;
}

static void
mix(const float *frames, size_t n, size_t channels, float *mono)
{
	if (channels == 1) {
		memcpy(mono, frames, n * sizeof(*mono));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		float sum = 0;

		for (size_t c = 0; c < channels; c++)
			sum += frames[i * channels + c];
		mono[i] = sum / (float)channels;
	}
}

/*
 * Goes on behind the samples that a header without a length was given. Returns 1, 0 at the end, or
 * -1 where libsndfile would not read on.
 */
static int
open_next_piece(struct reader *r, char *error)
{
	SF_INFO before = r->info;
	bool is_all = bytes_tell(r->bytes) < r->container->piece_end;

	if (is_all && bytes_read(r->bytes, &(char){0}, 1) == 0)
		return 0;
	if (!is_all && !container_next(r->container, r->bytes))
		return 0;
	if (!is_all) {
		sf_close(r->file);
		if (open_file(r) && r->info.channels == before.channels &&
		    r->info.samplerate == before.samplerate)
			return 1;
	}
	snprintf(
	    error, SOURCE_ERROR_LEN, "cannot be read on after %lld frames", (long long)r->done);
	return -1;
}

static long
reader_read(void *state, float *mono, size_t n, char *error)
{
	struct reader *r = state;
	sf_count_t got;

	if (n > r->chunk_frames)
		n = r->chunk_frames;
	while ((got = sf_readf_float(r->file, r->frames, (sf_count_t)n)) <= 0) {
		int more = r->container->piece_end > 0 ? open_next_piece(r, error) : 0;

		if (more <= 0)
			return more < 0 ? -1
					: source_end(r->done, r->length_known ? r->info.frames : -1,
					      r->info.samplerate, error);
	}
	mix(r->frames, (size_t)got, (size_t)r->info.channels, mono);
	r->done += got;
	return (long)got;
}

/* whether a frame is decoded the same wherever reading began, after as many as are given */
static bool
is_exact(int format, int64_t *preroll)
{
	*preroll = 0;
	switch (format & SF_FORMAT_SUBMASK) {
	case SF_FORMAT_PCM_S8:
	case SF_FORMAT_PCM_U8:
	case SF_FORMAT_PCM_16:
	case SF_FORMAT_PCM_24:
	case SF_FORMAT_PCM_32:
	case SF_FORMAT_FLOAT:
	case SF_FORMAT_DOUBLE:
	case SF_FORMAT_ULAW:
	case SF_FORMAT_ALAW:
		return true;
	case SF_FORMAT_VORBIS:
		*preroll = VORBIS_PREROLL;
		return true;
	default:
		return false;
	}
}

static int64_t
reader_seek(void *state, int64_t frame, char *error)
{
	struct reader *r = state;
	int64_t preroll;

	if (bytes_length(r->bytes) < 0 || r->container->piece_end > 0 ||
	    !is_exact(r->info.format, &preroll) || frame <= preroll)
		return 0;
	r->done = frame - preroll;
	if (sf_seek(r->file, r->done, SEEK_SET) == r->done)
		return r->done;
	snprintf(
	    error, SOURCE_ERROR_LEN, "cut short or damaged before frame %lld", (long long)frame);
	return -1;
}

const struct source_driver source_sndfile = {reader_open, reader_read, reader_seek, reader_close};
