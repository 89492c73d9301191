/* SPDX-License-Identifier: MIT */
/* Everything spotify-fetch parses: answers of the services, previews, .env files, headers. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "spotify-fetch/clean.h"
#include "spotify-fetch/dotenv.h"
#include "spotify-fetch/match.h"
#include "spotify-fetch/mp3.h"
#include "spotify-fetch/provider.h"
#include "spotify-fetch/token.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check_name(const char *name)
{
	char *again = clean_name(name);

	assert(*name != '\0' && strlen(name) <= CLEAN_MAX);
	for (const char *p = name; *p != '\0'; p++)
		assert((unsigned char)*p >= 0x20 && *p != 0x7f);
	assert(strcmp(again, name) == 0); /* clean is clean */
	free(again);
}

static void
check_track(const struct provider *p, const struct track *t)
{
	check_name(t->title);
	check_name(t->artist);
	assert(t->id[0] == '\0' || p->is_id(t->id));
	assert(strspn(t->licence, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(t->licence));
	assert(t->duration_s == -1 || t->duration_s > 0);
	assert(match_title(t->title, t->title) == MATCH_EXACT);
	assert(match_artists(t, t) || t->n_artists == 0);
}

static void
check_list(const struct provider *p, struct track_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		check_track(p, &list->tracks[i]);
	track_list_clear(list);
}

static void
check_text(const char *text, size_t len)
{
	char *name = clean_name(text), *value = dotenv_get(text, len, "CID", NULL);
	char licence[LICENCE_MAX + 1];

	licence_of(text, licence);
	licence_is_in(text, licence);
	licence_list_check(text);

	if (*name != '\0')
		check_name(name);
	free(name);
	free(value);
}

static void
check_provider(const struct provider *p, char *text, size_t len)
{
	struct http_response r = {.status = 429, .body = text, .body_len = len};
	char id[TRACK_ID_MAX + 1], why[PROVIDER_WHY_MAX];
	struct track_list list;
	struct track t;

	if (p->service.busy != NULL) {
		p->service.busy(&r);
		r.status = 200;
		p->service.busy(&r);
	}
	if (p->parse_search(text, len, 25, &list) == PARSED)
		check_list(p, &list);
	if (p->parse_track(text, len, &t) == PARSED) {
		check_track(p, &t);
		track_clear(&t);
	}
	if (provider_of_id(text, p, id, why) != NULL)
		assert(p->is_id(id));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *bytes = (const char *)data;
	char *text = malloc(len + 1);
	struct token token;

	if (text == NULL)
		return 0;
	if (len > 0)
		memcpy(text, data, len);
	text[len] = '\0';
	token_parse(bytes, len, &token);
	for (size_t i = 0; providers[i] != NULL; i++)
		check_provider(providers[i], text, len);
	mp3_check(data, len);
	check_text(text, len);
	free(text);
	return 0;
}
