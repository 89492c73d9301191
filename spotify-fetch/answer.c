/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xmalloc.h"
#include "clean.h"

#define URL_MAX ((size_t)2048)
#define YEAR_LEN 4
#define DURATION_MAX_S 86400.0 /* what is longer is a mistake */

char *
answer_name(const struct json *v)
{
	const char *text = json_string(v);
	char *name = text != NULL ? clean_name(text) : NULL;

	if (name != NULL && *name == '\0') {
		free(name);
		return NULL;
	}
	return name;
}

char *
answer_url(const struct json *v)
{
	const char *url = json_string(v);
	size_t len = url != NULL ? strlen(url) : 0;

	if (len == 0 || len > URL_MAX ||
	    (strncasecmp(url, "https://", 8) != 0 && strncasecmp(url, "http://", 7) != 0))
		return NULL;
	for (size_t i = 0; i < len; i++) {
		/* a URL is printable ASCII; char may be signed */
		if (url[i] <= ' ' || url[i] >= 0x7f)
			return NULL;
	}
	return xstrdup(url);
}

double
answer_duration(const struct json *v, double unit_s)
{
	double x;

	if (!json_number(v, &x) || x <= 0 || x * unit_s > DURATION_MAX_S)
		return -1;
	return x * unit_s;
}

int
answer_year(const struct json *v)
{
	const char *text = json_string(v);

	if (text == NULL || strspn(text, "0123456789") != YEAR_LEN ||
	    (text[YEAR_LEN] != '\0' && text[YEAR_LEN] != '-'))
		return 0;
	return (int)strtol(text, NULL, 10);
}

void
answer_isrc(const struct json *v, char isrc[TRACK_ISRC_LEN + 1])
{
	const char *text = json_string(v);

	if (text == NULL || !track_parse_isrc(text, isrc))
		isrc[0] = '\0';
}

void
answer_add_artist(struct track *t, const struct json *artist)
{
	char *name = answer_name(json_get(artist, "name"));

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

void
answer_add_artists(struct track *t, const struct json *artists)
{
	if (!json_is_array(artists))
		return;
	for (const struct json *a = json_first(artists); a != NULL; a = json_next(a))
		answer_add_artist(t, a);
}

void
answer_join_artists(struct track *t)
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

bool
answer_tracks(const struct json *v, bool (*read)(const struct json *item, struct track *t),
    size_t max, struct track_list *list)
{
	struct track t;

	memset(list, 0, sizeof(*list));
	if (!json_is_array(v))
		return false;
	for (const struct json *i = json_first(v); i != NULL && list->n < max; i = json_next(i)) {
		if (read(i, &t))
			track_list_add(list, &t);
	}
	return true;
}

enum parsed
answer_parse_search(const char *text, size_t len, answer_error_of *error_of, const char *name,
    bool (*read)(const struct json *item, struct track *t), size_t max, struct track_list *list)
{
	struct json *v = json_parse(text, len);
	enum parsed parsed = error_of(v);

	memset(list, 0, sizeof(*list));
	if (parsed == PARSED && !answer_tracks(json_get(v, name), read, max, list))
		parsed = PARSED_BAD;
	json_free(v);
	return parsed;
}

enum client_busy
answer_busy(const struct http_response *r, answer_error_of *error_of)
{
	struct json *v = r->status == 200 ? json_parse(r->body, r->body_len) : NULL;
	bool says_so = error_of(v) == PARSED_BUSY;

	json_free(v);
	return says_so ? CLIENT_BUSY : CLIENT_READY;
}
