/* SPDX-License-Identifier: MIT */
#include "html.h"

#include <string.h>

#include "base/utf8.h"

static void
put_character(FILE *f, uint32_t c)
{
	char bytes[UTF8_LEN_MAX];

	switch (c) {
	case '&':
		fputs("&amp;", f);
		return;
	case '<':
		fputs("&lt;", f);
		return;
	case '>':
		fputs("&gt;", f);
		return;
	case '"':
		fputs("&quot;", f);
		return;
	case '\'':
		fputs("&#39;", f);
		return;
	case '\n':
	case '\t':
		c = ' ';
		break;
	default:
		if (utf8_is_hidden(c))
			c = UTF8_BAD;
	}
	fwrite(bytes, 1, utf8_put(c, bytes), f);
}

void
html_text(FILE *f, const char *text)
{
	uint32_t c;

	while ((c = utf8_next(&text)) != 0)
		put_character(f, c);
}

void
html_svg_address(FILE *f, const char *svg, size_t len)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				    "-_.~/:;=()";

	fputs("data:image/svg+xml,", f);
	for (size_t i = 0; i < len; i++) {
		if (svg[i] != '\0' && strchr(plain, svg[i]) != NULL)
			putc(svg[i], f);
		else
			fprintf(f, "%%%02X", (unsigned char)svg[i]);
	}
}
