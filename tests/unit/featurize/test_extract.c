/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "featurize/extract.h"
#include "tables/feature_table.h"

/* A set that only counts: each row is the number of samples and their sum. */
struct counter {
	double n, sum;
};

static void *
counter_new(const struct kernel *kernel, const void *weights)
{
	(void)kernel;
	(void)weights;
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

static const struct feature_column columns[] = {{"n", 0, 0}, {"sum", 1, 0}};
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

/*
 * The same with patches: each two samples are one, a last single one is one where there is no
 * other; its row is 1 and their sum.
 */
struct pairs {
	float patch[2];
	size_t n, n_patches;
	double sum;
	feature_patch_sink *take;
	void *user;
};

static void *
pairs_new(const struct kernel *kernel, const void *weights)
{
	(void)kernel;
	assert_null(weights);
	return calloc(1, sizeof(struct pairs));
}

static void
pairs_compute(void *extractor, const float *patch, double *row)
{
	(void)extractor;
	row[0] = 1;
	row[1] = (double)patch[0] + (double)patch[1];
}

static void
pairs_give(struct pairs *p)
{
	double row[2] = {0};

	if (p->take != NULL)
		p->take(p->user, p->patch);
	else
		pairs_compute(p, p->patch, row);
	p->sum += row[1];
	p->n_patches++;
	memset(p->patch, 0, sizeof(p->patch));
	p->n = 0;
}

static void
pairs_push(void *extractor, const float *samples, size_t n)
{
	struct pairs *p = extractor;

	for (size_t i = 0; i < n; i++) {
		p->patch[p->n++] = samples[i];
		if (p->n == 2)
			pairs_give(p);
	}
}

static void
pairs_reset(void *extractor)
{
	struct pairs *p = extractor;

	*p = (struct pairs){.take = p->take, .user = p->user};
}

static void
pairs_finish(void *extractor, double *row)
{
	struct pairs *p = extractor;

	if (p->n_patches == 0)
		pairs_give(p);
	if (p->take == NULL) {
		row[0] = 1;
		row[1] = p->sum / (double)p->n_patches;
	}
	pairs_reset(p);
}

static void
pairs_divert(void *extractor, feature_patch_sink *take, void *user)
{
	struct pairs *p = extractor;

	p->take = take;
	p->user = user;
}

static const struct feature_patches pairs_patches = {
    .len = 2,
    .divert = pairs_divert,
    .compute = pairs_compute,
};

static const struct feature_set pairing = {
    .name = "pairs",
    .rate = 10,
    .n_columns = 2,
    .columns = columns,
    .patches = &pairs_patches,
    .extractor_new = pairs_new,
    .extractor_free = free,
    .push = pairs_push,
    .finish = pairs_finish,
    .reset = pairs_reset,
};

#define HEAD(id, ch, rate) "MGC1 track id=" id " label=l rate=" rate " ch=" ch " fmt=f32le\n"

/* one float of 1.0 as bytes */
#define ONE "\0\0\x80\x3f"

/*
 * the table, less its columns artist, empty, and front_end, of set `count`, 10 Hz, `count` or
 * `pairs`
 */
static void
assert_rows(const char *got, const char *expected)
{
	static const char header[] = "track,segment,start,label,artist,front_end,n,sum\n";
	char *rows = calloc(strlen(got) + 1, 1), *to = rows;
	const char *in_row;

	assert_true(strncmp(got, header, strlen(header)) == 0);
	for (got += strlen(header); *got != '\0'; got++) {
		/* constants, as most are here, are silent */
		in_row = strncmp(got, ",,count/10", 10) == 0 ? got + 10
		    : strncmp(got, ",,pairs/10", 10) == 0    ? got + 10
							     : got;
		in_row += in_row != got && strncmp(in_row, "/silent", 7) == 0 ? 7 : 0;
		*to++ = *in_row;
		got = in_row;
	}
	assert_string_equal(rows, expected);
	free(rows);
}

static void
check_threads(const struct feature_set *set, size_t n_threads, const char *text, size_t len,
    long n_lost, const char *expected)
{
	struct input *in = input_from_memory(text, len, "s");
	struct extract_options o = {
	    .set = set, .max_seconds = 100, .n_threads = n_threads, .keep_going = true};
	char error[EXTRACT_ERROR_LEN];
	char *out = NULL;
	size_t out_len;
	FILE *f = open_memstream(&out, &out_len);
	struct csv_writer w = {.file = f};

	feature_table_write_header(&w, set);
	assert_int_equal(extract_rows(&o, in, &w, error), n_lost);
	fclose(f);
	assert_rows(out, expected);
	free(out);
}

/* the same with any number of threads */
static void
check(
    const struct feature_set *set, const char *text, size_t len, long n_lost, const char *expected)
{
	for (size_t n_threads = 1; n_threads <= 3; n_threads++)
		check_threads(set, n_threads, text, len, n_lost, expected);
}

#define CHECK_SET(set, text, n_lost, expected) check(set, text, sizeof(text) - 1, n_lost, expected)
#define CHECK(text, n_lost, expected) CHECK_SET(&counting, text, n_lost, expected)

/* clang-format off: streams, a record a line */
static void
test_rows(void **state)
{
	(void)state;
	CHECK(HEAD("a", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 pcm n=8\n" ONE ONE
				   "MGC1 end frames=3\n"
				   "MGC1 eos tracks=1 failed=0\n",
	    0, "a,0,0,l,3,3\n");
	CHECK(HEAD("a", "1", "10") "MGC1 seg i=0 start=0 n=4\n" ONE
				   "MGC1 seg i=1 start=5 frames=2 n=4\n" ONE "MGC1 pcm n=4\n" ONE
				   "MGC1 end frames=9 segs=2\nMGC1 eos tracks=1 failed=0\n",
	    0, "a,0,0,l,1,1\na,1,0.5,l,2,2\n");
	/* stereo is mixed: 1 and 0 */
	CHECK(HEAD("a", "2", "10") "MGC1 pcm n=8\n" ONE "\0\0\0\0"
				   "MGC1 end frames=1\n"
				   "MGC1 eos tracks=1 failed=0\n",
	    0, "a,0,0,l,1,0.5\n");
}

static void
test_lost(void **state)
{
	(void)state;
	/* no samples, an empty segment, another rate: each is lost, the next goes on */
	CHECK(HEAD("a", "1", "10") "MGC1 end frames=0\n" HEAD("b", "1",
		  "10") "MGC1 seg i=0 start=0 n=4\n" ONE
			"MGC1 seg i=1 start=0 n=0\nMGC1 end frames=1 segs=2\n" HEAD(
			    "c", "1", "11") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n" HEAD("d",
			    "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
				       "MGC1 eos tracks=4 failed=0\n",
	    3, "b,0,0,l,1,1\nd,0,0,l,1,1\n");
	/* failed on the way here: what was whole stands, and it is not counted twice */
	CHECK(HEAD("a", "1", "10") "MGC1 seg i=0 start=0 n=4\n" ONE
				   "MGC1 seg i=1 start=0 frames=3 n=4\n" ONE
				   "MGC1 fail why=x\n" HEAD(
				       "d", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
						       "MGC1 eos tracks=1 failed=1\n",
	    0, "a,0,0,l,1,1\nd,0,0,l,1,1\n");
	/* damaged: on to the next track */
	CHECK(HEAD("a", "1", "10") "MGC1 pcm n=4\n" ONE "rubbish\n" HEAD(
		  "d", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
				  "MGC1 eos tracks=2 failed=0\n",
	    1, "d,0,0,l,1,1\n");
}

/* threads share the segments of a set with patches */
static void
test_patches(void **state)
{
	(void)state;
	/* more patches than there are slots, then a track of one sample */
	CHECK_SET(&pairing,
	    HEAD("a", "1",
		"10") "MGC1 pcm n=48\n" ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE
		      "MGC1 pcm n=60\n" ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE
		      "MGC1 end frames=27\n" HEAD("b", "1", "10") "MGC1 pcm n=4\n" ONE
								  "MGC1 end frames=1\n"
								  "MGC1 eos tracks=2 failed=0\n",
	    0, "a,0,0,l,1,2\nb,0,0,l,1,1\n");
	/* patches of a segment that was cut short are of no other one */
	CHECK_SET(&pairing,
	    HEAD("a", "1", "10") "MGC1 seg i=0 start=0 n=12\n" ONE ONE ONE
				 "MGC1 seg i=1 start=0 frames=9 n=20\n" ONE ONE ONE ONE
				 "\0\0\0\0MGC1 fail why=x\n" HEAD("d", "1",
				     "10") "MGC1 pcm n=8\n" ONE "\0\0\0\0MGC1 end frames=2\n"
					   "MGC1 eos tracks=1 failed=1\n",
	    0, "a,0,0,l,1,2\nd,0,0,l,1,1\n");
	/* nor are those of a track that is damaged */
	CHECK_SET(&pairing,
	    HEAD("a", "1", "10") "MGC1 pcm n=16\n" ONE ONE ONE ONE "rubbish\n" HEAD(
		"d", "1", "10") "MGC1 pcm n=4\n" ONE "MGC1 end frames=1\n"
				"MGC1 eos tracks=2 failed=0\n",
	    1, "d,0,0,l,1,1\n");
}
/* clang-format on */

RUN_TESTS(cmocka_unit_test(test_rows), cmocka_unit_test(test_lost), cmocka_unit_test(test_patches))
