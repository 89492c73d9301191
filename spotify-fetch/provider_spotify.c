/* SPDX-License-Identifier: MIT */
/*
 * Spotify's Web API with a token of the client-credentials flow (RFC 6749 4.4), which is asked for
 * when first needed, kept in the cache, and renewed once when it is refused.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "answer.h"
#include "base/xmalloc.h"
#include "connection.h"
#include "net/http.h"
#include "token_cache.h"

#define ID_LEN ((size_t)22)
#define SEARCH_MAX 10 /* Spotify's own limit, in development mode */

enum {
	URL_API,
	URL_ACCOUNTS,
};

static const struct credential_names names[] = {
    {"SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"},
    {"CID", "SECRET"},
    {NULL, NULL},
};

/* what is kept between requests */
struct authorization {
	struct token_cache *cache; /* NULL: none */
	struct token token;        /* "" until there is one */
	bool renewed;              /* a second token was asked for */
};

static void
begin(struct connection *c)
{
	struct authorization *s = xcalloc(1, sizeof(*s));

	if (c->cache)
		s->cache = token_cache_new(c->credentials.id,
		    provider_url(c->provider, URL_ACCOUNTS), provider_url(c->provider, URL_API));
	c->own = s;
}

static void
end(struct connection *c)
{
	struct authorization *s = c->own;

	token_cache_free(s->cache);
	free(s);
}

static bool
is_id(const char *text)
{
	return strlen(text) == ID_LEN &&
	    strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
	    ID_LEN;
}

static bool
read_track(const struct json *v, struct track *t)
{
	const char *id = json_string(json_get(v, "id"));

	memset(t, 0, sizeof(*t));
	t->title = answer_name(json_get(v, "name"));
	if (t->title == NULL)
		return false;
	answer_add_artists(t, json_get(v, "artists"));
	answer_join_artists(t);
	if (id != NULL && is_id(id))
		strcpy(t->id, id);
	answer_isrc(json_get(json_get(v, "external_ids"), "isrc"), t->isrc);
	t->duration_s = answer_duration(json_get(v, "duration_ms"), 1e-3);
	t->year = answer_year(json_get(json_get(v, "album"), "release_date"));
	t->preview_url = answer_url(json_get(v, "preview_url"));
	return true;
}

static enum parsed
parse_search(const char *text, size_t len, size_t max, struct track_list *list)
{
	struct json *v = json_parse(text, len);
	bool ok = answer_tracks(json_get(json_get(v, "tracks"), "items"), read_track, max, list);

	json_free(v);
	return ok ? PARSED : PARSED_BAD;
}

static enum parsed
parse_track(const char *text, size_t len, struct track *track)
{
	struct json *v = json_parse(text, len);
	bool ok = read_track(v, track);

	json_free(v);
	return ok ? PARSED : PARSED_BAD;
}

/* a 429 may say that the quota of the app is used up */
static enum client_busy
busy(const struct http_response *r)
{
	struct json *v = r->status == 429 ? json_parse(r->body, r->body_len) : NULL;
	const char *reason = json_string(json_get(json_get(v, "error"), "reason"));
	bool quota = reason != NULL && strcmp(reason, "QUOTA_EXCEEDED") == 0;

	json_free(v);
	return quota ? CLIENT_EXHAUSTED : CLIENT_READY;
}

/* status 403: with this app nothing may be asked */
static enum fetch_status
fail_refused(struct connection *c)
{
	const struct provider *other = provider_without_credentials();

	return client_fail(c->client, FETCH_REFUSED,
	    "Spotify refuses the app (status 403): its owner needs Premium%s%s%s",
	    other != NULL ? "; --provider " : "", other != NULL ? other->name : "",
	    other != NULL ? " does without" : "");
}

/* what an answer to a request with the token means; FETCH_DONE: its body is worth parsing */
static enum fetch_status
judge(struct connection *c, long status)
{
	struct authorization *s = c->own;

	switch (status) {
	case 200:
		return FETCH_DONE;
	case 401:
		token_cache_drop(s->cache);
		return client_fail(c->client, FETCH_CREDENTIALS,
		    "Spotify refuses even a new token: check the app in Spotify's dashboard");
	case 403:
		return fail_refused(c);
	case 404:
		return client_fail(c->client, FETCH_NOTHING,
		    "Spotify has no such track: check the id, or search with -a and -t");
	case 400:
		return client_fail(c->client, FETCH_BAD_ANSWER,
		    "Spotify does not take the request (status 400): check --market and the names");
	default:
		return client_fail(c->client, FETCH_BAD_ANSWER,
		    "Spotify answers with status %ld: try again later, or with another --provider",
		    status);
	}
}

static enum fetch_status
request_token(struct connection *c)
{
	struct authorization *s = c->own;
	char *url = url_build(provider_url(c->provider, URL_ACCOUNTS), "/api/token", NULL);
	struct http_request request = {.url = url,
	    .form = "grant_type=client_credentials",
	    .user = c->credentials.id,
	    .password = c->credentials.secret,
	    .compressed = true,
	    .max_bytes = CONNECTION_ANSWER_MAX};
	struct http_response r;
	enum fetch_status status = client_ask(c->client, &c->provider->service, &request, &r);

	free(url);
	if (status != FETCH_DONE)
		return status;
	if (r.status == 200)
		status = connection_status(
		    c, token_parse(r.body, r.body_len, &s->token) ? PARSED : PARSED_BAD);
	else if (r.status == 400 || r.status == 401)
		status = client_fail(c->client, FETCH_CREDENTIALS,
		    "Spotify does not know these credentials: check client id and secret");
	else
		status = judge(c, r.status);
	http_response_clear(&r);
	if (status == FETCH_DONE)
		token_cache_store(s->cache, (int64_t)time(NULL), &s->token);
	return status;
}

static enum fetch_status
need_token(struct connection *c)
{
	struct authorization *s = c->own;

	if (s->token.text[0] != '\0')
		return FETCH_DONE;
	if (token_cache_load(s->cache, (int64_t)time(NULL), &s->token)) {
		client_trace(c->client, "Spotify: token from the cache");
		return FETCH_DONE;
	}
	return request_token(c);
}

/* Gets a URL of the API; FETCH_DONE with status 200 and a body, to be cleared. */
static enum fetch_status
get(struct connection *c, const char *url, struct http_response *r)
{
	struct authorization *s = c->own;
	struct http_request request = {.url = url,
	    .bearer = s->token.text,
	    .compressed = true,
	    .max_bytes = CONNECTION_ANSWER_MAX};
	enum fetch_status status = need_token(c);

	if (status == FETCH_DONE)
		status = client_ask(c->client, &c->provider->service, &request, r);
	if (status == FETCH_DONE && r->status == 401 && !s->renewed) {
		client_trace(c->client, "Spotify: the token is refused, asking for another");
		http_response_clear(r);
		token_cache_drop(s->cache);
		s->renewed = true;
		status = request_token(c);
		if (status == FETCH_DONE)
			status = client_ask(c->client, &c->provider->service, &request, r);
	}
	if (status != FETCH_DONE)
		return status;
	status = judge(c, r->status);
	if (status != FETCH_DONE)
		http_response_clear(r);
	return status;
}

/* Searches by a query in Spotify's own syntax, "artist:A track:T" or "isrc:CODE". */
static enum fetch_status
search_query(struct connection *c, const char *query, size_t max, struct track_list *list)
{
	char *limit = xasprintf("%zu", max < SEARCH_MAX ? max : SEARCH_MAX);
	char *url = url_build(provider_url(c->provider, URL_API), "/v1/search",
	    (struct url_parameter[]){{"q", query}, {"type", "track"}, {"limit", limit},
		{"market", c->market}, {NULL, NULL}});
	struct http_response r;
	enum fetch_status status = get(c, url, &r);

	free(limit);
	free(url);
	return connection_list(c, status, &r, max, list);
}

static enum fetch_status
search(struct connection *c, const char *artist, const char *title, size_t max,
    struct track_list *list)
{
	char *query = xasprintf("%s%s%s%s%s", artist != NULL ? "artist:" : "",
	    artist != NULL ? artist : "", artist != NULL && title != NULL ? " " : "",
	    title != NULL ? "track:" : "", title != NULL ? title : "");
	enum fetch_status status = search_query(c, query, max, list);

	free(query);
	return status;
}

static enum fetch_status
by_isrc(struct connection *c, const char *isrc, struct track_list *list)
{
	char *query = xasprintf("isrc:%s", isrc);
	struct track_list all;
	enum fetch_status status = search_query(c, query, SEARCH_MAX, &all);

	free(query);
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
		return client_fail(c->client, FETCH_NOTHING,
		    "Spotify has no track with ISRC %s: check it, or search with -a and -t", isrc);
	return FETCH_DONE;
}

static enum fetch_status
by_id(struct connection *c, const char *id, struct track *track)
{
	char *path = xasprintf("/v1/tracks/%s", id);
	char *url = url_build(provider_url(c->provider, URL_API), path,
	    (struct url_parameter[]){{"market", c->market}, {NULL, NULL}});
	struct http_response r;
	enum fetch_status status = get(c, url, &r);

	free(path);
	free(url);
	return connection_track(c, status, &r, track);
}

const struct provider provider_spotify = {
    .name = "spotify",
    .service = {"Spotify", busy},
    .urls = {[URL_API] = {"MGC_SPOTIFY_API", "https://api.spotify.com"},
	[URL_ACCOUNTS] = {"MGC_SPOTIFY_ACCOUNTS", "https://accounts.spotify.com"}},
    .credentials = names,
    .id_form = "22 letters and digits",
    .uri_scheme = "spotify",
    .link_host = "open.spotify.com",
    .is_id = is_id,
    .searches_fields = true,
    .search_lacks_previews = true,
    .bytes_max = PREVIEW_BYTES,
    .begin = begin,
    .end = end,
    .search = search,
    .by_isrc = by_isrc,
    .by_id = by_id,
    .parse_search = parse_search,
    .parse_track = parse_track,
};
