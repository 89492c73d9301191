/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "io/stream_record.h"
#include "stream_example.h"

/* a short description of all items; samples by their number and first value */
static int
read_all(const char *data, size_t len, char *got, size_t cap, char *error, long *n_failed)
{
	struct stream_reader *r = stream_reader_new(input_from_memory(data, len, "s"));
	struct stream_item item;
	size_t at = 0;
	int rc;

	got[0] = '\0';
	while ((rc = stream_read(r, &item)) > 0 && at < cap - 200) {
		switch (item.type) {
		case STREAM_TRACK:
			at += (size_t)sprintf(got + at, "T(%.40s,%.40s,%ld,%d,%ld,%.40s)",
			    item.track->id, item.track->label, item.track->rate,
			    item.track->channels, (long)item.track->n_frames, item.track->extra);
			break;
		case STREAM_SEGMENT:
			at += (size_t)sprintf(got + at, "S(%ld,%ld,%ld)", item.segment,
			    (long)item.start, (long)item.segment_frames);
			break;
		case STREAM_SAMPLES:
			at += (size_t)sprintf(
			    got + at, "p(%zu,%g)", item.n_frames, (double)item.samples[0]);
			break;
		case STREAM_SEGMENT_END:
			at += (size_t)sprintf(got + at, "/");
			break;
		case STREAM_TRACK_END:
			at += (size_t)sprintf(got + at, "E ");
			break;
		case STREAM_TRACK_FAIL:
			at += (size_t)sprintf(got + at, "F(%.40s) ", item.why);
			break;
		}
	}
	snprintf(error, 512, "%s", rc < 0 ? stream_error(r) : "");
	*n_failed = stream_n_failed(r);
	stream_reader_free(r);
	return rc;
}

static void
check(const char *data, size_t len, const char *expected)
{
	char got[4096], error[512];
	long n_failed;
	int rc = read_all(data, len, got, sizeof(got), error, &n_failed);

	if (rc != 0)
		print_error("%s\n", error);
	assert_int_equal(rc, 0);
	assert_string_equal(got, expected);
}

static void
check_text(const char *text, const char *expected)
{
	check(text, strlen(text), expected);
}

static void
check_refused_bytes(const char *data, size_t len, const char *words)
{
	char got[4096], error[512];
	long n_failed;
	int rc = read_all(data, len, got, sizeof(got), error, &n_failed);

	if (rc != -1)
		print_error("taken: %.*s\n", (int)len, data);
	assert_int_equal(rc, -1);
	assert_says(error, words);
	assert_null(strchr(error, '\n'));
}

static void
check_refused(const char *text, const char *words)
{
	check_refused_bytes(text, strlen(text), words);
}

#define EXAMPLE \
	"T(a b,r%k,22050,1,3,)p(2,1)p(1,3)E T(b,,8000,2,-1,)S(0,0,2)p(2,1)/S(1,1,2)p(2,3)/E " \
	"T(c,,8000,2,-1,)p(1,1)F(out of\ntape) "

static void
test_written_and_read(void **state)
{
	struct text t = {0};

	(void)state;
	write_example(&t, false);
	check(t.data, t.len, EXAMPLE);
	assert_int_equal(strncmp(t.data,
			     "MGC1 track id=a%20b label=r%25k rate=22050 ch=1 fmt=f32le "
			     "frames=3\nMGC1 pcm n=8\n",
			     79),
	    0);
	free(t.data);
	write_example(&t, true);
	check(t.data, t.len, EXAMPLE);
	free(t.data);
}

static void
test_every_proper_prefix_is_refused(void **state)
{
	(void)state;
	for (int crc = 0; crc < 2; crc++) {
		struct text t = {0};

		write_example(&t, crc);
		for (size_t len = 0; len < t.len; len++)
			check_refused_bytes(t.data, len, "truncated");
		free(t.data);
	}
}

static void
test_streams_in_a_row(void **state)
{
	struct text a = {0}, b = {0};
	char *both;

	(void)state;
	write_example(&a, false);
	write_example(&b, true);
	both = malloc(a.len + b.len);
	memcpy(both, a.data, a.len);
	memcpy(both + a.len, b.data, b.len);
	check(both, a.len + b.len, EXAMPLE EXAMPLE);
	for (size_t len = a.len + 1; len < a.len + b.len; len++)
		check_refused_bytes(both, len, "truncated");
	free(both);
	free(a.data);
	free(b.data);
}

/* one byte of the payload or of the counts is another: the checksum or a check must see it */
static void
test_checksum(void **state)
{
	struct text t = {0};

	(void)state;
	write_example(&t, true);
	for (size_t i = 0; i + 12 < t.len; i++) {
		char got[4096], error[512];
		long n_failed;

		if (memcmp(t.data + i, "id=c", 4) == 0)
			break; /* it fails, so nobody checks it */
		if (memcmp(t.data + i, "n=8\n", 4) != 0)
			continue;
		t.data[i + 5] ^= 1;
		assert_int_equal(read_all(t.data, t.len, got, sizeof(got), error, &n_failed), -1);
		assert_says(error, "checksum");
		t.data[i + 5] ^= 1;
	}
	free(t.data);
	check_text(TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1 crc=9be3e0a3\n" EOS1,
	    "T(a,,10,1,-1,)p(1,1.66889e-07)E ");
	check_refused(TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1 crc=9be3e0a4\n" EOS1, "checksum");
	check_refused(TRACK "MGC1 pcm n=4\n1234MGC1 end frames=1 crc=\n" EOS1, "checksum");
}

static void
test_what_is_unknown_passes(void **state)
{
	(void)state;
	check_text("MGC1 hello\nMGC1 note n=3\nxyz"
		   "MGC1 track id=a label=l rate=10 ch=1 fmt=f32le "
		   "year=1999 who=a%20b\nMGC1 pcm n=4\n1234MGC1 mark at=1\nMGC1 blob of=2 n=2\n\n\n"
		   "MGC1 pcm n=4\n1234MGC1 end frames=2 more=1\n" EOS1,
	    "T(a,l,10,1,-1, year=1999 who=a%20b)p(1,1.66889e-07)p(1,1.66889e-07)E ");
	/* n that is not last is a key like others: no payload */
	check_text("MGC1 note n=3 last=1\n" TRACK "MGC1 end frames=0\n" EOS1, "T(a,,10,1,-1,)E ");
}

static void
test_unknown_keys_are_written_on(void **state)
{
	struct text t = {0};
	struct stream_writer *w;
	struct stream_track track = {.id = "x",
	    .label = "",
	    .rate = 10,
	    .channels = 1,
	    .n_frames = -1,
	    .extra = " year=1999 who=a%20b"};

	(void)state;
	begin_text(&t);
	w = stream_writer_new(t.file, false);
	stream_write_track(w, &track);
	stream_write_end(w, 0);
	stream_write_eos(w, 0);
	fclose(t.file);
	check(t.data, t.len, "T(x,,10,1,-1, year=1999 who=a%20b)E ");
	stream_writer_free(w);
	free(t.data);
}

static void
test_segment_in_several_records(void **state)
{
	(void)state;
	check_text(TRACK
	    "MGC1 seg i=0 start=0 frames=3 n=4\n1234MGC1 pcm n=4\n1234MGC1 note\n"
	    "MGC1 pcm n=4\n1234MGC1 seg i=1 start=2 n=0\nMGC1 seg i=2 start=0 n=4\n1234"
	    "MGC1 end frames=9 segs=3\n" EOS1,
	    "T(a,,10,1,-1,)S(0,0,3)p(1,1.66889e-07)p(1,1.66889e-07)p(1,1.66889e-07)/"
	    "S(1,2,0)/S(2,0,1)p(1,1.66889e-07)/E ");
}

static void
test_samples_go_where_they_are_wanted(void **state)
{
	enum { N = 100000, ROOM = 7001 };
	static float x[N], y[N + ROOM];
	struct text t = {0};
	struct stream_writer *w;
	struct stream_track track = {.id = "x", .label = "", .rate = 10, .channels = 2};
	struct stream_reader *r;
	struct stream_item item;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < N; i++)
		x[i] = (float)i;
	begin_text(&t);
	w = stream_writer_new(t.file, true);
	stream_write_track(w, &track);
	stream_write_samples(w, x, 30000);
	stream_write_samples(w, x + 60000, 20000);
	stream_write_end(w, 50000);
	stream_write_eos(w, 0);
	fclose(t.file);
	stream_writer_free(w);
	r = stream_reader_new(input_from_memory(t.data, t.len, "s"));
	for (;;) {
		stream_place(r, n % 3 != 2 ? y + n : NULL, ROOM);
		if (stream_read(r, &item) <= 0)
			break;
		if (item.type != STREAM_SAMPLES)
			continue;
		assert_true(item.n_frames * 2 <= ROOM && item.n_frames > 0);
		assert_true((item.samples == y + n) == (n % 3 != 2));
		memmove(y + n, item.samples, item.n_frames * 2 * sizeof(*y));
		n += item.n_frames * 2;
	}
	assert_string_equal(stream_error(r), "");
	assert_int_equal(n, N);
	assert_memory_equal(x, y, sizeof(x));
	stream_reader_free(r);
	free(t.data);
}

static void
test_failed_tracks_are_counted(void **state)
{
	const char *text =
	    TRACK "MGC1 fail why=a%20b\n"
		  "MGC1 eos tracks=0 failed=3\n" TRACK "MGC1 fail\nMGC1 eos tracks=0 failed=1\n";
	char got[4096], error[512];
	long n_failed;

	(void)state;
	assert_int_equal(read_all(text, strlen(text), got, sizeof(got), error, &n_failed), 0);
	assert_string_equal(got, "T(a,,10,1,-1,)F(a b) T(a,,10,1,-1,)F(no reason given) ");
	assert_int_equal(n_failed, 4);
	/* a track may fail within a segment */
	check_text(TRACK "MGC1 seg i=0 start=0 frames=3 n=4\n1234MGC1 fail why=x\n"
			 "MGC1 eos tracks=0 failed=1\n",
	    "T(a,,10,1,-1,)S(0,0,3)p(1,1.66889e-07)F(x) ");
}

static void
test_malformed_lines(void **state)
{
	char line[STREAM_LINE_MAX + 100];
	size_t n;

	(void)state;
	check_refused("", "truncated");
	check_refused("\n", "not an MGC1 stream");
	check_refused("track,segment\n", "not an MGC1 stream");
	check_refused("MGC2 track id=a\n", "not an MGC1 stream");
	check_refused("MGC1\n", "not an MGC1 stream");
	check_refused("MGC1 \n", "without a type");
	check_refused("MGC1  track\n", "without a type");
	for (const char *const *word = (const char *const[]){"x", "=x", "a=%", "a=%2", "a=%zz",
		 "a=%00", "a=\x01", "a=\x7f", "a=\t", "", NULL};
	     *word != NULL; word++) {
		snprintf(line, sizeof(line), "MGC1 note %s b=1\n", *word);
		check_refused(line, "malformed key or value");
	}
	check_refused("MGC1 note a=1 a=2\n", "repeated key");
	check_refused("MGC1 note a=1 \n", "malformed");
	n = (size_t)sprintf(line, "MGC1 note");
	for (int i = 0; i <= STREAM_PAIRS_MAX; i++)
		n += (size_t)sprintf(line + n, " k%d=", i);
	sprintf(line + n, "\n");
	check_refused(line, "too many keys");
	memset(line, 'x', sizeof(line));
	check_refused_bytes(line, sizeof(line), "a line of more than");
	check_refused_bytes("MGC1 no\0te\n", 11, "NUL");
}

/* each known record with each of its fields missing, out of range or of another kind */
static void
test_malformed_fields(void **state)
{
	static const char *const cases[][2] = {
	    {"MGC1 track label= rate=10 ch=1 fmt=f32le\n", "without an id"},
	    {"MGC1 track id= label= rate=10 ch=1 fmt=f32le\n", "without an id"},
	    {"MGC1 track id=a rate=10 ch=1\n", "fmt"},
	    {"MGC1 track id=a rate=10 ch=1 fmt=s16le\n", "fmt"},
	    {"MGC1 track id=a ch=1 fmt=f32le\n", "rate"},
	    {"MGC1 track id=a rate=0 ch=1 fmt=f32le\n", "rate"},
	    {"MGC1 track id=a rate=-1 ch=1 fmt=f32le\n", "rate"},
	    {"MGC1 track id=a rate=768001 ch=1 fmt=f32le\n", "rate"},
	    {"MGC1 track id=a rate=22050.5 ch=1 fmt=f32le\n", "rate"},
	    {"MGC1 track id=a rate=10 fmt=f32le\n", "ch"},
	    {"MGC1 track id=a rate=10 ch=0 fmt=f32le\n", "ch"},
	    {"MGC1 track id=a rate=10 ch=65 fmt=f32le\n", "ch"},
	    {"MGC1 track id=a rate=10 ch=1 fmt=f32le frames=x\n", "frames"},
	    {"MGC1 track id=a rate=10 ch=1 fmt=f32le frames=-1\n", "frames"},
	    {TRACK TRACK, "before this one has ended"},
	    {TRACK "MGC1 pcm\n", "n is not"},
	    {TRACK "MGC1 pcm n=-4\n", "n is not"},
	    {TRACK "MGC1 pcm n=67108868\n", "n is not"},
	    {TRACK "MGC1 pcm n=99999999999999999999\n", "n is not"},
	    {TRACK "MGC1 pcm n=6\n123456", "whole number of frames"},
	    {"MGC1 track id=a rate=10 ch=2 fmt=f32le\nMGC1 pcm n=4\n1234",
		"whole number of frames"},
	    {"MGC1 pcm n=4\n1234", "outside a track"},
	    {"MGC1 seg i=0 start=0 n=4\n1234", "outside a track"},
	    {"MGC1 end frames=0\n", "outside a track"},
	    {"MGC1 fail why=x\n", "outside a track"},
	    {"MGC1 note n=x\n", "n is not"},
	    {"MGC1 note n=67108865\n", "n is not"},
	    {TRACK "MGC1 seg start=0 n=4\n1234", "numbered"},
	    {TRACK "MGC1 seg i=1 start=0 n=4\n1234", "numbered"},
	    {TRACK "MGC1 seg i=-1 start=0 n=4\n1234", "numbered"},
	    {TRACK "MGC1 seg i=0 start=0 n=4\n1234MGC1 seg i=2 start=0 n=4\n1234", "numbered"},
	    {TRACK "MGC1 seg i=0 start=0 n=4\n1234MGC1 seg i=0 start=0 n=4\n1234", "numbered"},
	    {TRACK "MGC1 seg i=0 n=4\n1234", "start"},
	    {TRACK "MGC1 seg i=0 start=-1 n=4\n1234", "start"},
	    {TRACK "MGC1 seg i=0 start=0\n", "n is not"},
	    {TRACK "MGC1 seg i=0 start=0 frames=x n=4\n1234", "frames"},
	    {TRACK "MGC1 seg i=0 start=0 frames=0 n=4\n1234", "more samples"},
	    {TRACK "MGC1 seg i=0 start=0 frames=2 n=4\n1234MGC1 pcm n=8\n12345678", "more samples"},
	    {TRACK "MGC1 seg i=0 start=0 n=4\n1234MGC1 pcm n=4\n1234", "outside a segment"},
	    {TRACK "MGC1 seg i=0 start=0 frames=2 n=4\n1234MGC1 seg i=1 start=0 n=4\n1234",
		"short"},
	    {TRACK "MGC1 seg i=0 start=0 frames=2 n=4\n1234MGC1 end frames=2 segs=1\n", "short"},
	    {TRACK "MGC1 pcm n=4\n1234MGC1 seg i=0 start=0 n=4\n1234", "belong to none"},
	    {TRACK "MGC1 end\n", "count"},
	    {TRACK "MGC1 end frames=-1\n", "count"},
	    {TRACK "MGC1 end frames=1\n", "counts"},
	    {TRACK "MGC1 pcm n=4\n1234MGC1 end frames=2\n", "counts 2 frames, 1 came"},
	    {TRACK "MGC1 end frames=0 segs=1\n", "segments"},
	    {TRACK "MGC1 end frames=0 segs=x\n", "segments"},
	    {TRACK "MGC1 seg i=0 start=0 n=4\n1234MGC1 end frames=1\n", "segments"},
	    {TRACK "MGC1 seg i=0 start=0 n=4\n1234MGC1 end frames=1 segs=2\n", "segments"},
	    {TRACK "MGC1 eos tracks=0 failed=0\n", "before this track"},
	    {"MGC1 eos\n", "counts"},
	    {"MGC1 eos tracks=0\n", "counts"},
	    {"MGC1 eos failed=0\n", "counts"},
	    {"MGC1 eos tracks=-1 failed=0\n", "counts"},
	    {"MGC1 eos tracks=1 failed=0\n", "counts 1 tracks"},
	    {TRACK "MGC1 end frames=0\nMGC1 eos tracks=2 failed=0\n", "counts 2 tracks"},
	    {TRACK "MGC1 end frames=0\nMGC1 eos tracks=0 failed=0\n", "counts 0 tracks"},
	    {TRACK "MGC1 fail\nMGC1 eos tracks=0 failed=0\n", "failed"},
	    {"MGC1 eos tracks=0 failed=0\nMGC1 note\n", "truncated"},
	    {"MGC1 eos tracks=0 failed=0\nx", "truncated"},
	    {"MGC1 eos tracks=0 failed=0\n\n", "not an MGC1 stream"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_refused(cases[i][0], cases[i][1]);
}

static void
test_samples_must_be_finite(void **state)
{
	static const char bad[][5] = {"\0\0\x80\x7f", "\0\0\x80\xff", "\0\0\xc0\x7f",
	    "\1\0\x80\x7f", "\0\0\x80\x58", "\0\0\x80\xd8"}; /* the last two: 2^50, -2^50 */

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		char text[400];
		size_t n = (size_t)sprintf(text, TRACK "MGC1 pcm n=8\n1234");

		memcpy(text + n, bad[i], 4);
		check_refused_bytes(text, n + 4, "not finite");
	}
}

static void
test_names_that_need_escapes(void **state)
{
	static const char *const names[] = {" ", "%", "%20", "a=b", "\x01\x1f\x7f", "\n",
	    "\xe6\x97\xa5", "\xff\xfe", "a,b\"c'd", "MGC1 track ", NULL};

	(void)state;
	for (const char *const *s = names; *s != NULL; s++) {
		struct text t = {0};
		struct stream_writer *w;
		struct stream_track track = {
		    .id = *s, .label = *s, .rate = 10, .channels = 1, .n_frames = -1};
		char expected[100];

		begin_text(&t);
		w = stream_writer_new(t.file, false);
		assert_int_equal(stream_write_track(w, &track), 0);
		stream_write_end(w, 0);
		stream_write_eos(w, 0);
		fclose(t.file);
		snprintf(expected, sizeof(expected), "T(%s,%s,10,1,-1,)E ", *s, *s);
		check(t.data, t.len, expected);
		stream_writer_free(w);
		free(t.data);
	}
}

static void
test_names_at_the_limit(void **state)
{
	(void)state;
	for (size_t n = STREAM_LINE_MAX - 60; n < STREAM_LINE_MAX + 10; n++) {
		struct text t = {0};
		struct stream_writer *w;
		char *id = malloc(n + 1);
		struct stream_track track = {
		    .id = id, .label = "", .rate = 10, .channels = 1, .n_frames = -1};
		char got[5000], error[512];
		long n_failed;

		begin_text(&t);
		w = stream_writer_new(t.file, false);
		memset(id, 'x', n);
		id[n] = '\0';
		if (stream_write_track(w, &track) == 0) {
			stream_write_end(w, 0);
			stream_write_eos(w, 0);
			fclose(t.file);
			assert_int_equal(
			    read_all(t.data, t.len, got, sizeof(got), error, &n_failed), 0);
		} else {
			fclose(t.file);
			assert_int_equal(t.len, 0);
			assert_true(n > STREAM_LINE_MAX - 60);
		}
		stream_writer_free(w);
		free(t.data);
		free(id);
	}
}

static void
test_long_reasons_are_shortened(void **state)
{
	struct text t = {0};
	struct stream_writer *w;
	struct stream_track track = {
	    .id = "x", .label = "", .rate = 10, .channels = 1, .n_frames = -1};
	char why[9000];

	(void)state;
	begin_text(&t);
	w = stream_writer_new(t.file, false);
	memset(why, '\n', sizeof(why));
	why[sizeof(why) - 1] = '\0';
	stream_write_track(w, &track);
	stream_write_fail(w, why);
	stream_write_eos(w, 3);
	fclose(t.file);
	check(t.data, t.len,
	    "T(x,,10,1,-1,)F(\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
	    "\n\n\n\n\n\n\n\n\n\n\n\n) ");
	assert_non_null(strstr(t.data, "eos tracks=0 failed=3\n"));
	stream_writer_free(w);
	free(t.data);
}

/* more than one payload holds: 64 MiB and a little */
static void
test_long_segment(void **state)
{
	size_t n = STREAM_PAYLOAD_MAX / sizeof(float) + 3, got = 0;
	float *x = calloc(n, sizeof(*x));
	struct stream_track track = {
	    .id = "x", .label = "", .rate = 10, .channels = 1, .n_frames = -1};
	struct stream_writer *w;
	struct stream_reader *r;
	struct stream_item item;
	char *path;
	FILE *f = unit_file(&path);

	(void)state;
	x[n - 1] = 5;
	w = stream_writer_new(f, false);
	stream_write_track(w, &track);
	stream_write_segment(w, 0, 0, x, n);
	stream_write_end(w, (int64_t)n);
	stream_write_eos(w, 0);
	fclose(f);
	r = stream_reader_new(input_open(path));
	while (stream_read(r, &item) > 0) {
		if (item.type == STREAM_SAMPLES) {
			got += item.n_frames;
			assert_true(item.segment == 0);
			if (got == n)
				assert_true(item.samples[item.n_frames - 1] == 5);
		}
	}
	assert_string_equal(stream_error(r), "");
	assert_true(got == n);
	stream_reader_free(r);
	stream_writer_free(w);
	unlink(path);
	free(path);
	free(x);
}

RUN_TESTS(cmocka_unit_test(test_written_and_read),
    cmocka_unit_test(test_every_proper_prefix_is_refused), cmocka_unit_test(test_streams_in_a_row),
    cmocka_unit_test(test_checksum), cmocka_unit_test(test_what_is_unknown_passes),
    cmocka_unit_test(test_unknown_keys_are_written_on),
    cmocka_unit_test(test_segment_in_several_records),
    cmocka_unit_test(test_failed_tracks_are_counted),
    cmocka_unit_test(test_samples_go_where_they_are_wanted), cmocka_unit_test(test_malformed_lines),
    cmocka_unit_test(test_malformed_fields), cmocka_unit_test(test_samples_must_be_finite),
    cmocka_unit_test(test_names_that_need_escapes), cmocka_unit_test(test_names_at_the_limit),
    cmocka_unit_test(test_long_reasons_are_shortened), cmocka_unit_test(test_long_segment))
