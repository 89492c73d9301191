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
		switch (rng_below(&rng, 4)) {
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
		default:
			n = input_read(in, got + at, len);
			assert_int_equal(n, len < LEN - at ? len : LEN - at);
		}
		at += n;
	}
	assert_memory_equal(got, content, LEN);
	assert_int_equal(input_read(in, got, 100000), 0);
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

RUN_TESTS(cmocka_unit_test(test_file), cmocka_unit_test(test_memory), cmocka_unit_test(test_pipe))
