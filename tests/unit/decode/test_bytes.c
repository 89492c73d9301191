/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <errno.h>
#include <sys/wait.h>

#include "base/rng.h"
#include "decode/bytes.h"

#define LEN (BYTES_HEAD * 3 + 777)

static unsigned char *content, *buffer;
static char *path;

static int
set_up(void **state)
{
	FILE *f = unit_file(&path);

	(void)state;
	content = malloc(LEN);
	buffer = malloc(LEN + 100);
	for (size_t i = 0; i < LEN; i++)
		content[i] = (unsigned char)(i * 7 + i / 251);
	fwrite(content, 1, LEN, f);
	fclose(f);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(path);
	free(path);
	free(content);
	free(buffer);
	return 0;
}

static void
check_read(struct bytes *b, size_t at, size_t len)
{
	size_t expected = at >= LEN ? 0 : len < LEN - at ? len : LEN - at;

	assert_true(bytes_tell(b) == (int64_t)at);
	assert_int_equal(bytes_read(b, buffer, len), expected);
	assert_true(expected == 0 || memcmp(buffer, content + at, expected) == 0);
	assert_true(bytes_tell(b) == (int64_t)(at + expected));
}

static void
test_file(void **state)
{
	struct bytes *b = bytes_open(path);
	const unsigned char *head;

	(void)state;
	assert_non_null(b);
	assert_true(bytes_length(b) == (int64_t)LEN);
	check_read(b, 0, 100);
	assert_int_equal(bytes_head(b, &head), BYTES_HEAD);
	assert_memory_equal(head, content, BYTES_HEAD);
	check_read(b, 100, 100); /* looking at the head moved nothing */
	assert_true(bytes_seek(b, 5) == 5);
	check_read(b, 5, LEN);
	assert_true(bytes_seek(b, (int64_t)LEN + 50) == (int64_t)LEN + 50);
	assert_int_equal(bytes_read(b, buffer, 10), 0);
	assert_true(bytes_seek(b, 0) == 0);
	check_read(b, 0, 10);
	assert_true(bytes_seek(b, -1) == -1);
	assert_true(bytes_slurp(b));
	assert_null(bytes_failed(b));
	bytes_close(b);
	bytes_close(NULL);
}

/* few or many at a time, anywhere, with and without a look at the head */
static void
test_file_anywhere(void **state)
{
	struct bytes *b = bytes_open(path);
	const unsigned char *head;
	struct rng rng;
	size_t at = 0;

	(void)state;
	rng_seed(&rng, 3);
	for (int i = 0; i < 5000; i++) {
		size_t len = (size_t)(rng_uniform(&rng) * (i % 100 == 7 ? 300000 : 1000));

		if (i == 2500)
			bytes_head(b, &head);
		if (i % 10 == 5) {
			at = (size_t)(rng_uniform(&rng) * (double)(LEN + 10));
			assert_true(bytes_seek(b, (int64_t)at) == (int64_t)at);
		}
		check_read(b, at, len);
		at = (size_t)bytes_tell(b);
	}
	assert_null(bytes_failed(b));
	bytes_close(b);
}

/* the content by way of a pipe, as standard input */
static struct bytes *
open_pipe(pid_t *child)
{
	int end = unit_feed(content, LEN, 1000, child);

	dup2(end, STDIN_FILENO);
	close(end);
	return bytes_open("-");
}

static void
close_pipe(struct bytes *b, pid_t child)
{
	bytes_close(b);
	freopen("/dev/null", "r", stdin);
	waitpid(child, NULL, 0);
}

static void
test_pipe(void **state)
{
	const unsigned char *head;
	pid_t child;
	struct bytes *b = open_pipe(&child);

	(void)state;
	assert_true(bytes_length(b) == -1);
	assert_int_equal(bytes_head(b, &head), BYTES_HEAD);
	assert_memory_equal(head, content, BYTES_HEAD);
	check_read(b, 0, 1000);
	assert_true(bytes_seek(b, 10) == 10); /* back within the head */
	check_read(b, 10, BYTES_HEAD);        /* across its end */
	check_read(b, BYTES_HEAD + 10, 5000);
	assert_true(bytes_seek(b, (int64_t)BYTES_HEAD + 20) == -1); /* past: gone */
	assert_true(bytes_seek(b, 20) == 20);
	check_read(b, 20, 30);
	assert_true(bytes_seek(b, (int64_t)BYTES_HEAD + 5010) > 0);
	check_read(b, BYTES_HEAD + 5010, LEN);
	assert_int_equal(bytes_read(b, buffer, 1), 0);
	assert_true(bytes_length(b) == (int64_t)LEN);
	assert_null(bytes_failed(b));
	close_pipe(b, child);
}

static void
test_pipe_in_memory(void **state)
{
	const unsigned char *head;
	pid_t child;
	struct bytes *b = open_pipe(&child);

	(void)state;
	assert_int_equal(bytes_head(b, &head), BYTES_HEAD);
	assert_true(bytes_slurp(b));
	assert_true(bytes_length(b) == (int64_t)LEN);
	assert_true(bytes_seek(b, (int64_t)LEN - 5) > 0);
	check_read(b, LEN - 5, 10);
	assert_true(bytes_seek(b, 3) == 3);
	check_read(b, 3, LEN);
	close_pipe(b, child);
}

static void
test_pipe_in_file(void **state)
{
	const unsigned char *head;
	pid_t child;
	struct bytes *b = open_pipe(&child);

	(void)state;
	assert_int_equal(bytes_head(b, &head), BYTES_HEAD);
	assert_true(bytes_spool(b));
	assert_true(bytes_length(b) == (int64_t)LEN);
	check_read(b, 0, LEN + 1);
	assert_true(bytes_seek(b, (int64_t)LEN - 5) > 0);
	check_read(b, LEN - 5, 10);
	assert_true(bytes_descriptor(b) > STDIN_FILENO);
	assert_int_equal(read(bytes_descriptor(b), buffer, 100), 100);
	assert_memory_equal(buffer, content, 100);
	assert_true(bytes_seek(b, (int64_t)BYTES_HEAD) > 0);
	check_read(b, BYTES_HEAD, LEN);
	close_pipe(b, child);
}

static void
test_pipe_in_no_file(void **state)
{
	pid_t child;
	struct bytes *b = open_pipe(&child);

	(void)state;
	setenv("TMPDIR", "/nowhere", 1);
	assert_false(bytes_spool(b));
	assert_string_equal(bytes_failed(b), strerror(ENOENT));
	unsetenv("TMPDIR");
	close_pipe(b, child);
}

/* other bytes in front of what stands at a place, again and again, and an end */
static void
check_splices(struct bytes *b, size_t first)
{
	static const size_t lens[] = {0, 1, 5000, 300000, 0};
	static unsigned char prefix[300000];
	const unsigned char *head;
	size_t at = first, place = 0; /* of what follows the prefix, in the content and now */

	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		size_t len = lens[i], end = len + 10, n;

		memset(prefix, (int)i + 1, len);
		assert_true(bytes_splice(b, prefix, len, (int64_t)(place + at)));
		assert_true(bytes_tell(b) == 0);
		n = bytes_head(b, &head);
		assert_int_equal(n, BYTES_HEAD);
		n = n < len ? n : len;
		assert_memory_equal(head, prefix, n);
		assert_memory_equal(head + n, content + first, BYTES_HEAD - n);
		bytes_set_end(b, (int64_t)end);
		assert_int_equal(bytes_read(b, buffer, len + 100), end);
		assert_memory_equal(buffer, prefix, len);
		assert_memory_equal(buffer + len, content + first, 10);
		assert_int_equal(bytes_read(b, buffer, 1), 0);
		bytes_set_tail(b, (int64_t)end, "tail", 4);
		assert_int_equal(bytes_read(b, buffer, 90), 4);
		assert_memory_equal(buffer, "tail", 4);
		assert_true(bytes_length(b) == (int64_t)end + 4);
		bytes_seek(b, (int64_t)end);
		bytes_set_end(b, INT64_MAX);
		assert_int_equal(bytes_read(b, buffer, 90), 90);
		assert_memory_equal(buffer, content + first + 10, 90);
		place = len;
		at = 100 * (i % 2);
		first += at;
	}
	assert_true(bytes_skip_to(b, (int64_t)(LEN - first)));
	assert_int_equal(bytes_read(b, buffer, 1), 0);
}

static void
test_splice(void **state)
{
	struct bytes *b = bytes_open(path);
	pid_t child;

	(void)state;
	check_splices(b, 12345);
	assert_true(bytes_length(b) == (int64_t)(LEN - 12545));
	assert_null(bytes_failed(b));
	bytes_close(b);
	b = open_pipe(&child);
	bytes_hold(b, 20000);
	check_splices(b, 12345);
	assert_true(bytes_length(b) == (int64_t)(LEN - 12545));
	close_pipe(b, child);
	b = open_pipe(&child);
	assert_true(bytes_skip_to(b, 3 * BYTES_HEAD / 2)); /* what was before is gone */
	assert_false(bytes_splice(b, NULL, 0, 3 * BYTES_HEAD / 2 - 1));
	check_splices(b, 3 * BYTES_HEAD / 2);
	assert_false(bytes_skip_to(b, LEN));
	close_pipe(b, child);
}

static void
test_no_file(void **state)
{
	(void)state;
	assert_null(bytes_open("/nowhere"));
	assert_int_equal(errno, ENOENT);
	assert_null(bytes_open("/"));
	assert_int_equal(errno, EISDIR);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

RUN_TESTS(TEST(test_file), TEST(test_file_anywhere), TEST(test_pipe), TEST(test_pipe_in_memory),
    TEST(test_pipe_in_file), TEST(test_pipe_in_no_file), TEST(test_splice), TEST(test_no_file))
