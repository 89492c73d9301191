/* SPDX-License-Identifier: MIT */
#include "fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "base/xmalloc.h"

/* what Unicode does not take apart so, but catalogues spell in two ways */
static const struct {
	uint32_t c;
	const char *text;
} special[] = {
    {'&', " and "},
    {'+', " and "},
    {'\'', ""},
    {'`', ""},
    {0xb4, ""},
    {0x2bc, ""},
    {0x2018, ""},
    {0x2019, ""},
    {0x2032, ""},
    {0x13f, "l"},
    {0x140, "l"},
    {0xe6, "ae"},
    {0xf0, "d"},
    {0xf8, "o"},
    {0xfe, "th"},
    {0x111, "d"},
    {0x127, "h"},
    {0x131, "i"},
    {0x142, "l"},
    {0x153, "oe"},
    {0x167, "t"},
};

/* The words so far. */
struct words {
	char *text;
	size_t len, cap;
	bool apart; /* the next letter begins a word */
};

/* an accent on a letter of Latin, Greek or Cyrillic: other scripts have marks that count */
static bool
is_accent(uint32_t c)
{
	return c >= 0x300 && c <= 0x36f;
}

static void
put(struct words *w, uint32_t c)
{
	if (is_accent(c))
		return;
	if (!utf8_is_word(c)) {
		w->apart = w->len > 0;
		return;
	}
	xgrow(&w->text, &w->cap, w->len + UTF8_LEN_MAX + 2, 1);
	if (w->apart)
		w->text[w->len++] = ' ';
	w->apart = false;
	w->len += utf8_put(c, w->text + w->len);
}

/* Puts what is written for the character in its place; false: nothing special. */
static bool
put_special(struct words *w, uint32_t c)
{
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		const char *text = special[i].text;

		if (special[i].c != c)
			continue;
		for (uint32_t d; (d = utf8_next(&text)) != 0;)
			put(w, d);
		return true;
	}
	return false;
}

char *
fold_name(const char *name)
{
	struct words w = {NULL, 0, 0, false};
	uint32_t c, parts[UTF8_FOLD_MAX];

	while ((c = utf8_next(&name)) != 0) {
		size_t n = put_special(&w, c) ? 0 : utf8_fold(c, parts);

		for (size_t i = 0; i < n; i++) {
			if (!put_special(&w, parts[i]))
				put(&w, parts[i]);
		}
	}
	if (w.text == NULL)
		return xstrdup("");
	w.text[w.len] = '\0';
	return w.text;
}
