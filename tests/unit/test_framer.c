/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/rng.h"
#include "dsp/framer.h"

#define HOP 512
#define REACH 1024

/* The naive twin: the whole signal at hand, docs/seed.md 3 word for word. */
static float
continued(const float *y, int64_t n, int64_t i, enum framer_pad pad)
{
	int64_t period = 2 * (n - 1), m;

	if (pad == FRAMER_ZERO)
		return i >= 0 && i < n ? y[i] : 0;
	if (n == 1)
		return y[0];
	m = i % period;
	if (m < 0)
		m += period;
	return y[m < n ? m : period - m];
}

static void
check_block(const struct framer_block *b, const float *y, int64_t n, int64_t hop, int64_t reach,
    enum framer_pad pad)
{
	int64_t centre = b->first * hop, end = (b->n_windows - 1) * hop + reach;

	for (int64_t i = -reach; i < end; i++)
		assert_true(b->centre[i] == continued(y, n, centre + i, pad));
	assert_true(b->n_before == (centre < reach ? centre : reach));
}

/* the signal in pieces of `piece` samples (0: random) */
static void
check_signal(int64_t n, size_t hop, size_t reach, enum framer_pad pad, size_t piece)
{
	struct framer *f = framer_new(hop, reach, pad);
	float *y = malloc((size_t)n * sizeof(*y));
	struct framer_block b;
	struct rng rng;
	int64_t next = 0, expected = 1 + n / (int64_t)hop;

	rng_seed(&rng, (uint64_t)n);
	for (int64_t i = 0; i < n; i++)
		y[i] = (float)(i + 1);
	for (int round = 0; round < 2; round++) { /* the second time after a reset */
		size_t at = 0;

		next = 0;
		framer_reset(f);
		while (at < (size_t)n) {
			size_t len = piece > 0 ? piece : 1 + (size_t)rng_below(&rng, 3000);

			len = len < (size_t)n - at ? len : (size_t)n - at;
			while (len > 0) {
				size_t taken = framer_push(f, y + at, len);

				at += taken;
				len -= taken;
				while (framer_next(f, &b)) {
					assert_true(b.first == next && b.n_windows == LANES);
					check_block(&b, y, n, (int64_t)hop, (int64_t)reach, pad);
					next += b.n_windows;
					taken = 1;
				}
				assert_true(taken > 0); /* no standstill */
			}
		}
		framer_finish(f);
		while (framer_next(f, &b)) {
			assert_true(b.first == next && b.n_windows >= 1 && b.n_windows <= LANES);
			check_block(&b, y, n, (int64_t)hop, (int64_t)reach, pad);
			assert_true(b.n_after == n - b.first * (int64_t)hop);
			next += b.n_windows;
		}
		if (next != expected)
			print_error("n %ld hop %zu reach %zu\n", (long)n, hop, reach);
		assert_true(next == expected);
	}
	framer_free(f);
	free(y);
}

static const int64_t lengths[] = {1, 2, 3, 300, 511, 512, 513, 700, 1023, 1024, 1025, 1026, 1535,
    1536, 1537, 2047, 2048, 2049, 4095, 4096, 4097, 4607, 4608, 4609, 5119, 5120, 5121, 5631, 5632,
    5633, 8191, 8192, 8193, 20000, 20479, 20480, 20481};

#define N_LENGTHS (sizeof(lengths) / sizeof(lengths[0]))

static void
test_lengths(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_LENGTHS; i++) {
		check_signal(lengths[i], HOP, REACH, FRAMER_REFLECT, (size_t)lengths[i]);
		check_signal(lengths[i], HOP, REACH, FRAMER_ZERO, (size_t)lengths[i]);
	}
}

static void
test_pieces(void **state)
{
	static const size_t pieces[] = {1, 7, 511, 512, 1000, 4608, 0};

	(void)state;
	for (size_t i = 0; i < N_LENGTHS; i += 3) {
		for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++)
			check_signal(lengths[i], HOP, REACH, FRAMER_REFLECT, pieces[p]);
	}
}

static void
test_other_hops(void **state)
{
	static const size_t hops[][2] = {{1, 1}, {1, 8}, {1, 100}, {3, 7}, {7, 3}, {100, 1},
	    {64, 512}, {1000, 1024}, {441, 1024}, {2048, 1024}};

	(void)state;
	for (size_t h = 0; h < sizeof(hops) / sizeof(hops[0]); h++) {
		for (int64_t n = 1; n < 40; n++) {
			check_signal(n, hops[h][0], hops[h][1], FRAMER_REFLECT, 0);
			check_signal(n, hops[h][0], hops[h][1], FRAMER_ZERO, 5);
		}
		check_signal(5000, hops[h][0], hops[h][1], FRAMER_REFLECT, 0);
	}
}

static void
test_nothing(void **state)
{
	struct framer *f = framer_new(HOP, REACH, FRAMER_REFLECT);
	struct framer_block b;

	(void)state;
	assert_false(framer_next(f, &b));
	framer_finish(f);
	framer_free(f);
	framer_free(NULL);
}

RUN_TESTS(cmocka_unit_test(test_lengths), cmocka_unit_test(test_pieces),
    cmocka_unit_test(test_other_hops), cmocka_unit_test(test_nothing))
