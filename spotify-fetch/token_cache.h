/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_TOKEN_CACHE_H
#define SPOTIFY_FETCH_TOKEN_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "token.h"

/*
 * Keeps an access token between runs, in ${XDG_CACHE_HOME:-~/.cache}/mgc/ (0700), one file (0600)
 * for each client id and pair of service addresses, whose name tells none. Tokens are kept here,
 * the client secret never. A cache that cannot be used is none: nothing here fails.
 */
struct token_cache;

/* NULL when there is no place for it. */
struct token_cache *
token_cache_new(const char *client_id, const char *accounts_url, const char *api_url);

void
token_cache_free(struct token_cache *cache);

/* The token, if one is kept that lives for another minute from `now` (Unix time). */
bool
token_cache_load(const struct token_cache *cache, int64_t now, struct token *token);

void
token_cache_store(const struct token_cache *cache, int64_t now, const struct token *token);

void
token_cache_drop(const struct token_cache *cache);

#endif
