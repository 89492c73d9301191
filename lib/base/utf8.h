/* SPDX-License-Identifier: MIT */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Text and the characters in it, as Unicode has them (by utf8proc): a code point is a number up to
 * 0x10ffff that is not half of a surrogate.
 */
#define UTF8_BAD 0xfffdu /* the replacement character, for bytes that are not UTF-8 */
#define UTF8_LEN_MAX 4   /* bytes of a code point */

/*
 * The code point at *s, moving *s past it; 0 at the end, where *s stays. A byte that begins no
 * well-formed sequence (overlong forms and surrogates are none) is taken alone, as UTF8_BAD.
 */
uint32_t
utf8_next(const char **s);

/* Whether all of a text is UTF-8. */
bool
utf8_valid(const char *s);

/* Writes a code point to out[UTF8_LEN_MAX]; returns the number of its bytes. */
size_t
utf8_put(uint32_t c, char *out);

/* White space, of any width, and ends of lines and paragraphs. */
bool
utf8_is_space(uint32_t c);

/*
 * What shows nothing, or changes how the text around it is shown: control characters, ends of lines
 * and paragraphs, marks of direction, characters without width, tags, noncharacters. Joiners and
 * variation selectors are none: some scripts and emoji are spelt with them.
 */
bool
utf8_is_hidden(uint32_t c);

/* What words are made of: letters with their marks, digits, and symbols such as a star. */
bool
utf8_is_word(uint32_t c);

/* Columns that it takes on a terminal: 0 for a mark on what is before it, 2 if wide, else 1. */
size_t
utf8_columns(uint32_t c);

#define UTF8_FOLD_MAX 32

/*
 * The character without case, and taken apart: a letter and its accents become several code points,
 * ligatures and letters of full width those that they stand for (NFKD with full case folding).
 * Joiners and their like vanish. To out[]; returns how many.
 */
size_t
utf8_fold(uint32_t c, uint32_t out[UTF8_FOLD_MAX]);

#endif
