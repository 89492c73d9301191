/* SPDX-License-Identifier: MIT */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xfffdu /* the replacement character, for bytes that are not UTF-8 */
#define UTF8_LEN_MAX 4

/*
 * The code point at *s, moving *s past it; 0 at the end, where *s stays. A byte that begins no
 * well-formed sequence (overlong forms and surrogates are none) is taken alone, as UTF8_BAD.
 */
uint32_t
utf8_next(const char **s);

/* Whether all of a text is UTF-8. */
bool
utf8_valid(const char *s);

/* Writes a code point (not a surrogate, <= 0x10ffff) to out[UTF8_LEN_MAX]; returns its bytes. */
size_t
utf8_put(uint32_t c, char *out);

#endif
