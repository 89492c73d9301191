/* SPDX-License-Identifier: MIT */
#include "container.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define CHUNK_MAX ((uint32_t)64 * 1024) /* a larger one is not needed to read the samples */
#define HEADER_MAX ((size_t)1024 * 1024)
#define PEEK 4096          /* of the samples, which libsndfile looks at twice */
#define MPEG_LAYER_12 0x50 /* formats in a WAV */
#define MPEG_LAYER_3 0x55
#define EXTENSIBLE 0xfffe

/* what the chunks say, on the way to the samples */
struct walker {
	struct container *c;
	struct bytes *b;
	bool is_aiff, big_endian;
	uint32_t whole_len; /* as the first chunk has it */
	uint32_t n_frames;  /* AIFF */
	size_t frames_at;   /* where that stands in the header, 0: nowhere yet */
	int64_t len64;      /* of the samples, by a ds64 chunk, -1: there is none */
	int format;         /* WAV, -1: no word of it */
	uint32_t block_len; /* bytes that belong together: a frame or a block, 0: unknown */
	bool dropped;       /* a chunk, which libsndfile may stumble over */
	int64_t samples_at;
	uint32_t samples_len;
	size_t cap;
};

static uint32_t
number(const struct walker *w, const unsigned char *p, size_t n)
{
	uint32_t x = 0;

	for (size_t i = 0; i < n; i++)
		x |= (uint32_t)p[i] << 8 * (w->big_endian ? n - 1 - i : i);
	return x;
}

static void
put_number(const struct walker *w, size_t at, uint32_t x)
{
	for (size_t i = 0; i < 4; i++)
		w->c->header[at + i] = (unsigned char)(x >> 8 * (w->big_endian ? 3 - i : i));
}

static bool
is(const unsigned char *p, const char *name)
{
	return memcmp(p, name, 4) == 0;
}

static void
append(struct walker *w, const void *p, size_t len)
{
	xgrow(&w->c->header, &w->cap, w->c->header_len + len, 1);
	memcpy(w->c->header + w->c->header_len, p, len);
	w->c->header_len += len;
}

/* width of a sample in AIFF, bytes; 0: a coding of its own */
static uint32_t
aiff_width(const unsigned char *body, uint32_t len, uint32_t bits)
{
	static const struct {
		char name[5];
		uint32_t width; /* 0: by bits */
	} codings[] = {{"NONE", 0}, {"none", 0}, {"twos", 0}, {"sowt", 0}, {"raw ", 1}, {"in24", 3},
	    {"in32", 4}, {"42ni", 3}, {"23ni", 4}, {"fl32", 4}, {"FL32", 4}, {"fl64", 8},
	    {"FL64", 8}, {"ulaw", 1}, {"ULAW", 1}, {"alaw", 1}, {"ALAW", 1}};

	for (size_t i = 0; len >= 22 && i < sizeof(codings) / sizeof(codings[0]); i++) {
		if (is(body + 18, codings[i].name))
			return codings[i].width > 0 ? codings[i].width : (bits + 7) / 8;
	}
	return len >= 22 ? 0 : (bits + 7) / 8;
}

/* what a chunk that was read whole says of the samples */
static void
note(struct walker *w, const unsigned char *name, const unsigned char *body, uint32_t len)
{
	if (w->is_aiff && is(name, "COMM") && len >= 18) {
		w->n_frames = number(w, body + 2, 4);
		w->frames_at = w->c->header_len + 8 + 2;
		w->block_len = number(w, body, 2) * aiff_width(body, len, number(w, body + 6, 2));
	} else if (!w->is_aiff && is(name, "fmt ") && len >= 14) {
		uint32_t frame_len =
		    len >= 16 ? number(w, body + 2, 2) * ((number(w, body + 14, 2) + 7) / 8) : 0;

		w->format = (int)number(w, body, 2);
		w->block_len = number(w, body + 12, 2);
		if (frame_len > 0 &&
		    frame_len != w->block_len) /* a multiple of both, whichever is wrong */
			w->block_len = w->block_len > 0 ? w->block_len * frame_len : frame_len;
		if (w->format == EXTENSIBLE && len >= 26)
			w->format = (int)number(w, body + 24, 2);
	} else if (is(name, "ds64") && len >= 16) {
		w->len64 =
		    (int64_t)((uint64_t)number(w, body + 12, 4) << 32 | number(w, body + 8, 4));
	}
}

/* one chunk into the header, or past it; false where there is none */
static bool
take_chunk(struct walker *w, const unsigned char *head, uint32_t len)
{
	int64_t padded = (int64_t)len + (len & 1);
	unsigned char *body;
	bool is_whole;

	if (len > CHUNK_MAX || w->c->header_len + (size_t)padded > HEADER_MAX) {
		w->dropped = true;
		return bytes_skip_to(w->b, bytes_tell(w->b) + padded);
	}
	body = xcalloc(1, (size_t)padded + 1);
	is_whole = bytes_read(w->b, body, (size_t)padded) == (size_t)padded;
	if (is_whole) {
		note(w, head, body, len);
		append(w, head, 8);
		append(w, body, (size_t)padded);
	}
	free(body);
	return is_whole;
}

/* the chunks up to the samples; false where they are not found */
static bool
walk(struct walker *w)
{
	unsigned char head[12];

	bytes_seek(w->b, 0);
	if (bytes_read(w->b, head, 12) < 12)
		return false;
	w->is_aiff = is(head, "FORM") && (is(head + 8, "AIFF") || is(head + 8, "AIFC"));
	w->big_endian = w->is_aiff || is(head, "RIFX");
	if (!w->is_aiff &&
	    !(is(head + 8, "WAVE") &&
		(is(head, "RIFF") || is(head, "RIFX") || is(head, "RF64") || is(head, "BW64"))) &&
	    !(is(head, "RIFF") && is(head + 8, "RMP3")))
		return false;
	w->whole_len = number(w, head + 4, 4);
	append(w, head, 12);
	while (bytes_read(w->b, head, 8) == 8) {
		uint32_t len = number(w, head + 4, 4);

		for (int i = 0; i < 4; i++) {
			if (head[i] < ' ' || head[i] > '~')
				return false; /* libsndfile knows ways out */
		}
		if (is(head, w->is_aiff ? "SSND" : "data")) {
			w->samples_at = bytes_tell(w->b);
			w->samples_len = len;
			return true;
		}
		if (!take_chunk(w, head, len))
			return false;
	}
	return false;
}

/*
 * Whether a length stands for none. A program that cannot seek back leaves 0 or something large:
 * FFmpeg 0xffffffff, SoX 0x7ffff000 in WAV and frames of 0x7f000000 bytes in AIFF, arecord
 * 0x80000000. Those in the middle may be true, and are where a file has that many.
 */
static bool
is_unknown(const struct walker *w)
{
	uint32_t len = w->samples_len;
	int64_t there = bytes_length(w->b) - w->samples_at, whole_end = (int64_t)w->whole_len + 8;

	if (w->len64 > 0 && len == 0xffffffff)
		return w->len64 == INT64_MAX;
	if (len == 0 || (w->is_aiff && len <= 8 && w->n_frames == 0))
		return w->whole_len == 0 || w->whole_len >= 0x7f000000 ||
		    whole_end <= w->samples_at + len;
	if (len >= 0xfffff000)
		return true;
	return len >= (w->is_aiff ? 0x7effff00 : 0x7fff0000) && len <= 0x80000000 &&
	    there < (int64_t)len;
}

/* the header with the length of a piece */
static void
name_piece(struct walker *w, int64_t len)
{
	static const unsigned char no_offset[8];
	unsigned char offset[8] = {0}; /* of the first sample, in AIFF */

	put_number(w, w->c->header_len - 4, (uint32_t)len + (w->is_aiff ? 8 : 0));
	if (w->is_aiff) {
		bytes_seek(w->b, w->samples_at);
		bytes_read(w->b, offset, 8);
		w->samples_at += 8 + (int64_t)number(w, offset, 4);
		bytes_skip_to(w->b, w->samples_at);
		append(w, no_offset, 8);
		put_number(w, w->frames_at, (uint32_t)(len / w->block_len));
	} else if (!is(w->c->header, "RIFX")) {
		memcpy(w->c->header, "RIFF", 4); /* no longer one of 64 bits */
	}
	put_number(w, 4, (uint32_t)(w->c->header_len - 8 + (size_t)len));
	w->c->piece_end = (int64_t)w->c->header_len + len;
}

/* MPEG audio inside goes alone to who reads it */
static void
take_mpeg(struct walker *w)
{
	struct container *c = w->c;

	if (!bytes_splice(w->b, NULL, 0, w->samples_at))
		return;
	c->found = c->is_mpeg = true;
	c->n_bytes = is_unknown(w) ? -1 : (int64_t)w->samples_len;
	if (c->n_bytes >= 0)
		bytes_set_end(w->b, c->n_bytes);
}

/* the header that was gathered, in the place of the one that is there, if that would not do */
static void
take_samples(struct walker *w)
{
	static const unsigned char head[2][8] = {"data", "SSND"};
	struct container *c = w->c;
	bool unknown = is_unknown(w), is_bw64 = is(c->header, "BW64");
	/* a pipe must go back to where libsndfile begins to read */
	bool lost = bytes_length(w->b) < 0 && (w->samples_at + PEEK > (int64_t)BYTES_HEAD);

	c->n_bytes = unknown ? -1 : w->len64 > 0 ? w->len64 : (int64_t)w->samples_len;
	if (unknown &&
	    (w->block_len == 0 || w->block_len > CONTAINER_PIECE ||
		(w->is_aiff && w->frames_at == 0)))
		return; /* left to libsndfile */
	c->found = true;
	if (!unknown && !is_bw64 && !lost && !w->dropped)
		return;
	append(w, head[w->is_aiff], 8);
	put_number(w, c->header_len - 4, w->samples_len);
	if (is_bw64)
		memcpy(c->header, "RF64", 4);
	if (unknown)
		name_piece(w, CONTAINER_PIECE / w->block_len * w->block_len);
	if (bytes_splice(w->b, c->header, c->header_len, w->samples_at) && unknown)
		bytes_set_end(w->b, c->piece_end);
	bytes_hold(w->b, c->header_len + PEEK);
}

void
container_open(struct container *c, struct bytes *b)
{
	struct walker w = {.c = c, .b = b, .len64 = -1, .format = -1};

	*c = (struct container){.n_bytes = -1};
	if (walk(&w)) {
		if (w.format == MPEG_LAYER_12 || w.format == MPEG_LAYER_3 ||
		    (!w.is_aiff && is(c->header + 8, "RMP3")))
			take_mpeg(&w);
		else
			take_samples(&w);
	}
	bytes_seek(b, 0);
}

bool
container_next(struct container *c, struct bytes *b)
{
	if (!bytes_splice(b, c->header, c->header_len, c->piece_end))
		return false;
	if (bytes_hold(b, c->header_len + PEEK) == c->header_len)
		return false;
	bytes_set_end(b, c->piece_end);
	return true;
}

void
container_close(struct container *c)
{
	free(c->header);
}
