/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "decode/walk.h"

static char folder[] = "/tmp/mgc-unit-XXXXXX";

static void
make_file(const char *name)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fclose(f);
}

static int
set_up(void **state)
{
	(void)state;
	memcpy(strstr(folder, "unit-") + 5, "XXXXXX", 6);
	return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
tear_down(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return chdir("/") != 0 || system(command) != 0;
}

/* walks the operands; "path label" of each file, lines */
static void
check(const char *const *operands, const char *expected)
{
	struct walk w = {0};
	char got[4096] = "", *at = got;

	for (; *operands != NULL; operands++)
		walk_add(&w, *operands);
	assert_int_equal(w.n_errors, 0);
	for (size_t i = 0; i < w.n_files; i++)
		at += sprintf(at, "%s %s%s\n", w.files[i].path, w.files[i].label,
		    w.files[i].found ? "" : " !");
	assert_string_equal(got, expected);
	walk_free(&w);
}

#define OPERANDS(...) \
	(const char *const[]) \
	{ \
		__VA_ARGS__, NULL \
	}

static void
test_folders(void **state)
{
	(void)state;
	mkdir("g", 0777);
	mkdir("g/rock", 0777);
	mkdir("g/blues", 0777);
	make_file("g/rock/b.mp3");
	make_file("g/rock/a.00.wav");
	make_file("g/rock/.hidden.wav");
	make_file("g/blues/Z");
	make_file("g/blues/a.au");
	make_file("g/top.wav");
	check(OPERANDS("g"),
	    "g/blues/Z blues\ng/blues/a.au blues\ng/rock/a.00.wav rock\n"
	    "g/rock/b.mp3 rock\ng/top.wav g\n");
	check(OPERANDS("g/rock/"), "g/rock/a.00.wav rock\ng/rock/b.mp3 rock\n");
	check(OPERANDS("g/rock/b.mp3"), "g/rock/b.mp3 rock !\n");
	check(OPERANDS("./g/rock"), "./g/rock/a.00.wav rock\n./g/rock/b.mp3 rock\n");
	check(OPERANDS("-"), "-  !\n");
}

/* an id depends on its operand and file alone; the same one twice is one track */
static void
test_named_twice(void **state)
{
	(void)state;
	mkdir("a", 0777);
	make_file("a/x.mp3");
	make_file("a/x.wav");
	check(OPERANDS("a", "a"), "a/x.mp3 a\na/x.wav a\n");
	check(OPERANDS("a", "a/x.mp3"), "a/x.mp3 a !\na/x.wav a\n");
	check(
	    OPERANDS("a/x.wav", "a", "./a"), "a/x.wav a !\na/x.mp3 a\n./a/x.mp3 a\n./a/x.wav a\n");
}

static void
test_links(void **state)
{
	(void)state;
	mkdir("a", 0777);
	mkdir("a/b", 0777);
	make_file("a/b/x.wav");
	assert_int_equal(symlink("..", "a/b/up"), 0);
	assert_int_equal(symlink(".", "a/self"), 0);
	assert_int_equal(symlink("b", "a/c"), 0);
	assert_int_equal(symlink("gone.wav", "a/z.wav"), 0);
	check(OPERANDS("a"), "a/b/x.wav b\na/c/x.wav c\na/z.wav a\n");
}

static void
test_what_fails(void **state)
{
	struct walk w = {0};

	(void)state;
	walk_add(&w, "none");
	walk_add(&w, "nor/this");
	assert_int_equal(w.n_errors, 2);
	assert_says(w.errors[0], "none: No such file");
	assert_says(w.errors[1], "nor/this: No such file");
	mkdir("empty", 0777);
	walk_add(&w, "empty");
	assert_int_equal(w.n_errors, 2);
	assert_int_equal(w.n_files, 0);
	walk_free(&w);
}

/* a thousand folders within each other are walked, more are refused by name */
static void
test_depth(void **state)
{
	struct walk w = {0};
	int fd = open(".", O_RDONLY | O_DIRECTORY), start = fd;

	(void)state;
	for (int i = 0; i < 1002; i++) {
		assert_int_equal(mkdirat(fd, "d", 0777), 0);
		if (i == 100 || i == 1000 || i == 1001)
			close(openat(fd, "d/song", O_WRONLY | O_CREAT, 0666));
		int next = openat(fd, "d", O_RDONLY | O_DIRECTORY);

		if (fd != start)
			close(fd);
		fd = next;
	}
	close(fd);
	close(start);
	walk_add(&w, "d");
	assert_int_equal(w.n_files, 2);
	assert_int_equal(w.n_errors, 1);
	assert_says(w.errors[0], "d/d: too many folders within each other");
	walk_free(&w);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

RUN_TESTS(TEST(test_folders), TEST(test_named_twice), TEST(test_links), TEST(test_what_fails),
    TEST(test_depth))
