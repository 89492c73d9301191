/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/http.h"

static void
addresses(void **state)
{
	static const char *const refused[] = {"", "x", "file:///dev/null", "ftp://127.0.0.1/",
	    "http://h.example/", "http://localhost/", "http://127.0.0.1.h.example/",
	    "http://127.0.0.1@h.example/", "https://user:secret@h.example/", "//127.0.0.1/",
	    "http://[::2]/", "gopher://127.0.0.1/", "https://", "javascript:alert(1)"};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (http_url_allowed(refused[i], true))
			fail_msg("%s", refused[i]);
	}
	assert_true(http_url_allowed("https://h.example/x?y#z", false));
	assert_true(http_url_allowed("HTTPS://h.example", false));
	assert_true(http_url_allowed("http://127.0.0.1:8080/x", true));
	assert_true(http_url_allowed("http://[::1]:8080/", true));
	assert_false(http_url_allowed("http://127.0.0.1:8080/x", false));
	assert_false(http_url_allowed("http://[::1]/", false));
}

static void
waits(void **state)
{
	static const time_t now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
	static const struct {
		const char *line;
		double s;
	} cases[] = {
	    {"Retry-After: 7\r\n", 7},
	    {"retry-after:86400\n", 86400},
	    {"RETRY-AFTER: \t 0099 \r\n", 99},
	    {"Retry-After: 1000000000000\r\n", 1e9},
	    {"Retry-After: Sun, 06 Nov 1994 08:49:39 GMT\r\n", 2},
	    {"Retry-After: Sunday, 06-Nov-94 18:49:37 GMT\r\n", 36000},
	    {"Retry-After: Sun Nov  6 08:50:37 1994", 60},
	    {"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 0},
	    {"Retry-After: Sun, 06 Nov 1994 08:49:36 GMT\r\n", 0},
	    {"Retry-After: soon\r\n", 0},
	    {"Retry-After: -5\r\n", 0},
	    {"Retry-After: 1.5e3\r\n", 0},
	    {"Retry-After:\r\n", 0},
	    {"Retry-After", 0},
	    {"X-Retry-After: 5\r\n", 0},
	    {"Retry-Afters: 5\r\n", 0},
	    {"", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double s = http_retry_after_s(cases[i].line, strlen(cases[i].line), now);

		if (s < cases[i].s || s > cases[i].s)
			fail_msg("%s: %g s", cases[i].line, s);
	}
	/* no byte past its length is looked at */
	assert_true(http_retry_after_s("Retry-After: 12", 14, now) > 0.5);
	assert_true(http_retry_after_s("Retry-After: 12", 14, now) < 1.5);
	assert_false(http_retry_after_s("Retry-After: 12", 11, now) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
