/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "spotify-fetch/dotenv.h"
#include "spotify-fetch/retry.h"

static void
waits(void **state)
{
	(void)state;
	assert_true(retry_wait_s(1, 0, 0) == 0.5);
	assert_true(retry_wait_s(2, 0, 0) == 1.0);
	assert_true(retry_wait_s(2, 0, 0.999) > 0.5);
	assert_true(retry_wait_s(1, 0, 0.5) == 0.375);
	assert_true(retry_wait_s(1, 7, 0.5) == 7); /* never sooner than the service asks */
}

static void
is_value(const char *text, const char *want)
{
	int line;
	char *got = dotenv_get(text, strlen(text), "CID", &line);

	assert_int_equal(line, 0);
	if (want == NULL) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void
dotenv(void **state)
{
	(void)state;
	is_value("", NULL);
	is_value("CID=abc", "abc");
	is_value("CID = \"abc\"\n", "abc");
	is_value("  export\tCID =  abc  # comment\r\nX=1", "abc");
	is_value("\357\273\277CID='a b'# c\n", "a b");
	is_value("CID=a#b", "a#b");
	is_value("CID=\"a#b\" # c", "a#b");
	is_value("CID=\"a\\\"b\\\\\"", "a\"b\\");
	is_value("CID='a\\b'", "a\\b");
	is_value("# CID=no\n#CID=no\nexportCID=no\nCIDX=no\nXCID=no\nCID no\n", NULL);
	is_value("CID=", NULL);
	is_value("CID=\nSECRET=x", NULL);
	is_value("CID=# nothing", NULL);
	is_value("CID=\"\"", NULL);
	is_value("CID=old\nCID=new\n", "new");
	is_value("export=1\nCID=x", "x");
}

static void
dotenv_bad(void **state)
{
	const char text[] = "\nCID=\"abc\nSECRET=x\n";
	int line;

	(void)state;
	assert_null(dotenv_get(text, strlen(text), "CID", &line));
	assert_int_equal(line, 2);
	assert_null(dotenv_get("CID='a' b", 9, "CID", &line));
	assert_int_equal(line, 1);
	assert_null(dotenv_get("CID='", 5, "CID", NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(waits),
	    cmocka_unit_test(dotenv),
	    cmocka_unit_test(dotenv_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
