/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <errno.h>
#include <sys/wait.h>

#include "io/file.h"

static unsigned char bytes[200000];

static void
fill(void)
{
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7 + i / 256);
}

static void
is_read(char *data, size_t len, size_t want)
{
	assert_non_null(data);
	assert_int_equal(len, want);
	assert_memory_equal(data, bytes, want);
	assert_int_equal(data[want], 0);
	free(data);
}

static void
test_files(void **state)
{
	static const size_t lens[] = {0, 1, 4095, 16383, 16384, 65536, 200000};

	(void)state;
	fill();
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		char *path;
		FILE *f = unit_file(&path);
		const char *why;
		size_t len;
		char *data;

		assert_int_equal(fwrite(bytes, 1, lens[i], f), lens[i]);
		assert_int_equal(fclose(f), 0);
		data = file_read(path, sizeof(bytes), &len, &why);
		is_read(data, len, lens[i]);
		data = file_read(path, lens[i], &len, &why); /* just so */
		is_read(data, len, lens[i]);
		if (lens[i] > 0) {
			assert_null(file_read(path, lens[i] - 1, &len, &why));
			assert_says(why, "too large");
			assert_int_equal(len, 0);
		}
		unlink(path);
		free(path);
	}
}

static void
test_pipes(void **state)
{
	static const size_t lens[] = {0, 1, 16383, 16384, 16385, 200000};

	(void)state;
	fill();
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		for (size_t limit = lens[i] > 0 ? lens[i] - 1 : 0; limit <= lens[i]; limit++) {
			pid_t child;
			int fd = unit_feed(bytes, lens[i], 1000, &child);
			const char *why;
			size_t len;
			char *data = file_read_fd(fd, limit, &len, &why);

			close(fd);
			waitpid(child, NULL, 0);
			if (limit == lens[i]) {
				is_read(data, len, lens[i]);
			} else {
				assert_null(data);
				assert_says(why, "too large");
			}
		}
	}
}

static void
test_failures(void **state)
{
	const char *why;
	size_t len = 1;

	(void)state;
	assert_null(file_read("/nowhere/at-all", 10, &len, &why));
	assert_string_equal(why, strerror(ENOENT));
	assert_int_equal(len, 0);
	assert_null(file_read("/", 10, &len, &why));
	assert_string_equal(why, strerror(EISDIR));
	assert_null(file_read_fd(-1, 10, &len, &why));
	assert_string_equal(why, strerror(EBADF));
}

RUN_TESTS(
    cmocka_unit_test(test_files), cmocka_unit_test(test_pipes), cmocka_unit_test(test_failures))
