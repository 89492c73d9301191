/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* F_GETPIPE_SZ */
#include "unit.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "io/pipe.h"

#define LEN 300000

static char data[LEN], got[LEN + 100];

static void
fill(void)
{
	for (size_t i = 0; i < LEN; i++)
		data[i] = (char)(i * 7 + i / 251);
}

/* all that comes from a descriptor, into got */
static size_t
read_all(int fd)
{
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, got + len, sizeof(got) - len)) > 0)
		len += (size_t)n;
	assert_int_equal(n, 0);
	return len;
}

/* lends pieces of all sizes, with words in between, to a file */
static void
lend(FILE *f, size_t piece)
{
	for (size_t at = 0; at < LEN; at += piece) {
		size_t len = piece < LEN - at ? piece : LEN - at;

		putc(data[at], f);
		pipe_lend(data + at + 1, len - 1, f);
	}
}

static void
test_a_pipe(void **state)
{
	(void)state;
	fill();
	for (size_t piece = 1000; piece < 2 * LEN; piece *= 3) {
		int ends[2];
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		if (child == 0) {
			FILE *f = fdopen(ends[1], "wb");

			lend(f, piece);
			_exit(fclose(f) != 0);
		}
		close(ends[1]);
		assert_int_equal(read_all(ends[0]), LEN);
		assert_memory_equal(got, data, LEN);
		close(ends[0]);
		waitpid(child, NULL, 0);
	}
}

static void
test_a_file(void **state)
{
	char *path;
	FILE *f = unit_file(&path);
	int fd;

	(void)state;
	fill();
	lend(f, 50000);
	assert_int_equal(fclose(f), 0);
	fd = open(path, O_RDONLY);
	assert_int_equal(read_all(fd), LEN);
	assert_memory_equal(got, data, LEN);
	close(fd);
	unlink(path);
	free(path);
}

static void
test_a_full_disk(void **state)
{
	FILE *f = fopen("/dev/full", "wb");

	(void)state;
	if (f == NULL)
		unit_skip("/dev/full");
	lend(f, 50000);
	assert_true(ferror(f));
	fclose(f);
}

static void
test_a_wider_pipe(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pipe_widen(ends[0]);
	pipe_widen(STDIN_FILENO); /* whatever it is */
	pipe_widen(-1);
#ifdef F_GETPIPE_SZ
	assert_true(fcntl(ends[1], F_GETPIPE_SZ) >= 64 * 1024);
#endif
	close(ends[0]);
	close(ends[1]);
}

RUN_TESTS(cmocka_unit_test(test_a_pipe), cmocka_unit_test(test_a_file),
    cmocka_unit_test(test_a_full_disk), cmocka_unit_test(test_a_wider_pipe))
