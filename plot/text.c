/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "label.h"

#define COLUMNS_DEFAULT 80

static size_t
terminal_columns(int fd)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int64_t n;

	if (!isatty(fd))
		return COLUMNS_DEFAULT;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		n = size.ws_col;
	else if (columns == NULL || num_parse_int(columns, 1, TEXT_COLUMNS_MAX, &n) != NULL)
		return COLUMNS_DEFAULT;
	if (n < TEXT_COLUMNS_MIN)
		return TEXT_COLUMNS_MIN;
	return n < TEXT_COLUMNS_MAX ? (size_t)n : TEXT_COLUMNS_MAX;
}

/* whether the locale of the environment is one of UTF-8 */
static bool
is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *locale = getenv(names[i]), *charset;

		if (locale == NULL || *locale == '\0')
			continue;
		charset = strchr(locale, '.');
		if (charset == NULL)
			return false;
		charset++;
		return strncasecmp(charset, "utf-8", 5) == 0 ||
		    strncasecmp(charset, "utf8", 4) == 0;
	}
	return false;
}

void
text_init(struct text *text, FILE *out)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	memset(text, 0, sizeof(*text));
	text->out = out;
	text->columns = terminal_columns(fileno(out));
	text->utf8 = is_utf8();
	text->colour = isatty(fileno(out)) && (no_color == NULL || *no_color == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0);
	text->top = SIZE_MAX;
}

void
text_cell(const struct text *text, const char *s, size_t columns, bool right)
{
	char *fitted = label_fit(s, columns, !text->utf8);
	int fill = (int)(columns - label_columns(fitted));

	fprintf(text->out, "%*s%s%*s", right ? fill : 0, "", fitted, right ? 0 : fill, "");
	free(fitted);
}

void
text_line(const struct text *text, const char *s)
{
	char *fitted = label_fit(s, text->columns, !text->utf8);

	fprintf(text->out, "%s\n", fitted);
	free(fitted);
}

void
text_bar(const struct text *text, double share, size_t width)
{
	static const char *const eighths[] = {
	    "", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589"};
	size_t steps = text->utf8 ? 8 : 1;
	size_t n = (size_t)(share * (double)(width * steps) + 0.5), used = n / steps;

	for (size_t i = 0; i < used; i++)
		fputs(text->utf8 ? "\u2588" : "#", text->out);
	if (n % steps > 0) {
		fputs(eighths[n % steps], text->out);
		used++;
	}
	fprintf(text->out, "%*s", (int)(width - used), "");
}

size_t
text_name_columns(const struct text *text, const char *const *names, size_t n)
{
	size_t widest = 1, most = text->columns / 3;

	if (most > TEXT_NAME_COLUMNS_MAX)
		most = TEXT_NAME_COLUMNS_MAX;
	for (size_t i = 0; i < n; i++) {
		size_t columns = label_columns(names[i]);

		widest = columns > widest ? columns : widest;
	}
	return widest < most ? widest : most;
}

void
text_level(const struct text *text, double share)
{
	static const char *const blocks[] = {
	    "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
	static const char *const signs[] = {"_", "_", ".", ".", "-", "-", "=", "="};
	size_t level = (size_t)(share * 7.999);

	fputs(text->utf8 ? blocks[level] : signs[level], text->out);
}

void
text_title(const struct text *text, const char *title)
{
	text_line(text, text->title != NULL ? text->title : title);
}
