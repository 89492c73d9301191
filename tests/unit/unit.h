/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

/* What every unit test includes first: cmocka wants these before itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* the main of a test: RUN_TESTS(cmocka_unit_test(test_a), cmocka_unit_test(test_b)) */
#define RUN_TESTS(...) \
	int main(void) \
	{ \
		const struct CMUnitTest tests[] = {__VA_ARGS__}; \
		return cmocka_run_group_tests(tests, NULL, NULL); \
	}

/*
 * ends a test that lacks what it needs; cmocka's own skip() counts as a failure where TAP is read
 */
#define unit_skip(what) \
	do { \
		printf("# skipped: no %s\n", what); \
		return; \
	} while (0)

#define assert_near(a, b, tolerance) unit_near(a, b, tolerance, #a, __FILE__, __LINE__)

static inline void
unit_near(double a, double b, double tolerance, const char *what, const char *file, int line)
{
	if (fabs(a - b) <= tolerance)
		return;
	print_error("%s: %.17g is not within %g of %.17g\n", what, a, tolerance, b);
	_fail(file, line);
}

/* fails unless the text holds the words */
#define assert_says(text, words) unit_says(text, words, __FILE__, __LINE__)

static inline void
unit_says(const char *text, const char *words, const char *file, int line)
{
	if (strstr(text, words) != NULL)
		return;
	print_error("'%s' does not say '%s'\n", text, words);
	_fail(file, line);
}

/* a file in the folder for temporary ones, open for writing; unlink and free the name */
static inline FILE *
unit_file(char **path)
{
	const char *folder = getenv("TMPDIR");
	FILE *f;
	int fd;

	*path = malloc(4096);
	assert_non_null(*path);
	snprintf(*path, 4096, "%s/mgc-unit-XXXXXX", folder != NULL ? folder : "/tmp");
	fd = mkstemp(*path);
	assert_true(fd >= 0);
	f = fdopen(fd, "w+b");
	assert_non_null(f);
	return f;
}

/*
 * The end to read from of a pipe into which a child writes bytes[len], `piece` at a time; wait for
 * it when the end is closed.
 */
static inline int
unit_feed(const unsigned char *bytes, size_t len, size_t piece, pid_t *child)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	*child = fork();
	assert_true(*child >= 0);
	if (*child > 0) {
		close(ends[1]);
		return ends[0];
	}
	close(ends[0]);
	while (len > 0) {
		ssize_t n = write(ends[1], bytes, len < piece ? len : piece);

		if (n < 0)
			break;
		bytes += n;
		len -= (size_t)n;
	}
	_exit(0);
}

#endif
