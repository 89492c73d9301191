/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_STREAM_EXAMPLE_H
#define TESTS_UNIT_STREAM_EXAMPLE_H

/* A stream that is written and what its tests make others of. */
#include "unit.h"

#include "io/stream.h"

/* a stream in memory that grows */
struct text {
	char *data;
	size_t len;
	FILE *file;
};

static void
begin_text(struct text *t)
{
	t->file = open_memstream(&t->data, &t->len);
	assert_non_null(t->file);
}

#define EOS1 "MGC1 eos tracks=1 failed=0\n"
#define TRACK "MGC1 track id=a label= rate=10 ch=1 fmt=f32le\n"

static const float samples[] = {1, 2, 3, 4, 5, 6, 7, 8};

/* two whole tracks, one of them cut, and one that fails */
static void
write_example(struct text *t, bool with_crc)
{
	struct stream_track track = {
	    .id = "a b", .label = "r%k", .rate = 22050, .channels = 1, .n_frames = 3};
	struct stream_writer *w;

	begin_text(t);
	w = stream_writer_new(t->file, with_crc);
	assert_int_equal(stream_write_track(w, &track), 0);
	stream_write_samples(w, samples, 2);
	stream_write_samples(w, samples + 2, 1);
	stream_write_end(w, 3);
	track = (struct stream_track){
	    .id = "b", .label = "", .rate = 8000, .channels = 2, .n_frames = -1};
	assert_int_equal(stream_write_track(w, &track), 0);
	stream_write_segment(w, 0, 0, samples, 2);
	stream_write_segment(w, 1, 1, samples + 2, 2);
	stream_write_end(w, 3);
	track.id = "c";
	assert_int_equal(stream_write_track(w, &track), 0);
	stream_write_samples(w, samples, 1);
	stream_write_fail(w, "out of\ntape");
	stream_write_eos(w, 1);
	fclose(t->file);
	stream_writer_free(w);
}

#endif
