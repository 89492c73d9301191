/* SPDX-License-Identifier: MIT */
#include "clean.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"

static const char ellipsis[] = "...";

static bool
is_space(uint32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	       c == 0x205f || c == 0x3000;
}

/* the joiners 200c and 200d stay: Persian and emoji are spelt with them */
static bool
is_hidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||       /* C0, DEL, C1 */
	       c == 0x061c || c == 0x200e || c == 0x200f || /* direction marks */
	       (c >= 0x202a && c <= 0x202e) ||              /* embeddings and overrides */
	       (c >= 0x2060 && c <= 0x206f) ||              /* isolates, invisible operators */
	       c == 0xad || c == 0x034f || c == 0x180e || c == 0x200b ||
	       c == 0xfeff || /* no width */
	       (c >= 0xfff0 && c <= 0xfffb) || (c & 0xfffe) == 0xfffe ||
	       (c >= 0xfdd0 && c <= 0xfdef) || /* noncharacters */
	       (c >= 0xe0000 && c <= 0xe0fff); /* tags */
}

char *
clean_name(const char *name)
{
	char out[CLEAN_MAX + UTF8_LEN_MAX + 2];
	size_t len = 0, cut = 0; /* cut: where the ellipsis still fits */
	bool space = false;
	uint32_t c;

	while ((c = utf8_next(&name)) != 0 && len <= CLEAN_MAX) {
		if (is_space(c)) {
			space = len > 0;
			continue;
		}
		if (is_hidden(c))
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
