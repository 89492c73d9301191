/* SPDX-License-Identifier: MIT */
#include "parse.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xmalloc.h"
#include "clean.h"
#include "io/json.h"

#define URL_MAX ((size_t)2048)
#define DURATION_MAX_S 86400.0 /* what is longer is a mistake */
#define DEEZER_CODE_QUOTA 4
#define DEEZER_CODE_NO_DATA 800

bool
parse_is_token(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= PARSE_TOKEN_MAX &&
	       strspn(text,
		   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=") == len;
}

bool
parse_token(const char *text, size_t len, struct token *token)
{
	struct json *v = json_parse(text, len);
	const char *access = json_string(json_get(v, "access_token"));
	const char *type = json_string(json_get(v, "token_type"));
	bool ok = access != NULL && parse_is_token(access) && type != NULL &&
		  strcasecmp(type, "bearer") == 0;

	if (ok) {
		strcpy(token->text, access);
		if (!json_number(json_get(v, "expires_in"), &token->expires_in_s) ||
		    token->expires_in_s < 0)
			token->expires_in_s = 0;
	}
	json_free(v);
	return ok;
}

/* a name of its own, NULL when v is no string or nothing of it is left */
static char *
name_of(const struct json *v)
{
	const char *text = json_string(v);
	char *name = text != NULL ? clean_name(text) : NULL;

	if (name != NULL && *name == '\0') {
		free(name);
		return NULL;
	}
	return name;
}

static char *
preview_of(const struct json *v)
{
	const char *url = json_string(v);
	size_t len = url != NULL ? strlen(url) : 0;

	if (len == 0 || len > URL_MAX ||
	    (strncasecmp(url, "https://", 8) != 0 && strncasecmp(url, "http://", 7) != 0))
		return NULL;
	for (size_t i = 0; i < len; i++) {
		if (url[i] <= ' ' ||
		    url[i] >= 0x7f) /* a URL is printable ASCII; char may be signed */
			return NULL;
	}
	return xstrdup(url);
}

static double
duration_of(const struct json *v, double unit_s)
{
	double x;

	if (!json_number(v, &x) || x <= 0 || x * unit_s > DURATION_MAX_S)
		return -1;
	return x * unit_s;
}

static void
add_artist(struct track *t, const struct json *artist)
{
	char *name = name_of(json_get(artist, "name"));

	if (name == NULL)
		return;
	for (size_t i = 0; i < t->n_artists; i++) {
		if (strcmp(t->artists[i], name) == 0 || t->n_artists == TRACK_ARTISTS_MAX) {
			free(name);
			return;
		}
	}
	t->artists[t->n_artists++] = name;
}

static void
join_artists(struct track *t)
{
	size_t len = 1;
	char *all, *p;

	if (t->n_artists == 0) {
		t->artist = xstrdup("unknown artist");
		return;
	}
	for (size_t i = 0; i < t->n_artists; i++)
		len += strlen(t->artists[i]) + 2;
	all = p = xcalloc(len, 1);
	for (size_t i = 0; i < t->n_artists; i++)
		p += snprintf(p, len - (size_t)(p - all), "%s%s", i > 0 ? ", " : "", t->artists[i]);
	t->artist = clean_name(all);
	free(all);
}

static bool
spotify_track(const struct json *v, struct track *t)
{
	const struct json *artists = json_get(v, "artists");
	const char *id = json_string(json_get(v, "id"));
	const char *isrc = json_string(json_get(json_get(v, "external_ids"), "isrc"));

	memset(t, 0, sizeof(*t));
	t->title = name_of(json_get(v, "name"));
	if (t->title == NULL)
		return false;
	if (json_is_array(artists)) {
		for (const struct json *a = json_first(artists); a != NULL; a = json_next(a))
			add_artist(t, a);
	}
	join_artists(t);
	if (id != NULL && track_is_spotify_id(id))
		strcpy(t->id, id);
	if (isrc != NULL)
		track_parse_isrc(isrc, t->isrc);
	t->duration_s = duration_of(json_get(v, "duration_ms"), 1e-3);
	t->preview_url = preview_of(json_get(v, "preview_url"));
	return true;
}

bool
parse_spotify_search(const char *text, size_t len, size_t max, struct track_list *list)
{
	struct json *v = json_parse(text, len);
	const struct json *items = json_get(json_get(v, "tracks"), "items");
	bool ok = json_is_array(items);
	struct track t;

	memset(list, 0, sizeof(*list));
	for (const struct json *i = ok ? json_first(items) : NULL; i != NULL && list->n < max;
	     i = json_next(i)) {
		if (spotify_track(i, &t))
			track_list_add(list, &t);
	}
	json_free(v);
	return ok;
}

bool
parse_spotify_track(const char *text, size_t len, struct track *track)
{
	struct json *v = json_parse(text, len);
	bool ok = spotify_track(v, track);

	json_free(v);
	return ok;
}

bool
parse_spotify_is_quota(const char *text, size_t len)
{
	struct json *v = json_parse(text, len);
	const char *reason = json_string(json_get(json_get(v, "error"), "reason"));
	bool quota = reason != NULL && strcmp(reason, "QUOTA_EXCEEDED") == 0;

	json_free(v);
	return quota;
}

static bool
deezer_track(const struct json *v, struct track *t)
{
	const struct json *contributors = json_get(v, "contributors");
	const char *isrc = json_string(json_get(v, "isrc"));
	char *version = name_of(json_get(v, "title_version"));
	uint64_t id;

	memset(t, 0, sizeof(*t));
	t->title = name_of(json_get(v, "title"));
	if (t->title != NULL && version != NULL && strstr(t->title, version) == NULL) {
		char *whole = xasprintf("%s %s", t->title, version);

		free(t->title);
		t->title = clean_name(whole);
		free(whole);
	}
	free(version);
	if (t->title == NULL)
		return false;
	add_artist(t, json_get(v, "artist"));
	if (json_is_array(contributors)) {
		for (const struct json *c = json_first(contributors); c != NULL; c = json_next(c))
			add_artist(t, c);
	}
	join_artists(t);
	if (json_uint(json_get(v, "id"), &id) && id > 0)
		snprintf(t->id, sizeof(t->id), "%" PRIu64, id);
	if (isrc != NULL)
		track_parse_isrc(isrc, t->isrc);
	t->duration_s = duration_of(json_get(v, "duration"), 1);
	t->preview_url = preview_of(json_get(v, "preview"));
	return true;
}

/* the kind of error an answer is; PARSE_DEEZER_OK when it is none */
static enum parse_deezer
deezer_error(const struct json *v)
{
	const struct json *error = json_get(v, "error");
	uint64_t code;

	if (!json_is_object(v))
		return PARSE_DEEZER_BAD;
	if (error == NULL)
		return PARSE_DEEZER_OK;
	if (!json_uint(json_get(error, "code"), &code))
		return PARSE_DEEZER_BAD;
	return code == DEEZER_CODE_QUOTA     ? PARSE_DEEZER_QUOTA
	       : code == DEEZER_CODE_NO_DATA ? PARSE_DEEZER_NO_DATA
					     : PARSE_DEEZER_BAD;
}

enum parse_deezer
parse_deezer_search(const char *text, size_t len, size_t max, struct track_list *list)
{
	struct json *v = json_parse(text, len);
	const struct json *data = json_get(v, "data");
	enum parse_deezer kind = deezer_error(v);
	struct track t;

	memset(list, 0, sizeof(*list));
	if (kind == PARSE_DEEZER_OK && !json_is_array(data))
		kind = PARSE_DEEZER_BAD;
	if (kind == PARSE_DEEZER_OK) {
		for (const struct json *i = json_first(data); i != NULL && list->n < max;
		     i = json_next(i)) {
			if (deezer_track(i, &t))
				track_list_add(list, &t);
		}
	}
	json_free(v);
	return kind;
}

enum parse_deezer
parse_deezer_track(const char *text, size_t len, struct track *track)
{
	struct json *v = json_parse(text, len);
	enum parse_deezer kind = deezer_error(v);

	memset(track, 0, sizeof(*track));
	if (kind == PARSE_DEEZER_OK && !deezer_track(v, track))
		kind = PARSE_DEEZER_BAD;
	json_free(v);
	return kind;
}

bool
parse_deezer_is_quota(const char *text, size_t len)
{
	struct json *v = json_parse(text, len);
	bool quota = deezer_error(v) == PARSE_DEEZER_QUOTA;

	json_free(v);
	return quota;
}
