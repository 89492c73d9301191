/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_TOKEN_H
#define SPOTIFY_FETCH_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/* An access token of OAuth 2 (RFC 6749, RFC 6750). */
#define TOKEN_MAX 4096 /* bytes */

struct token {
	char text[TOKEN_MAX + 1];
	double expires_in_s; /* 0: not known, not to be kept */
};

/*
 * The answer to a request for a token, `len` untrusted bytes. Returns false when it is none, or no
 * Bearer token; *token is then undefined.
 */
bool
token_parse(const char *text, size_t len, struct token *token);

/* Whether text is fit for a header: the characters of RFC 6750 2.1, 1 .. TOKEN_MAX of them. */
bool
token_is_valid(const char *text);

#endif
