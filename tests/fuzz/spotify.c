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
#include "spotify-fetch/parse.h"
#include "spotify-fetch/retry.h"

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
check_track(const struct track *t)
{
	check_name(t->title);
	check_name(t->artist);
	assert(t->id[0] == '\0' || track_is_spotify_id(t->id) || track_is_deezer_id(t->id));
	assert(t->duration_s == -1 || t->duration_s > 0);
	assert(match_title(t->title, t->title) == MATCH_EXACT);
	assert(match_artists(t, t) || t->n_artists == 0);
}

static void
check_list(struct track_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		check_track(&list->tracks[i]);
	track_list_clear(list);
}

static void
check_text(const char *text, size_t len)
{
	char *name = clean_name(text), *value = dotenv_get(text, len, "CID", NULL);

	if (*name != '\0')
		check_name(name);
	retry_after_s(text, 0);
	free(name);
	free(value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *bytes = (const char *)data;
	char *text = malloc(len + 1);
	struct track_list list;
	struct token token;
	struct track t;

	if (text == NULL)
		return 0;
	if (len > 0)
		memcpy(text, data, len);
	text[len] = '\0';
	parse_token(bytes, len, &token);
	parse_spotify_is_quota(bytes, len);
	if (parse_spotify_search(bytes, len, 10, &list))
		check_list(&list);
	if (parse_spotify_track(bytes, len, &t)) {
		check_track(&t);
		track_clear(&t);
	}
	if (parse_deezer_search(bytes, len, 25, &list) == PARSE_DEEZER_OK)
		check_list(&list);
	if (parse_deezer_track(bytes, len, &t) == PARSE_DEEZER_OK) {
		check_track(&t);
		track_clear(&t);
	}
	mp3_check(data, len);
	check_text(text, len);
	free(text);
	return 0;
}
