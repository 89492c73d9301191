/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <strings.h>

#include "net/http.h"

/* hexadecimal digits of an escape are large or small, by the version of libcurl */
static void
is_built(const char *base, const char *path, const struct url_parameter *query, const char *want)
{
	char *url = url_build(base, path, query);

	if (strcasecmp(url, want) != 0)
		fail_msg("%s, not %s", url, want);
	free(url);
}

static void
building(void **state)
{
	(void)state;
	is_built("https://h.example", "/p", NULL, "https://h.example/p");
	is_built(
	    "http://127.0.0.1:8/below//", "/p/isrc:A1", NULL, "http://127.0.0.1:8/below/p/isrc:A1");
	is_built("http://[::1]:8", "/p", (struct url_parameter[]){{"q", ""}, {NULL, NULL}},
	    "http://[::1]:8/p?q=");
	is_built("https://h", "/p",
	    (struct url_parameter[]){{"q", "a b&c+#%=\"\303\274?/"}, {"l", "1"}, {NULL, NULL}},
	    "https://h/p?q=a+b%26c%2B%23%25%3D%22%C3%BC%3F%2F&l=1");
	is_built("", "/p", NULL, "");
	is_built("https://", "/p", NULL, "");
}

static void
is_split(const char *url, const char *want_host, const char *want_path)
{
	char *host, *path;
	bool ok = url_split(url, &host, &path);

	assert_int_equal(ok, want_host != NULL);
	if (ok) {
		assert_string_equal(host, want_host);
		assert_string_equal(path, want_path);
	} else {
		assert_null(host);
		assert_null(path);
	}
	free(host);
	free(path);
}

static void
splitting(void **state)
{
	(void)state;
	is_split("https://h.example/a/b?c#d", "h.example", "/a/b");
	is_split("http://h.example:8", "h.example", "/");
	is_split("h.example/a", "h.example", "/a");
	is_split("https://user:pass@h.example/a", "h.example", "/a");
	is_split("ftp://h.example/a", NULL, NULL);
	is_split("file:///a", NULL, NULL);
	is_split("", NULL, NULL);
	is_split("a b", NULL, NULL);
}

RUN_TESTS(cmocka_unit_test(building), cmocka_unit_test(splitting))
