/* SPDX-License-Identifier: MIT */
/* a folder whose reading fails half way: readdir here instead of the system's */
#include "unit.h"

#include <dirent.h>
#include <errno.h>

#include "decode/walk.h"

static int n_read;

struct dirent *
readdir(DIR *dir)
{
	static struct dirent entry;

	(void)dir;
	if (n_read == 2) {
		errno = EIO;
		return NULL;
	}
	strcpy(entry.d_name, n_read++ == 0 ? "b.wav" : "a.wav");
	return &entry;
}

static void
test_half(void **state)
{
	struct walk w = {0};

	(void)state;
	walk_add(&w, "tests/unit");
	assert_int_equal(w.n_files, 2);
	assert_string_equal(w.files[0].path, "tests/unit/a.wav");
	assert_int_equal(w.n_errors, 1);
	assert_says(w.errors[0], "tests/unit: Input/output error");
	walk_free(&w);
}

RUN_TESTS(cmocka_unit_test(test_half))
