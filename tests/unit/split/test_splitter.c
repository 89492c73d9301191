/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "split/splitter.h"

struct segment {
	int64_t start;
	size_t n;
};

static struct segment got[100000];
static long n_got;
static size_t channels;

static void
sink(void *user, long i, int64_t start, const float *frames, size_t n_frames)
{
	(void)user;
	assert_true(i == n_got && i < 100000);
	got[n_got++] = (struct segment){start, n_frames};
	for (size_t k = 0; k < n_frames * channels; k++)
		assert_true(frames[k] == (float)((size_t)start * channels + k));
}

/* a track of n frames that counts up, in pieces; returns what splitter_end does */
static const char *
cut(struct splitter_rule rule, size_t n, size_t n_channels, size_t piece)
{
	struct splitter *s;
	const char *why;
	float *x = malloc((n * n_channels + 1) * sizeof(*x));

	if (rule.max_samples == 0)
		rule.max_samples = 1 << 28;
	s = splitter_new(sink, NULL);
	for (size_t i = 0; i < n * n_channels; i++)
		x[i] = (float)i;
	n_got = 0;
	splitter_begin(s, &rule, 1);
	channels = 1;
	splitter_push(s, x, n > 9 ? 9 : n); /* a track that was not ended leaves nothing */
	n_got = 0;
	channels = n_channels;
	splitter_begin(s, &rule, (int)n_channels);
	for (size_t at = 0; at < n; at += piece)
		assert_int_equal(
		    splitter_push(s, x + at * n_channels, piece < n - at ? piece : n - at), 0);
	assert_true(splitter_n_frames(s) == (int64_t)n);
	why = splitter_end(s);
	splitter_free(s);
	free(x);
	return why;
}

static void
check_fraction(double window, double overlap, size_t n, long n_segments, size_t chunk, int64_t step,
    size_t last)
{
	assert_null(cut((struct splitter_rule){.window = window, .overlap = overlap}, n, 1, 10000));
	assert_int_equal(n_got, n_segments);
	for (long i = 0; i < n_got; i++) {
		assert_true(got[i].start == i * step);
		assert_int_equal(got[i].n, i + 1 < n_got ? chunk : last);
	}
}

/* docs/seed.md 2 */
static void
test_by_fraction(void **state)
{
	(void)state;
	check_fraction(0.2, 0.5, 660000, 9, 132000, 66000, 132000);
	check_fraction(1 / 3.0, 0, 660000, 3, 220000, 220000, 220000);
	check_fraction(1, 0, 660000, 1, 660000, 660000, 660000);
	check_fraction(0.2, 0.5, 661504, 10, 132300, 66150, 66154);
	check_fraction(0.2, 0.9, 660000, 42, 132000, 13199, 118841);
	check_fraction(1, 0.5, 7, 1, 7, 3, 7);
	check_fraction(0.5, 0, 2, 2, 1, 1, 1);
	check_fraction(1, 0, 1, 1, 1, 1, 1);
}

static void
test_too_short(void **state)
{
	(void)state;
	assert_non_null(cut((struct splitter_rule){.window = 0.2, .overlap = 0.5}, 4, 1, 4));
	assert_non_null(cut((struct splitter_rule){.window = 0.2, .overlap = 0.5}, 5, 1, 5));
	assert_null(cut((struct splitter_rule){.window = 0.2, .overlap = 0.5}, 10, 1, 5));
	assert_non_null(cut((struct splitter_rule){.window = 1, .overlap = 0.999}, 999, 1, 5));
	assert_null(cut((struct splitter_rule){.window = 0.2, .overlap = 0.5}, 0, 1, 5));
	assert_int_equal(n_got, 0);
}

static void
check_time(int64_t length, int64_t hop, size_t n, size_t n_channels, size_t piece)
{
	long expected = n < (size_t)length ? n > 0 : 1 + (long)((int64_t)n - length) / hop;

	assert_null(
	    cut((struct splitter_rule){.length = length, .hop = hop}, n, n_channels, piece));
	assert_int_equal(n_got, expected);
	for (long i = 0; i < n_got; i++) {
		assert_true(got[i].start == i * hop);
		assert_int_equal(got[i].n, n < (size_t)length ? n : (size_t)length);
	}
}

static void
test_by_time(void **state)
{
	static const int64_t rules[][2] = {
	    {10, 10}, {10, 3}, {3, 10}, {1, 1}, {1, 7}, {7, 1}, {100, 99}};

	(void)state;
	for (size_t r = 0; r < sizeof(rules) / sizeof(rules[0]); r++) {
		for (size_t n = 0; n < 120; n++) {
			for (size_t piece = 1; piece < 60; piece = piece * 2 + 1)
				check_time(rules[r][0], rules[r][1], n, 1 + n % 3, piece);
		}
	}
}

static void
test_a_limit_on_memory(void **state)
{
	struct splitter_rule rule = {.window = 0.5, .max_samples = 100};
	struct splitter *s = splitter_new(sink, NULL);
	static const float x[202];

	(void)state;
	splitter_begin(s, &rule, 2);
	assert_int_equal(splitter_push(s, x, 50), 0);
	assert_int_equal(splitter_push(s, x, 1), -1);
	splitter_free(s);
	splitter_free(NULL);
}

RUN_TESTS(cmocka_unit_test(test_by_fraction), cmocka_unit_test(test_too_short),
    cmocka_unit_test(test_by_time), cmocka_unit_test(test_a_limit_on_memory))
