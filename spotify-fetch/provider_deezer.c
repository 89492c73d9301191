/* SPDX-License-Identifier: MIT */
/* Deezer's public API, which asks for no credentials. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/xmalloc.h"
#include "clean.h"
#include "connection.h"
#include "net/http.h"

#define ID_LEN_MAX 16 /* 2^53 has so many digits */

/* of its errors, which come with status 200 */
#define CODE_QUOTA 4
#define CODE_NO_DATA 800

static bool
is_id(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= ID_LEN_MAX && strspn(text, "0123456789") == len;
}

/* the kind of error that an answer is; PARSED when it is none */
static enum parsed
error_of(const struct json *v)
{
	const struct json *error = json_get(v, "error");
	uint64_t code;

	if (!json_is_object(v))
		return PARSED_BAD;
	if (error == NULL)
		return PARSED;
	if (!json_uint(json_get(error, "code"), &code))
		return PARSED_BAD;
	return code == CODE_QUOTA  ? PARSED_BUSY
	    : code == CODE_NO_DATA ? PARSED_NO_TRACK
				   : PARSED_BAD;
}

static enum client_busy
busy(const struct http_response *r)
{
	return answer_busy(r, error_of);
}

/* the title with its version, "Song (Live)"; NULL without a title */
static char *
title_of(const struct json *v)
{
	char *title = answer_name(json_get(v, "title"));
	char *version = answer_name(json_get(v, "title_version"));

	if (title != NULL && version != NULL && strstr(title, version) == NULL) {
		char *whole = xasprintf("%s %s", title, version);

		free(title);
		title = clean_name(whole);
		free(whole);
	}
	free(version);
	return title;
}

static bool
read_track(const struct json *v, struct track *t)
{
	uint64_t id;

	memset(t, 0, sizeof(*t));
	t->title = title_of(v);
	if (t->title == NULL)
		return false;
	answer_add_artist(t, json_get(v, "artist"));
	answer_add_artists(t, json_get(v, "contributors"));
	answer_join_artists(t);
	if (json_uint(json_get(v, "id"), &id) && id > 0)
		snprintf(t->id, sizeof(t->id), "%" PRIu64, id);
	answer_isrc(json_get(v, "isrc"), t->isrc);
	t->duration_s = answer_duration(json_get(v, "duration"), 1);
	t->year = answer_year(json_get(v, "release_date")); /* not in what a search finds */
	t->preview_url = answer_url(json_get(v, "preview"));
	return true;
}

static enum parsed
parse_search(const char *text, size_t len, size_t max, struct track_list *list)
{
	return answer_parse_search(text, len, error_of, "data", read_track, max, list);
}

static enum parsed
parse_track(const char *text, size_t len, struct track *track)
{
	struct json *v = json_parse(text, len);
	enum parsed parsed = error_of(v);

	memset(track, 0, sizeof(*track));
	if (parsed == PARSED && !read_track(v, track))
		parsed = PARSED_BAD;
	json_free(v);
	return parsed;
}

static enum fetch_status
search(struct connection *c, const char *artist, const char *title, size_t max,
    struct track_list *list)
{
	char *words = xasprintf("%s%s%s", artist != NULL ? artist : "",
	    artist != NULL && title != NULL ? " " : "", title != NULL ? title : "");
	char *limit = xasprintf("%zu", max);
	char *url = url_build(provider_url(c->provider, 0), "/search",
	    (struct url_parameter[]){{"q", words}, {"limit", limit}, {NULL, NULL}});
	struct http_response r;
	enum fetch_status status = connection_get(c, url, &r);

	free(words);
	free(limit);
	free(url);
	return connection_list(c, status, &r, max, list);
}

/* The track at "/track/KEY", where a key is an id or "isrc:CODE". */
static enum fetch_status
get_track(struct connection *c, const char *prefix, const char *code, struct track *track)
{
	char *path = xasprintf("/track/%s%s", prefix, code);
	char *url = url_build(provider_url(c->provider, 0), path, NULL);
	struct http_response r;
	enum fetch_status status = connection_get(c, url, &r);

	free(path);
	free(url);
	return connection_track(c, status, &r, track);
}

static enum fetch_status
by_id(struct connection *c, const char *id, struct track *track)
{
	return get_track(c, "", id, track);
}

static enum fetch_status
by_isrc(struct connection *c, const char *isrc, struct track_list *list)
{
	struct track t;
	enum fetch_status status = get_track(c, "isrc:", isrc, &t);

	memset(list, 0, sizeof(*list));
	if (status == FETCH_DONE)
		track_list_add(list, &t);
	return status;
}

const struct provider provider_deezer = {
    .name = "deezer",
    .service = {"Deezer", busy},
    .urls = {{"MGC_DEEZER_API", "https://api.deezer.com"}},
    .id_form = "a number",
    .link_host = "www.deezer.com",
    .is_id = is_id,
    .previews_expire = true,
    .bytes_max = PREVIEW_BYTES,
    .search = search,
    .by_isrc = by_isrc,
    .by_id = by_id,
    .parse_search = parse_search,
    .parse_track = parse_track,
};
