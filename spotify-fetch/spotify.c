/* SPDX-License-Identifier: MIT */
#include "spotify.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xmalloc.h"
#include "parse.h"
#include "query.h"
#include "token_cache.h"

#define ANSWER_MAX \
	((size_t)1024 * 1024) /* ten tracks with all their markets take a tenth of that */
#define SEARCH_MAX 10         /* Spotify's own limit, in development mode */

struct spotify {
	struct client *client;
	struct spotify_options options;
	const struct credentials *credentials;
	struct token_cache *cache; /* NULL: none */
	struct token token;        /* "" until there is one */
	bool renewed, refused;
};

static enum client_busy
busy(const struct http_response *r)
{
	return r->status == 429 && parse_spotify_is_quota(r->body, r->body_len) ? CLIENT_EXHAUSTED
										: CLIENT_READY;
}

static const struct service service = {"Spotify", busy};

struct spotify *
spotify_new(struct client *client, const struct spotify_options *options,
    const struct credentials *credentials)
{
	struct spotify *s = xcalloc(1, sizeof(*s));

	s->client = client;
	s->options = *options;
	s->credentials = credentials;
	if (options->cache)
		s->cache =
		    token_cache_new(credentials->id, options->accounts_url, options->api_url);
	return s;
}

void
spotify_free(struct spotify *s)
{
	if (s == NULL)
		return;
	token_cache_free(s->cache);
	free(s);
}

bool
spotify_is_refused(const struct spotify *s)
{
	return s->refused;
}

static enum fetch_status
fail_answer(struct spotify *s)
{
	return client_fail(s->client, FETCH_BAD_ANSWER,
	    "Spotify's answer makes no sense: try again later, or with --provider deezer");
}

static enum fetch_status
fail_refused(struct spotify *s)
{
	s->refused = true;
	return client_fail(s->client, FETCH_CREDENTIALS,
	    "Spotify refuses the app (status 403): its owner needs Premium; --provider deezer does "
	    "without");
}

/* what an answer to a request with the token means; FETCH_DONE: its body is worth parsing */
static enum fetch_status
judge(struct spotify *s, long status)
{
	switch (status) {
	case 200:
		return FETCH_DONE;
	case 401:
		token_cache_drop(s->cache);
		return client_fail(s->client, FETCH_CREDENTIALS,
		    "Spotify refuses even a new token: check the app in Spotify's dashboard");
	case 403:
		return fail_refused(s);
	case 404:
		return client_fail(s->client, FETCH_NOTHING,
		    "Spotify has no such track: check the id, or search with -a and -t");
	case 400:
		return client_fail(s->client, FETCH_BAD_ANSWER,
		    "Spotify does not take the request (status 400): check --market and the names");
	default:
		return client_fail(s->client, FETCH_BAD_ANSWER,
		    "Spotify answers with status %ld: try again later, or with --provider deezer",
		    status);
	}
}

static enum fetch_status
request_token(struct spotify *s)
{
	char *url = query_new(s->options.accounts_url, "/api/token");
	struct http_request request = {.url = url,
	    .form = "grant_type=client_credentials",
	    .user = s->credentials->id,
	    .password = s->credentials->secret,
	    .compressed = true,
	    .max_bytes = ANSWER_MAX};
	struct http_response r;
	enum fetch_status status = client_ask(s->client, &service, &request, &r);

	free(url);
	if (status != FETCH_DONE)
		return status;
	if (r.status == 200)
		status = parse_token(r.body, r.body_len, &s->token) ? FETCH_DONE : fail_answer(s);
	else if (r.status == 400 || r.status == 401)
		status = client_fail(s->client, FETCH_CREDENTIALS,
		    "Spotify does not know these credentials: check client id and secret");
	else
		status = judge(s, r.status);
	http_response_clear(&r);
	if (status == FETCH_DONE)
		token_cache_store(s->cache, (int64_t)time(NULL), &s->token);
	return status;
}

static enum fetch_status
need_token(struct spotify *s)
{
	if (s->token.text[0] != '\0')
		return FETCH_DONE;
	if (token_cache_load(s->cache, (int64_t)time(NULL), &s->token)) {
		client_trace(s->client, "Spotify: token from the cache");
		return FETCH_DONE;
	}
	return request_token(s);
}

/* Gets a URL of the API; FETCH_DONE with status 200 and a body, to be cleared. */
static enum fetch_status
get(struct spotify *s, const char *url, struct http_response *r)
{
	struct http_request request = {
	    .url = url, .bearer = s->token.text, .compressed = true, .max_bytes = ANSWER_MAX};
	enum fetch_status status = need_token(s);

	if (status == FETCH_DONE)
		status = client_ask(s->client, &service, &request, r);
	if (status == FETCH_DONE && r->status == 401 && !s->renewed) {
		client_trace(s->client, "Spotify: the token is refused, asking for another");
		http_response_clear(r);
		token_cache_drop(s->cache);
		s->renewed = true;
		status = request_token(s);
		if (status == FETCH_DONE)
			status = client_ask(s->client, &service, &request, r);
	}
	if (status != FETCH_DONE)
		return status;
	status = judge(s, r->status);
	if (status != FETCH_DONE)
		http_response_clear(r);
	return status;
}

static enum fetch_status
search(struct spotify *s, const char *q, size_t max, struct track_list *list)
{
	char *limit = xasprintf("%zu", max < SEARCH_MAX ? max : SEARCH_MAX);
	char *url = query_new(s->options.api_url, "/v1/search");
	struct http_response r;
	enum fetch_status status;

	url = query_add(url, "q", q);
	url = query_add(url, "type", "track");
	url = query_add(url, "limit", limit);
	url = query_add(url, "market", s->options.market);
	status = get(s, url, &r);
	free(limit);
	free(url);
	if (status != FETCH_DONE)
		return status;
	if (!parse_spotify_search(r.body, r.body_len, max, list))
		status = fail_answer(s);
	else if (list->n == 0)
		status = client_fail(s->client, FETCH_NOTHING,
		    "Spotify finds nothing: check the spelling, or try with fewer words");
	http_response_clear(&r);
	return status;
}

enum fetch_status
spotify_search(
    struct spotify *s, const char *artist, const char *title, size_t max, struct track_list *list)
{
	char *q = xasprintf("%s%s%s%s%s", artist != NULL ? "artist:" : "",
	    artist != NULL ? artist : "", artist != NULL && title != NULL ? " " : "",
	    title != NULL ? "track:" : "", title != NULL ? title : "");
	enum fetch_status status = search(s, q, max, list);

	free(q);
	return status;
}

enum fetch_status
spotify_search_isrc(struct spotify *s, const char *isrc, struct track_list *list)
{
	char *q = xasprintf("isrc:%s", isrc);
	struct track_list all;
	enum fetch_status status = search(s, q, SEARCH_MAX, &all);

	free(q);
	memset(list, 0, sizeof(*list));
	if (status != FETCH_DONE)
		return status;
	for (size_t i = 0; i < all.n; i++) {
		struct track copy;

		if (strcmp(all.tracks[i].isrc, isrc) == 0) {
			track_copy(&copy, &all.tracks[i]);
			track_list_add(list, &copy);
		}
	}
	track_list_clear(&all);
	if (list->n == 0)
		return client_fail(s->client, FETCH_NOTHING,
		    "Spotify has no track with ISRC %s: check it, or search with -a and -t", isrc);
	return FETCH_DONE;
}

enum fetch_status
spotify_track(struct spotify *s, const char *id, struct track *track)
{
	char *path = xasprintf("/v1/tracks/%s", id);
	char *url = query_new(s->options.api_url, path);
	struct http_response r;
	enum fetch_status status;

	url = query_add(url, "market", s->options.market);
	status = get(s, url, &r);
	free(path);
	free(url);
	if (status != FETCH_DONE)
		return status;
	if (!parse_spotify_track(r.body, r.body_len, track))
		status = fail_answer(s);
	http_response_clear(&r);
	return status;
}
