/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "featurize/extract.h"

/* A set that only counts: each row is the number of samples and their sum. */
struct counter {
	double n, sum;
};

static void *
counter_new(const struct kernel *kernel)
{
	(void)kernel;
	return calloc(1, sizeof(struct counter));
}

static void
counter_push(void *extractor, const float *samples, size_t n)
{
	struct counter *c = extractor;

	for (size_t i = 0; i < n; i++)
		c->sum += (double)samples[i];
	c->n += (double)n;
}

static void
counter_reset(void *extractor)
{
	memset(extractor, 0, sizeof(struct counter));
}

static void
counter_finish(void *extractor, double *row)
{
	struct counter *c = extractor;

	row[0] = c->n;
	row[1] = c->sum;
	counter_reset(extractor);
}

static const char *const columns[] = {"n", "sum"};
static const struct feature_set counting = {
	.name = "count",
	.rate = 10,
	.n_columns = 2,
	.columns = columns,
	.extractor_new = counter_new,
	.extractor_free = free,
	.push = counter_push,
	.finish = counter_finish,
	.reset = counter_reset,
};

#define HEAD(id, ch, rate) "MGC1 track id=" id " label=l rate=" rate " ch=" ch " fmt=f32le\n"

/* one float of 1.0 as bytes */
#define ONE "\0\0\x80\x3f"

static void
check_threads(size_t n_threads, const char *text, size_t len, long n_lost, const char *expected)
{
	struct input *in = input_from_memory(text, len, "s");
	struct extract_options o = {.set = &counting, .max_seconds = 100, .n_threads = n_threads,
	    .keep_going = true, .quiet = true};
	char *out = NULL;
	size_t out_len;
	FILE *f = open_memstream(&out, &out_len);
	struct csv_writer w = {.file = f};

	extract_header(&counting, &w);
	assert_int_equal(extract_rows(&o, in, &w), n_lost);
	fclose(f);
	assert_true(strncmp(out, "track,segment,start,label,n,sum\n", 32) == 0);
	assert_string_equal(out + 32, expected);
	free(out);
}

/* the same with any number of threads */
static void
check(const char *text, size_t len, long n_lost, const char *expected)
{
	for (size_t n_threads = 1; n_threads <= 3; n_threads++)
		check_threads(n_threads, text, len, n_lost, expected);
}

#define CHECK(text, n_lost, expected) check(text, sizeof(text) - 1, n_lost, expected)

static void
test_rows(void **state)
{
	(void)state;
	CHECK(HEAD("a", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 pcm n=8\n" ONE ONE "MGC1 end frames=3\n"
	    "MGC1 eos tracks=1 failed=0\n", 0, "a,0,0,l,3,3\n");
	CHECK(HEAD("a", "1", "10") "MGC1 seg i=0 start=0 n=4\n" ONE "MGC1 seg i=1 start=5 frames=2 n=4\n"
	    ONE "MGC1 pcm n=4\n" ONE "MGC1 end frames=9 segs=2\nMGC1 eos tracks=1 failed=0\n", 0,
	    "a,0,0,l,1,1\na,1,0.5,l,2,2\n");
	/* stereo is mixed: 1 and 0 */
	CHECK(HEAD("a", "2", "10") "MGC1 pcm n=8\n" ONE "\0\0\0\0" "MGC1 end frames=1\n"
	    "MGC1 eos tracks=1 failed=0\n", 0, "a,0,0,l,1,0.5\n");
}

static void
test_lost(void **state)
{
	(void)state;
	/* no samples, an empty segment, another rate: each is lost, the next goes on */
	CHECK(HEAD("a", "1", "10") "MGC1 end frames=0\n" HEAD("b", "1", "10")
	    "MGC1 seg i=0 start=0 n=4\n" ONE "MGC1 seg i=1 start=0 n=0\nMGC1 end frames=1 segs=2\n"
	    HEAD("c", "1", "11") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
	    HEAD("d", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
	    "MGC1 eos tracks=4 failed=0\n", 3, "b,0,0,l,1,1\nd,0,0,l,1,1\n");
	/* failed on the way here: what was whole stands, and it is not counted twice */
	CHECK(HEAD("a", "1", "10") "MGC1 seg i=0 start=0 n=4\n" ONE
	    "MGC1 seg i=1 start=0 frames=3 n=4\n" ONE "MGC1 fail why=x\n"
	    HEAD("d", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
	    "MGC1 eos tracks=1 failed=1\n", 0, "a,0,0,l,1,1\nd,0,0,l,1,1\n");
	/* damaged: on to the next track */
	CHECK(HEAD("a", "1", "10") "MGC1 pcm n=4\n" ONE "rubbish\n"
	    HEAD("d", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
	    "MGC1 eos tracks=2 failed=0\n", 1, "d,0,0,l,1,1\n");
}

RUN_TESTS(cmocka_unit_test(test_rows), cmocka_unit_test(test_lost))
