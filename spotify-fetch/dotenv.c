/* SPDX-License-Identifier: MIT */
#include "dotenv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	return p;
}

/* past `word` at p, or NULL */
static const char *
skip_word(const char *p, const char *end, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(end - p) >= len && memcmp(p, word, len) == 0 ? p + len : NULL;
}

/* p after `NAME =`, blanks and `export`, or NULL when the line is about something else */
static const char *
find_value(const char *p, const char *end, const char *name)
{
	const char *after;

	p = skip_blanks(p, end);
	after = skip_word(p, end, "export");
	if (after != NULL && after < end && (*after == ' ' || *after == '\t'))
		p = skip_blanks(after, end);
	p = skip_word(p, end, name);
	if (p == NULL)
		return NULL;
	p = skip_blanks(p, end);
	if (p == end || *p != '=')
		return NULL;
	return skip_blanks(p + 1, end);
}

/* The value from p, to out[end - p + 1]. Returns false when quotes do not close. */
static bool
read_value(const char *p, const char *end, char *out)
{
	char quote = p < end && (*p == '"' || *p == '\'') ? *p : '\0';
	size_t n = 0;

	if (quote == '\0') {
		while (p < end && !(*p == '#' && (n == 0 || p[-1] == ' ' || p[-1] == '\t')))
			out[n++] = *p++;
		while (n > 0 && strchr(" \t\r", out[n - 1]) != NULL)
			n--;
		out[n] = '\0';
		return true;
	}
	for (p++; p < end && *p != quote; p++) {
		if (*p == '\\' && quote == '"' && p + 1 < end)
			p++;
		out[n++] = *p;
	}
	out[n] = '\0';
	if (p == end)
		return false;
	p = skip_blanks(p + 1, end);
	return p == end || *p == '#';
}

char *
dotenv_get(const char *text, size_t len, const char *name, int *line)
{
	const char *p = text, *stop = text + len;
	char *value = NULL;
	int bad = 0;

	if (len >= 3 && memcmp(p, "\357\273\277", 3) == 0) /* byte order mark */
		p += 3;
	for (int n = 1; p < stop; n++) {
		const char *end = memchr(p, '\n', (size_t)(stop - p));
		const char *from;

		if (end == NULL)
			end = stop;
		from = find_value(p, end, name);
		if (from != NULL) {
			free(value);
			value = xcalloc((size_t)(end - from) + 1, 1);
			bad = read_value(from, end, value) ? 0 : n;
		}
		p = end < stop ? end + 1 : stop;
	}
	if (value != NULL && (bad != 0 || *value == '\0')) {
		free(value);
		value = NULL;
	}
	if (line != NULL)
		*line = bad;
	return value;
}
