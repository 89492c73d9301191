/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <utf8proc.h>

uint32_t
utf8_next(const char **s)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t len;

	if (**s == '\0')
		return 0;
	/*
	 * a length below 0: it reads on only while the bytes continue a sequence, which NUL does
	 * not
	 */
	len = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
	*s += len > 0 ? len : 1;
	return len > 0 ? (uint32_t)c : UTF8_BAD;
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
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

static utf8proc_category_t
category(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c);
}

bool
utf8_is_space(uint32_t c)
{
	switch (category(c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return (c >= '\t' && c <= '\r') || c == 0x85; /* next line */
	}
}

static bool
is_joiner_or_selector(uint32_t c)
{
	return c == 0x200c || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f) ||
	    (c >= 0x180b && c <= 0x180d) || c == 0x180f; /* Mongolian */
}

bool
utf8_is_hidden(uint32_t c)
{
	switch (category(c)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		break;
	}
	if (utf8proc_get_property((utf8proc_int32_t)c)->ignorable)
		return !is_joiner_or_selector(c);
	/*
	 * what is not assigned yet, but kept free for such characters; annotations; noncharacters
	 */
	return c == 0x2065 || (c >= 0xe0000 && c <= 0xe0fff) || (c >= 0xfff0 && c <= 0xfffb) ||
	    (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

bool
utf8_is_word(uint32_t c)
{
	switch (category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	case UTF8PROC_CATEGORY_SO:
		return c != UTF8_BAD;
	default:
		return false;
	}
}

size_t
utf8_columns(uint32_t c)
{
	int columns = utf8proc_charwidth((utf8proc_int32_t)c);

	if (columns > 0)
		return (size_t)columns;
	switch (category(c)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
		return 0;
	default: /* one that utf8proc does not know yet */
		return 1;
	}
}

size_t
utf8_fold(uint32_t c, uint32_t out[UTF8_FOLD_MAX])
{
	utf8proc_int32_t parts[UTF8_FOLD_MAX];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, UTF8_FOLD_MAX,
	    UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &boundary);

	if (n < 0 || n > UTF8_FOLD_MAX) {
		out[0] = c;
		return 1;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++)
		out[i] = (uint32_t)parts[i];
	return (size_t)n;
}
