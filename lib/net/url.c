/* SPDX-License-Identifier: MIT */
#include "net/url.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/xmalloc.h"

/* a part as a string of its own, NULL when there is none */
static char *
part(CURLU *u, CURLUPart which)
{
	char *text = NULL, *copy = NULL;

	if (curl_url_get(u, which, &text, 0) == CURLUE_OK)
		copy = xstrdup(text);
	curl_free(text);
	return copy;
}

/* Puts `path` after the path that the URL has. */
static bool
add_path(CURLU *u, const char *path)
{
	char *below = part(u, CURLUPART_PATH), *whole;
	size_t len = below != NULL ? strlen(below) : 0;
	bool ok;

	while (len > 0 && below[len - 1] == '/')
		len--;
	whole = xasprintf("%.*s%s", (int)len, below != NULL ? below : "", path);
	ok = curl_url_set(u, CURLUPART_PATH, whole, 0) == CURLUE_OK;
	free(below);
	free(whole);
	return ok;
}

static bool
add_parameter(CURLU *u, const struct url_parameter *p)
{
	char *text = xasprintf("%s=%s", p->name, p->value);
	bool ok = curl_url_set(u, CURLUPART_QUERY, text, CURLU_APPENDQUERY | CURLU_URLENCODE) ==
	    CURLUE_OK;

	free(text);
	return ok;
}

char *
url_build(const char *base, const char *path, const struct url_parameter *query)
{
	CURLU *u = curl_url();
	bool ok =
	    u != NULL && curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK && add_path(u, path);
	char *url;

	for (; ok && query != NULL && query->name != NULL; query++)
		ok = add_parameter(u, query);
	url = ok ? part(u, CURLUPART_URL) : NULL;
	curl_url_cleanup(u);
	return url != NULL ? url : xstrdup("");
}

bool
url_split(const char *url, char **host, char **path)
{
	CURLU *u = curl_url();
	char *scheme = NULL;
	bool ok;

	*host = *path = NULL;
	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, CURLU_DEFAULT_SCHEME) == CURLUE_OK) {
		scheme = part(u, CURLUPART_SCHEME);
		*host = part(u, CURLUPART_HOST);
		*path = part(u, CURLUPART_PATH);
	}
	curl_url_cleanup(u);
	ok = scheme != NULL && (strcmp(scheme, "https") == 0 || strcmp(scheme, "http") == 0) &&
	    *host != NULL && *path != NULL;
	free(scheme);
	if (!ok) {
		free(*host);
		free(*path);
		*host = *path = NULL;
	}
	return ok;
}
