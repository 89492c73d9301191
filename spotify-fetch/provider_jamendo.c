/* SPDX-License-Identifier: MIT */
/*
 * Jamendo's API 3.0 (https://developer.jamendo.com/v3.0): whole songs under licences of Creative
 * Commons, where their artists allow to download them. It asks for the client id of an app.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/xmalloc.h"
#include "connection.h"
#include "net/http.h"

#define ID_LEN_MAX 16
#define SONG_BYTES ((size_t)64 << 20)

/* of its errors, which come with status 200 */
#define CODE_CLIENT_ID 5
#define CODE_RATE 6
#define CODE_SUSPENDED 11

static const struct credential_names names[] = {
    {"JAMENDO_CLIENT_ID", NULL},
    {NULL, NULL},
};

static bool
is_id(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= ID_LEN_MAX && strspn(text, "0123456789") == len && text[0] != '0';
}

/* the kind of error that an answer is; PARSED when it is none */
static enum parsed
error_of(const struct json *v)
{
	const struct json *headers = json_get(v, "headers");
	const char *status = json_string(json_get(headers, "status"));
	uint64_t code;

	if (status == NULL || !json_uint(json_get(headers, "code"), &code))
		return PARSED_BAD;
	if (code == 0) /* answers have the first word, their description the second */
		return strcmp(status, "success") == 0 || strcmp(status, "succeed") == 0
		    ? PARSED
		    : PARSED_BAD;
	return code == CODE_RATE                               ? PARSED_BUSY
	    : code == CODE_CLIENT_ID || code == CODE_SUSPENDED ? PARSED_REFUSED
							       : PARSED_BAD;
}

static enum client_busy
busy(const struct http_response *r)
{
	return answer_busy(r, error_of);
}

/* An id, which stands there as a string or, elsewhere in the API, as a number, to t->id. */
static void
read_id(struct track *t, const struct json *v)
{
	const char *id = json_string(v);
	uint64_t number;

	if (id != NULL && is_id(id))
		snprintf(t->id, sizeof(t->id), "%s", id);
	else if (json_uint(v, &number) && number > 0)
		snprintf(t->id, sizeof(t->id), "%" PRIu64, number);
}

static void
read_artist(struct track *t, const struct json *v)
{
	char *name = answer_name(v);

	if (name != NULL)
		t->artists[t->n_artists++] = name;
	answer_join_artists(t);
}

static bool
read_track(const struct json *v, struct track *t)
{
	const char *licence = json_string(json_get(v, "license_ccurl"));

	memset(t, 0, sizeof(*t));
	t->title = answer_name(json_get(v, "name"));
	if (t->title == NULL)
		return false;
	read_id(t, json_get(v, "id"));
	read_artist(t, json_get(v, "artist_name"));
	t->duration_s = answer_duration(json_get(v, "duration"), 1);
	t->year = answer_year(json_get(v, "releasedate"));
	if (licence != NULL)
		licence_of(licence, t->licence);
	if (json_is_true(json_get(v, "audiodownload_allowed")))
		t->preview_url = answer_url(json_get(v, "audiodownload"));
	return true;
}

static enum parsed
parse_search(const char *text, size_t len, size_t max, struct track_list *list)
{
	return answer_parse_search(text, len, error_of, "results", read_track, max, list);
}

static enum parsed
parse_track(const char *text, size_t len, struct track *track)
{
	struct json *v = json_parse(text, len);
	const struct json *results = json_get(v, "results");
	enum parsed parsed = error_of(v);

	memset(track, 0, sizeof(*track));
	if (parsed == PARSED && json_is_array(results) && json_first(results) == NULL)
		parsed = PARSED_NO_TRACK;
	else if (parsed == PARSED &&
	    (!json_is_array(results) || !read_track(json_first(results), track)))
		parsed = PARSED_BAD;
	json_free(v);
	return parsed;
}

/* The clause of a licence as a filter: "false" where none that is wanted has it. */
static struct url_parameter
without(const struct connection *c, const char *parameter, const char *clause)
{
	bool none = c->licences != NULL && !licence_list_has(c->licences, clause);

	return none ? (struct url_parameter){parameter, "false"} : (struct url_parameter){0};
}

/* Asks for tracks by up to three parameters, of which those with a NULL value are left out. */
static enum fetch_status
get_tracks(struct connection *c, const struct url_parameter asked[3], struct http_response *r)
{
	const struct url_parameter all[] = {
	    {"client_id", c->credentials.id},
	    {"format", "json"},
	    {"type", "single albumtrack"},
	    {"audioformat", "mp32"}, /* MP3 of a variable rate, about 200 kbit/s */
	    {"audiodlformat", "mp32"},
	    asked[0],
	    asked[1],
	    asked[2],
	    without(c, "ccnc", "nc"),
	    without(c, "ccnd", "nd"),
	    without(c, "ccsa", "sa"),
	};
	struct url_parameter query[sizeof(all) / sizeof(all[0]) + 1] = {{NULL, NULL}};
	enum fetch_status status;
	size_t n = 0;
	char *url;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (all[i].value != NULL)
			query[n++] = all[i];
	}
	url = url_build(provider_url(c->provider, 0), "/v3.0/tracks/", query);
	status = connection_get(c, url, r);
	free(url);
	return status;
}

static enum fetch_status
list_tracks(
    struct connection *c, const struct url_parameter asked[3], size_t max, struct track_list *list)
{
	struct http_response r;
	enum fetch_status status = get_tracks(c, asked, &r);

	return connection_list(c, status, &r, max, list);
}

static enum fetch_status
search(struct connection *c, const char *artist, const char *title, size_t max,
    struct track_list *list)
{
	char *limit = xasprintf("%zu", max);
	enum fetch_status status = list_tracks(c,
	    (struct url_parameter[3]){
		{"artist_name", artist}, {"namesearch", title}, {"limit", limit}},
	    max, list);

	free(limit);
	return status;
}

static enum fetch_status
by_tag(struct connection *c, const char *tag, size_t offset, size_t max, struct track_list *list)
{
	char *limit = xasprintf("%zu", max), *from = xasprintf("%zu", offset);
	enum fetch_status status = list_tracks(c,
	    (struct url_parameter[3]){{"tags", tag}, {"offset", from}, {"limit", limit}}, max,
	    list);

	free(limit);
	free(from);
	return status;
}

static enum fetch_status
by_id(struct connection *c, const char *id, struct track *track)
{
	struct http_response r;
	enum fetch_status status = get_tracks(c, (struct url_parameter[3]){{"id", id}}, &r);

	status = connection_track(c, status, &r, track);
	if (status != FETCH_DONE || strcmp(track->id, id) == 0)
		return status;
	track_clear(track);
	return connection_status(c, PARSED_BAD);
}

static enum fetch_status
by_isrc(struct connection *c, const char *isrc, struct track_list *list)
{
	memset(list, 0, sizeof(*list));
	return client_fail(c->client, FETCH_NOTHING,
	    "Jamendo knows no ISRC, not %s either: search with -a and -t", isrc);
}

const struct provider provider_jamendo = {
    .name = "jamendo",
    .service = {"Jamendo", busy},
    .urls = {{"MGC_JAMENDO_API", "https://api.jamendo.com"}},
    .credentials = names,
    .id_form = "a number",
    .link_host = "www.jamendo.com",
    .links_have_names = true,
    .is_id = is_id,
    .apart = true,
    .tells_licences = true,
    .bytes_max = SONG_BYTES,
    .search = search,
    .by_isrc = by_isrc,
    .by_tag = by_tag,
    .by_id = by_id,
    .parse_search = parse_search,
    .parse_track = parse_track,
};
