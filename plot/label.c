/* SPDX-License-Identifier: MIT */
#include "label.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define REPLACEMENT "\ufffd"
#define ELLIPSIS "\u2026"
#define MARKS_MAX 2 /* shown over one letter: they can be piled without end */

struct range {
	uint32_t first, last;
};

/* shown by nobody, or able to turn the order of what is shown (Unicode 15, categories Cc, Cf, Z) */
static const struct range hidden[] = {
	{0x00, 0x1f}, {0x7f, 0x9f}, {0xad, 0xad}, {0x61c, 0x61c}, {0x180e, 0x180e},
	{0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff},
	{0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff},
};

/* marks over the letter before: no column of their own */
static const struct range marks[] = {
	{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd}, {0x610, 0x61a}, {0x64b, 0x65f},
	{0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

/* East Asian wide and full width, and the pictures (Unicode 15, property W and F, in blocks) */
static const struct range wide[] = {
	{0x1100, 0x115f}, {0x2e80, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
	{0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff},
	{0x20000, 0x3fffd},
};

#define IN(cp, table) in_ranges(cp, table, sizeof(table) / sizeof(table[0]))

static bool
in_ranges(uint32_t cp, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (cp >= r[i].first && cp <= r[i].last)
			return true;
	}
	return false;
}

/* The code point at s, not at its end. Returns its bytes, 0 when they are not UTF-8 (RFC 3629). */
static size_t
decode(const char *s, uint32_t *cp)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *b = (const unsigned char *)s;
	size_t len;

	if (b[0] < 0x80)
		len = 1;
	else if (b[0] >> 5 == 6)
		len = 2;
	else if (b[0] >> 4 == 14)
		len = 3;
	else if (b[0] >> 3 == 30)
		len = 4;
	else
		return 0;
	*cp = len == 1 ? b[0] : b[0] & (0x7fU >> len);
	for (size_t i = 1; i < len; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (b[i] & 0x3f);
	}
	if (*cp < smallest[len] || *cp > 0x10ffff || (*cp >= 0xd800 && *cp <= 0xdfff))
		return 0;
	return len;
}

static size_t
columns_of(uint32_t cp)
{
	return IN(cp, marks) ? 0 : IN(cp, wide) ? 2 : 1;
}

/*
 * What stands for the text at s: its bytes to *shown, their number to *shown_len, their width to
 * *columns. Returns how many bytes of s that covers.
 */
static size_t
next_piece(const char *s, bool ascii, const char **shown, size_t *shown_len, size_t *columns)
{
	uint32_t cp;
	size_t len = decode(s, &cp);

	*columns = 1;
	*shown = s;
	*shown_len = len;
	if (len == 1 && (*s == '\n' || *s == '\t')) {
		*shown = " ";
	} else if (len == 0 || IN(cp, hidden)) {
		*shown = ascii ? "?" : REPLACEMENT;
		*shown_len = strlen(*shown);
	} else if (ascii && len > 1) {
		*shown = "?";
		*shown_len = 1;
	} else {
		*columns = columns_of(cp);
	}
	return len > 0 ? len : 1;
}

char *
label_fit(const char *s, size_t max_columns, bool ascii)
{
	const char *ellipsis = ascii ? "..." : ELLIPSIS;
	size_t ellipsis_columns = ascii ? 3 : 1;
	size_t room = max_columns > ellipsis_columns ? max_columns - ellipsis_columns : 0;
	size_t at = 0, cut = 0, columns = 0, cap = 0, n_marks = 0;
	char *out = NULL;

	xgrow(&out, &cap, 4, 1);
	while (*s) {
		const char *shown;
		size_t shown_len, width, len = next_piece(s, ascii, &shown, &shown_len, &width);

		s += len;
		n_marks = width == 0 ? n_marks + 1 : 0;
		if (n_marks > MARKS_MAX)
			continue;
		if (columns + width > max_columns) {
			if (ellipsis_columns > max_columns)
				ellipsis = ascii ? "." : "";
			at = cut;
			xgrow(&out, &cap, at + 4, 1);
			memcpy(out + at, ellipsis, strlen(ellipsis));
			at += strlen(ellipsis);
			break;
		}
		xgrow(&out, &cap, at + shown_len + 4, 1);
		memcpy(out + at, shown, shown_len);
		at += shown_len;
		columns += width;
		if (columns <= room)
			cut = at;
	}
	out[at] = '\0';
	return out;
}

char *
label_of_track(const char *id)
{
	const char *slash = strrchr(id, '/'), *base = slash != NULL ? slash + 1 : id;
	const char *dot = strrchr(base, '.');
	size_t n = dot != NULL ? strlen(dot + 1) : 0;

	/* ".mp3", not ".00012" nor ". 2" */
	if (dot == base || n < 2 || n > 5 || !isalpha((unsigned char)dot[1]))
		return xstrdup(id);
	for (const char *p = dot + 1; *p != '\0'; p++) {
		if (!isalnum((unsigned char)*p))
			return xstrdup(id);
	}
	return xstrndup(base, (size_t)(dot - base));
}

size_t
label_columns(const char *s)
{
	size_t columns = 0;

	while (*s) {
		uint32_t cp;
		size_t len = decode(s, &cp);

		columns += len > 0 ? columns_of(cp) : 1;
		s += len > 0 ? len : 1;
	}
	return columns;
}

void
label_quote(FILE *f, const char *s, size_t max_columns)
{
	char *text = label_fit(s, max_columns, false);

	putc('\'', f);
	for (const char *p = text; *p; p++) {
		if (*p == '\'')
			fputs("\u2019", f);
		else
			putc(*p, f);
	}
	putc('\'', f);
	free(text);
}
