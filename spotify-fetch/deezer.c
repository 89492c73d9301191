/* SPDX-License-Identifier: MIT */
#include "deezer.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "parse.h"
#include "query.h"

#define ANSWER_MAX ((size_t)1024 * 1024)

static enum client_busy
busy(const struct http_response *r)
{
	return r->status == 200 && parse_deezer_is_quota(r->body, r->body_len) ? CLIENT_BUSY
									       : CLIENT_READY;
}

static const struct service service = {"Deezer", busy};

/* Gets a URL; FETCH_DONE with status 200 and a body, to be cleared. */
static enum fetch_status
get(const struct deezer *d, const char *url, struct http_response *r)
{
	struct http_request request = {.url = url, .compressed = true, .max_bytes = ANSWER_MAX};
	enum fetch_status status = client_ask(d->client, &service, &request, r);

	if (status != FETCH_DONE || r->status == 200)
		return status;
	status = client_fail(d->client, r->status == 404 ? FETCH_NOTHING : FETCH_BAD_ANSWER,
	    "Deezer answers with status %ld: try again later", r->status);
	http_response_clear(r);
	return status;
}

static enum fetch_status
judge(const struct deezer *d, enum parse_deezer kind)
{
	switch (kind) {
	case PARSE_DEEZER_OK:
		return FETCH_DONE;
	case PARSE_DEEZER_NO_DATA:
		return client_fail(d->client, FETCH_NOTHING,
		    "Deezer has no such track: check the id or ISRC, or search with -a and -t");
	case PARSE_DEEZER_QUOTA:
		return client_fail(
		    d->client, FETCH_RATE, "Deezer was asked too often: try again later");
	default:
		return client_fail(
		    d->client, FETCH_BAD_ANSWER, "Deezer's answer makes no sense: try again later");
	}
}

enum fetch_status
deezer_search(const struct deezer *d, const char *words, size_t max, struct track_list *list)
{
	char *limit = xasprintf("%zu", max);
	char *url = query_new(d->api_url, "/search");
	struct http_response r;
	enum fetch_status status;

	url = query_add(url, "q", words);
	url = query_add(url, "limit", limit);
	status = get(d, url, &r);
	free(limit);
	free(url);
	if (status != FETCH_DONE)
		return status;
	status = judge(d, parse_deezer_search(r.body, r.body_len, max, list));
	if (status == FETCH_DONE && list->n == 0)
		status = client_fail(d->client, FETCH_NOTHING,
		    "Deezer finds nothing: check the spelling, or try with fewer words");
	http_response_clear(&r);
	return status;
}

static enum fetch_status
get_track(const struct deezer *d, const char *prefix, const char *id, struct track *track)
{
	char *path = xasprintf("/track/%s%s", prefix, id);
	char *url = query_new(d->api_url, path);
	struct http_response r;
	enum fetch_status status = get(d, url, &r);

	free(path);
	free(url);
	if (status != FETCH_DONE)
		return status;
	status = judge(d, parse_deezer_track(r.body, r.body_len, track));
	http_response_clear(&r);
	return status;
}

enum fetch_status
deezer_track(const struct deezer *d, const char *id, struct track *track)
{
	return get_track(d, "", id, track);
}

enum fetch_status
deezer_track_isrc(const struct deezer *d, const char *isrc, struct track *track)
{
	return get_track(d, "isrc:", isrc, track);
}
