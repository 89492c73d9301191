/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
