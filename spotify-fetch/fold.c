/* SPDX-License-Identifier: MIT */
#include "fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"

/*
 * The letter under the accents, from the canonical decompositions of the Unicode Character
 * Database; '.': none, see `special`.
 */
static const char latin[] = /* U+00C0 .. U+024F */
    "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
    "aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll."
    "...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz."
    "................................oo.............uu..............."
    ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
    "................";
static const char latin_additional[] = /* U+1E00 .. U+1EFF */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

static const struct {
	uint32_t c;
	const char *text;
} special[] = {
    {'&', " and "}, {'+', " and "}, {'\'', ""}, {'`', ""}, {0xb4, ""}, {0x2bc, ""}, {0x2018, ""},
    {0x2019, ""}, {0x2032, ""}, {0xaa, "a"}, {0xba, "o"}, {0xc6, "ae"}, {0xe6, "ae"}, {0xd0, "d"},
    {0xf0, "d"}, {0xd8, "o"}, {0xf8, "o"}, {0xde, "th"}, {0xfe, "th"}, {0xdf, "ss"}, {0x110, "d"},
    {0x111, "d"}, {0x126, "h"}, {0x127, "h"}, {0x131, "i"}, {0x132, "ij"}, {0x133, "ij"},
    {0x13f, "l"}, {0x140, "l"}, {0x141, "l"}, {0x142, "l"}, {0x152, "oe"}, {0x153, "oe"},
    {0x166, "t"}, {0x167, "t"}, {0x17f, "s"}, {0x1e9e, "ss"}, {0x386, "\316\261"},
    {0x388, "\316\265"}, {0x389, "\316\267"}, {0x38a, "\316\271"}, {0x38c, "\316\277"},
    {0x38e, "\317\205"}, {0x38f, "\317\211"}, {0x3ac, "\316\261"}, {0x3ad, "\316\265"},
    {0x3ae, "\316\267"}, {0x3af, "\316\271"}, {0x3cc, "\316\277"}, {0x3cd, "\317\205"},
    {0x3ce, "\317\211"}, {0x3c2, "\317\203"}, /* Greek tonos, final sigma */
    {0x401, "\320\265"}, {0x451, "\320\265"}, /* Cyrillic io is often spelt ie */
};

static bool
is_mark(uint32_t c) /* a combining accent */
{
	return (c >= 0x300 && c <= 0x36f) || c == 0x200c || c == 0x200d ||
	       (c >= 0xfe00 && c <= 0xfe0f);
}

static bool
is_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	return !(c < 0xc0 || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x206f) ||
		 (c >= 0x3000 && c <= 0x3004) || (c >= 0x3007 && c <= 0x303f) || c == 0x30fb ||
		 (c >= 0xff00 && c <= 0xff0f) || (c >= 0xff1a && c <= 0xff20) || c == UTF8_BAD);
}

static uint32_t
lower(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e) /* full width */
		c -= 0xfee0;
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f)) /* Greek, Cyrillic */
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if (c >= 0xc0 && c <= 0x24f && latin[c - 0xc0] != '.')
		return (unsigned char)latin[c - 0xc0];
	if (c >= 0x1e00 && c <= 0x1eff && latin_additional[c - 0x1e00] != '.')
		return (unsigned char)latin_additional[c - 0x1e00];
	return c;
}

struct words {
	char *text;
	size_t len, cap;
	bool apart; /* the next letter begins a word */
};

static void
put(struct words *w, uint32_t c)
{
	if (is_mark(c))
		return;
	if (!is_word(c)) {
		w->apart = w->len > 0;
		return;
	}
	xgrow(&w->text, &w->cap, w->len + UTF8_LEN_MAX + 2, 1);
	if (w->apart)
		w->text[w->len++] = ' ';
	w->apart = false;
	w->len += utf8_put(c, w->text + w->len);
}

char *
fold_name(const char *name)
{
	struct words w = {NULL, 0, 0, false};
	uint32_t c;

	while ((c = utf8_next(&name)) != 0) {
		const char *text = NULL;

		for (size_t i = 0; text == NULL && i < sizeof(special) / sizeof(special[0]); i++) {
			if (special[i].c == c)
				text = special[i].text;
		}
		if (text == NULL)
			put(&w, lower(c));
		else
			for (uint32_t d; (d = utf8_next(&text)) != 0;)
				put(&w, d);
	}
	if (w.text == NULL)
		return xstrdup("");
	w.text[w.len] = '\0';
	return w.text;
}
