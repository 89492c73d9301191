/* SPDX-License-Identifier: MIT */
#include "query.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

char *
query_new(const char *base, const char *path)
{
	size_t len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	return xasprintf("%.*s%s", (int)len, base, path);
}

/* all but the unreserved characters of RFC 3986 as %XX; the caller frees */
static char *
escape(const char *s)
{
	static const char unreserved[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	static const char hex[] = "0123456789ABCDEF";
	char *out = xcalloc(strlen(s) + 1, 3), *p = out;

	for (; *s != '\0'; s++) {
		if (strchr(unreserved, *s) != NULL) {
			*p++ = *s;
		} else {
			*p++ = '%';
			*p++ = hex[(unsigned char)*s >> 4];
			*p++ = hex[(unsigned char)*s & 15];
		}
	}
	return out;
}

char *
query_add(char *url, const char *name, const char *value)
{
	char *escaped = escape(value);
	char *longer =
	    xasprintf("%s%c%s=%s", url, strchr(url, '?') != NULL ? '&' : '?', name, escaped);

	free(escaped);
	free(url);
	return longer;
}
