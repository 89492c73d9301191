/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

uint32_t
utf8_next(const char **s)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000}; /* by continuation bytes */
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t c = *p;
	int n = c < 0x80 ? 0 : c < 0xc0 ? -1 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : c < 0xf8 ? 3 : -1;

	if (c == 0)
		return 0;
	*s += 1;
	if (n < 0)
		return UTF8_BAD;
	if (n > 0)
		c &= 0x3fu >> n;
	for (int i = 1; i <= n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return UTF8_BAD;
		c = c << 6 | (p[i] & 0x3fu);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return UTF8_BAD;
	*s += n;
	return c;
}

bool
utf8_valid(const char *s)
{
	const char *at = s;
	uint32_t c;

	/* the replacement character itself is three bytes long */
	while ((c = utf8_next(&s)) != 0 && (c != UTF8_BAD || s - at > 1))
		at = s;
	return c == 0;
}

size_t
utf8_put(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}
