/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <sys/wait.h>

#include "base/rng.h"
#include "io/input.h"

#define LEN ((size_t)700 * 1000 + 13)

static unsigned char content[LEN], got[LEN + 1];

static void
fill(void)
{
	for (size_t i = 0; i < LEN; i++)
		content[i] = (unsigned char)(i * 7 + i / 251);
}

/* the content to its end by reads of all sizes, more and less than a buffer */
static void
check_read(struct input *in, uint64_t seed)
{
	struct rng rng;
	size_t at = 0;

	rng_seed(&rng, seed);
	while (at < LEN) {
		size_t most = rng_below(&rng, 3) == 0 ? 200000 : 3000, n, len;
		const char *data;

		len = (size_t)rng_below(&rng, most);
		switch (rng_below(&rng, 6)) {
		case 0:
			got[at] = (unsigned char)input_getc(in);
			n = 1;
			break;
		case 1:
			n = input_peek(in, &data);
			n = n < len ? n : len;
			memcpy(got + at, data, n);
			assert_int_equal(input_skip(in, n), n);
			break;
		case 2:
			n = input_read_some(in, got + at, len + 1);
			assert_true(n > 0 && n <= len + 1);
			break;
		default:
			n = input_read(in, got + at, len);
			assert_int_equal(n, len < LEN - at ? len : LEN - at);
		}
		at += n;
	}
	assert_memory_equal(got, content, LEN);
	assert_int_equal(input_read(in, got, 100000), 0);
	assert_int_equal(input_read_some(in, got, 100000), 0);
	assert_int_equal(input_getc(in), EOF);
	assert_int_equal(input_failed(in), 0);
}

static void
test_file(void **state)
{
	char *path;
	FILE *f = unit_file(&path);

	(void)state;
	fill();
	fwrite(content, 1, LEN, f);
	fclose(f);
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct input *in = input_open(path);

		assert_true(input_length(in) == (int64_t)LEN);
		check_read(in, seed);
		input_close(in);
	}
	unlink(path);
	free(path);
}

static void
test_memory(void **state)
{
	struct input *in = input_from_memory(content, LEN, "memory");

	(void)state;
	fill();
	assert_true(input_length(in) == -1);
	check_read(in, 1);
	input_close(in);
}

static void
test_pipe(void **state)
{
	(void)state;
	fill();
	for (uint64_t seed = 0; seed < 5; seed++) {
		pid_t child;
		int end = unit_feed(content, LEN, 999, &child);
		struct input *in = input_from_fd(end, "pipe");

		assert_true(input_length(in) == -1);
		check_read(in, seed);
		input_close(in);
		close(end);
		waitpid(child, NULL, 0);
	}
}

/* bytes that are there are given before others come, however many are asked for */
static void
test_some(void **state)
{
	struct input *in;
	int ends[2];

	(void)state;
	fill();
	assert_int_equal(pipe(ends), 0);
	in = input_from_fd(ends[0], "pipe");
	for (size_t len = 1; len <= 10000; len *= 10) {
		assert_int_equal(write(ends[1], content, len), (ssize_t)len);
		assert_int_equal(input_read_some(in, got, LEN), len);
		assert_memory_equal(got, content, len);
	}
	/* and what is behind them is not lost */
	assert_int_equal(write(ends[1], content, 40000), 40000);
	assert_int_equal(input_read_some(in, got, 37000), 37000);
	assert_int_equal(input_read_some(in, got + 37000, 37000), 3000);
	assert_memory_equal(got, content, 40000);
	input_close(in);
	close(ends[0]);
	close(ends[1]);
}

RUN_TESTS(cmocka_unit_test(test_file), cmocka_unit_test(test_memory), cmocka_unit_test(test_pipe),
    cmocka_unit_test(test_some))
