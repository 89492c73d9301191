/* SPDX-License-Identifier: MIT */
#include "label.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"

#define REPLACEMENT "\ufffd"
#define ELLIPSIS "\u2026"
#define MARKS_MAX 2 /* shown over one letter: they can be piled without end */

/*
 * What stands for the text at s: its bytes to *shown, their number to *shown_len, their width to
 * *columns. Returns how many bytes of s that covers.
 */
static size_t
next_piece(const char *s, bool ascii, const char **shown, size_t *shown_len, size_t *columns)
{
	const char *end = s;
	uint32_t c = utf8_next(&end);
	size_t len = (size_t)(end - s);

	*columns = 1;
	*shown = s;
	*shown_len = len;
	if (*s == '\n' || *s == '\t') {
		*shown = " ";
	} else if ((c == UTF8_BAD && len == 1) || utf8_is_hidden(c)) {
		*shown = ascii ? "?" : REPLACEMENT;
		*shown_len = strlen(*shown);
	} else if (ascii && len > 1) {
		*shown = "?";
		*shown_len = 1;
	} else {
		*columns = utf8_columns(c);
	}
	return len;
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

	for (uint32_t c; (c = utf8_next(&s)) != 0;)
		columns += utf8_columns(c);
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
