/* SPDX-License-Identifier: MIT */
#include "fonts.h"

#include <fontconfig/fontconfig.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"

#define SQUARE "\u25a1"
#define LATIN_END 0x250u /* letters of Latin scripts, which every font for text has */
#define MARKS_FIRST 0x2000u
#define MARKS_END 0x2600u /* dashes, quotes, lines, squares, which the charts use themselves */

/* the characters of all fonts that stand in for sans-serif; NULL: there are none */
static FcCharSet *
all_characters(void)
{
	FcPattern *pattern = FcNameParse((const FcChar8 *)"sans-serif");
	FcFontSet *fonts;
	FcCharSet *characters = NULL;
	FcResult result;

	FcConfigSubstitute(NULL, pattern, FcMatchPattern);
	FcDefaultSubstitute(pattern);
	fonts = FcFontSort(NULL, pattern, FcTrue, &characters, &result);
	if (fonts != NULL && fonts->nfont == 0 && characters != NULL) {
		FcCharSetDestroy(characters);
		characters = NULL;
	}
	if (fonts != NULL)
		FcFontSetDestroy(fonts);
	FcPatternDestroy(pattern);
	return characters;
}

static bool
is_common(uint32_t c)
{
	return c < LATIN_END || (c >= MARKS_FIRST && c < MARKS_END) || utf8_columns(c) == 0;
}

static bool
has_uncommon(const char *text)
{
	uint32_t c;

	while ((c = utf8_next(&text)) != 0) {
		if (!is_common(c))
			return true;
	}
	return false;
}

char *
fonts_replace_missing(const char *text, uint32_t *missing)
{
	FcCharSet *characters = has_uncommon(text) ? all_characters() : NULL;
	char *out, *to;
	uint32_t c;

	*missing = 0;
	if (characters == NULL)
		return xstrdup(text);
	/* a character of one byte is never replaced */
	out = to = xcalloc(strlen(text) * 3 / 2 + 1, 1);
	for (const char *next = text; (c = utf8_next(&next)) != 0; text = next) {
		bool shown = is_common(c) || FcCharSetHasChar(characters, c) == FcTrue;

		if (!shown && *missing == 0)
			*missing = c;
		memcpy(to, shown ? text : SQUARE, shown ? (size_t)(next - text) : strlen(SQUARE));
		to += shown ? (size_t)(next - text) : strlen(SQUARE);
	}
	FcCharSetDestroy(characters);
	FcFini();
	return out;
}

const char *
fonts_package(uint32_t c)
{
	bool cjk = (c >= 0x1100 && c < 0x1200) || (c >= 0x2e80 && c < 0xd7b0) ||
	    (c >= 0xf900 && c < 0xfb00) || (c >= 0xff00 && c < 0xfff0) ||
	    (c >= 0x20000 && c < 0x40000);
	bool emoji = (c >= 0x2600 && c < 0x2800) || (c >= 0x1f000 && c < 0x20000);

	return cjk ? "fonts-noto-cjk" : emoji ? "fonts-noto-color-emoji" : "fonts-noto-core";
}
