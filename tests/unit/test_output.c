/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "io/output.h"

static char folder[] = "/tmp/mgc-unit-XXXXXX";
static char path[64], other[64];

static int
set_up(void **state)
{
	(void)state;
	memcpy(strstr(folder, "unit-") + 5, "XXXXXX", 6);
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/file", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(path);
	unlink(other);
	return rmdir(folder); /* fails where something else was left */
}

static int
n_files(void)
{
	DIR *d = opendir(folder);
	int n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static void
write_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	fputs(text, f);
	fclose(f);
}

static void
check_content(const char *name, const char *expected)
{
	char text[64] = "";
	FILE *f = fopen(name, "r");

	assert_non_null(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(text, expected);
}

static void
test_appears_whole(void **state)
{
	struct output *out;

	(void)state;
	write_file(path, "old");
	out = output_open(path);
	assert_non_null(out);
	fputs("new", output_file(out));
	fflush(output_file(out));
	check_content(path, "old");
	check_content(output_temporary(out), "new");
	assert_int_equal(output_commit(out), 0);
	check_content(path, "new");
	assert_int_equal(n_files(), 1);
}

static void
test_discarded(void **state)
{
	struct output *out;

	(void)state;
	write_file(path, "old");
	out = output_open(path);
	fputs("new", output_file(out));
	output_discard(out);
	output_discard(NULL);
	check_content(path, "old");
	assert_int_equal(n_files(), 1);
}

static void
test_a_link_stays_a_link(void **state)
{
	struct output *out;
	struct stat st;

	(void)state;
	write_file(other, "old");
	assert_int_equal(symlink("other", path), 0);
	out = output_open(path);
	fputs("new", output_file(out));
	assert_int_equal(output_commit(out), 0);
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	check_content(other, "new");
}

static void
test_no_place(void **state)
{
	char missing[80];

	(void)state;
	snprintf(missing, sizeof(missing), "%s/none/file", folder);
	assert_null(output_open(missing));
	assert_int_equal(errno, ENOENT);
	assert_null(output_open(folder));
}

static void
test_a_full_device(void **state)
{
	struct output *out = output_open("/dev/full");

	(void)state;
	if (out == NULL)
		unit_skip("/dev/full");
	assert_string_equal(output_temporary(out), "/dev/full");
	fputs("x", output_file(out));
	assert_int_equal(output_commit(out), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(access("/dev/full", F_OK), 0);
}

static void
test_a_device_stays(void **state)
{
	struct output *out = output_open("/dev/null");

	(void)state;
	fputs("x", output_file(out));
	assert_int_equal(output_commit(out), 0);
	assert_int_equal(access("/dev/null", W_OK), 0);
}

/* how = 0: exit, else a signal; either way the temporary file goes */
static void
check_ended(int how)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct output *out;

		if (how != 0)
			signal(
			    how, SIG_DFL); /* under nohup a hang-up is ignored, and would stay so */
		out = output_open(path);
		fputs("half", output_file(out));
		fflush(output_file(out));
		if (how == 0)
			exit(1);
		raise(how);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(how == 0 ? WIFEXITED(status) : WIFSIGNALED(status) && WTERMSIG(status) == how);
	assert_int_equal(n_files(), 0);
}

static void
test_ended_before_its_time(void **state)
{
	(void)state;
	check_ended(0);
	check_ended(2);
	check_ended(15);
	check_ended(13);
}

/* a child that inherits the open output and ends must not take the file away */
static void
test_a_fork_leaves_it(void **state)
{
	struct output *out = output_open(path);
	pid_t child;
	int status;

	(void)state;
	child = fork();
	if (child == 0)
		exit(0);
	assert_int_equal(waitpid(child, &status, 0), child);
	fputs("all", output_file(out));
	assert_int_equal(output_commit(out), 0);
	check_content(path, "all");
}

static void
test_several(void **state)
{
	struct output *a = output_open(path), *b = output_open(other);

	(void)state;
	fputs("a", output_file(a));
	fputs("b", output_file(b));
	assert_int_equal(output_commit(b), 0);
	output_discard(a);
	check_content(other, "b");
	assert_int_equal(n_files(), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* the mode of what is replaced stays, a new file gets that of the umask */
static void
test_mode(void **state)
{
	struct stat st;

	(void)state;
	write_file(path, "old");
	chmod(path, 0640);
	assert_int_equal(output_commit(output_open(path)), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	unlink(path);
	umask(027);
	assert_int_equal(output_commit(output_open(path)), 0);
	umask(022);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
}

/* a name as long as a folder can hold has room for no ending */
static void
test_long_name(void **state)
{
	char name[512];
	struct output *out;

	(void)state;
	snprintf(name, sizeof(name), "%s/%0255d", folder, 1);
	out = output_open(name);
	assert_non_null(out);
	fputs("text", output_file(out));
	assert_int_equal(output_commit(out), 0);
	check_content(name, "text");
	unlink(name);
}

/* what lies in the folder under a name that might be guessed is neither followed nor written to */
static void
test_planted_link(void **state)
{
	char planted[128];
	struct output *out;

	(void)state;
	write_file(other, "precious");
	snprintf(planted, sizeof(planted), "%s.tmp.%ld", path, (long)getpid());
	assert_int_equal(symlink(other, planted), 0);
	out = output_open(path);
	assert_string_not_equal(output_temporary(out), planted);
	fputs("new", output_file(out));
	assert_int_equal(output_commit(out), 0);
	check_content(other, "precious");
	check_content(path, "new");
	unlink(planted);
}

RUN_TESTS(
    TEST(test_ended_before_its_time), /* first: the process must have opened none before it forks */
    TEST(test_appears_whole), TEST(test_discarded), TEST(test_a_link_stays_a_link),
    TEST(test_no_place), TEST(test_a_full_device), TEST(test_a_device_stays),
    TEST(test_a_fork_leaves_it), TEST(test_several), TEST(test_mode), TEST(test_long_name),
    TEST(test_planted_link))
