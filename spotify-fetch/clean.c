/* SPDX-License-Identifier: MIT */
#include "clean.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"

static const char ellipsis[] = "...";

char *
clean_name(const char *name)
{
	char out[CLEAN_MAX + UTF8_LEN_MAX + 2];
	size_t len = 0, cut = 0; /* cut: where the ellipsis still fits */
	bool space = false;
	uint32_t c;

	while ((c = utf8_next(&name)) != 0 && len <= CLEAN_MAX) {
		if (utf8_is_space(c)) {
			space = len > 0;
			continue;
		}
		if (utf8_is_hidden(c))
			continue;
		if (space)
			out[len++] = ' ';
		space = false;
		len += utf8_put(c, out + len);
		if (len <= CLEAN_MAX - strlen(ellipsis))
			cut = len;
	}
	if (len <= CLEAN_MAX)
		return xstrndup(out, len);
	return xasprintf("%.*s%s", (int)cut, out, ellipsis);
}
