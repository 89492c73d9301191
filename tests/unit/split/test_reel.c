/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* splice */
#include "unit.h"

#include <fcntl.h>

#include "base/rng.h"
#include "io/pipe.h"
#include "split/reel.h"

/* samples that count up: number i of all that went through */
static float
sample(size_t i)
{
	return (float)(i % 1000003);
}

static void
put(struct reel *r, size_t at, size_t n)
{
	float *room = reel_room(r, n);

	for (size_t i = 0; i < n; i++)
		room[i] = sample(at + i);
	reel_add(r, n);
}

static void
check(const struct reel *r, size_t from, size_t to)
{
	assert_int_equal(reel_held(r), to - from);
	for (size_t i = from; i < to; i += 1 + (to - from) / 1000)
		assert_true(reel_samples(r)[i - from] == sample(i));
	if (to > from)
		assert_true(reel_samples(r)[to - 1 - from] == sample(to - 1));
}

/* pieces of all sizes, past the end of its memory, with few and with many held */
static void
test_holds_what_is_not_let_go(void **state)
{
	static const size_t most[] = {1000, 300000, 20000000};

	(void)state;
	for (size_t m = 0; m < sizeof(most) / sizeof(most[0]); m++) {
		struct reel *r = reel_new();
		size_t from = 0, to = 0;
		struct rng rng;

		rng_seed(&rng, 1);
		while (to < 50000000) {
			size_t n = (size_t)rng_below(&rng, most[m] / 2), drop;

			put(r, to, n);
			to += n;
			check(r, from, to);
			drop = to - from > most[m] / 2 ? (size_t)rng_below(&rng, to - from + 1) : 0;
			reel_drop(r, drop);
			from += drop;
			check(r, from, to);
			if (most[m] == 1000 && to > 20000000)
				break;
		}
		reel_drop(r, to - from);
		check(r, to, to);
		reel_free(r);
	}
	reel_free(NULL);
}

#ifdef SPLICE_F_MOVE
/* whoever has pages by a pipe has them for good, even when he is late */
static void
test_what_was_lent_stays(void **state)
{
	enum { N = 8192, PIECE = 100000, ALL = 60000000 };
	static float got[N];
	int in[2], late[2];
	struct reel *r = reel_new();
	FILE *f;
	size_t at = 0;

	(void)state;
	assert_true(pipe(in) == 0 && pipe(late) == 0);
	f = fdopen(in[1], "wb");
	put(r, 0, PIECE);
	pipe_lend(reel_samples(r), N * sizeof(float), f);
	assert_int_equal(fflush(f), 0);
	while (at < N * sizeof(float)) {
		ssize_t n = splice(in[0], NULL, late[1], NULL, N * sizeof(float) - at, 0);

		assert_true(n > 0);
		at += (size_t)n;
	}
	reel_drop(r, PIECE);
	for (at = PIECE; at < ALL; at += PIECE) {
		put(r, at, PIECE);
		reel_drop(r, PIECE);
	}
	reel_free(r);
	for (at = 0; at < sizeof(got);) {
		ssize_t n = read(late[0], (char *)got + at, sizeof(got) - at);

		assert_true(n > 0);
		at += (size_t)n;
	}
	for (size_t i = 0; i < N; i++)
		assert_true(got[i] == sample(i));
	fclose(f);
	close(in[0]);
	close(late[0]);
	close(late[1]);
}
#else
static void
test_what_was_lent_stays(void **state)
{
	(void)state;
	unit_skip("splice");
}
#endif

RUN_TESTS(
    cmocka_unit_test(test_holds_what_is_not_let_go), cmocka_unit_test(test_what_was_lent_stays))
