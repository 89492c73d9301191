/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "match.h"

static enum fetch_status
one_track(enum fetch_status status, struct track *t, struct track_list *list)
{
	if (status == FETCH_DONE)
		track_list_add(list, t);
	return status;
}

static enum fetch_status
list_spotify(struct source *s, const struct wish *wish, struct track_list *list)
{
	struct track t;

	if (wish->id != NULL)
		return one_track(spotify_track(s->spotify, wish->id, &t), &t, list);
	if (wish->isrc != NULL)
		return spotify_search_isrc(s->spotify, wish->isrc, list);
	return spotify_search(s->spotify, wish->artist, wish->title, SOURCE_LIST_MAX, list);
}

static enum fetch_status
list_deezer(struct source *s, const struct wish *wish, struct track_list *list)
{
	enum fetch_status status;
	struct track t;
	char *words;

	if (wish->id != NULL)
		return one_track(deezer_track(&s->deezer, wish->id, &t), &t, list);
	if (wish->isrc != NULL)
		return one_track(deezer_track_isrc(&s->deezer, wish->isrc, &t), &t, list);
	words = xasprintf("%s%s%s", wish->artist != NULL ? wish->artist : "",
	    wish->artist != NULL && wish->title != NULL ? " " : "",
	    wish->title != NULL ? wish->title : "");
	status = deezer_search(&s->deezer, words, SOURCE_LIST_MAX, list);
	free(words);
	return status;
}

/* Whether another service may be asked after Spotify failed so. */
static bool
may_turn(const struct source *s, enum fetch_status status)
{
	return s->provider == PROVIDER_AUTO &&
	       (status == FETCH_RATE || spotify_is_refused(s->spotify));
}

enum fetch_status
source_list(struct source *s, const struct wish *wish, struct track_list *list)
{
	bool deezer_id = wish->id != NULL && track_is_deezer_id(wish->id);
	enum fetch_status status;

	memset(list, 0, sizeof(*list));
	if (s->spotify == NULL || deezer_id)
		return list_deezer(s, wish, list);
	status = list_spotify(s, wish, list);
	s->listed_by_spotify = status == FETCH_DONE;
	s->listed_by_id = wish->id != NULL;
	if (wish->id != NULL) /* an id of Spotify means nothing elsewhere */
		return status;
	if (may_turn(s, status) ||
	    (status == FETCH_NOTHING && wish->isrc != NULL && s->provider == PROVIDER_AUTO)) {
		client_note(s->client, "%s; asking Deezer instead", client_error(s->client));
		status = list_deezer(s, wish, list);
	}
	return status;
}

static bool
agrees(const struct wish *wish, const struct track *t)
{
	return (wish->artist == NULL || match_artist(wish->artist, t)) &&
	       (wish->title == NULL || match_title(wish->title, t->title) != MATCH_NONE);
}

long
source_first(const struct source *s, const struct wish *wish, const struct track_list *list)
{
	const char *title = wish->title != NULL ? wish->title : "";
	long first = -1;

	for (size_t i = 0; i < list->n; i++) {
		const struct track *t = &list->tracks[i];

		if (!agrees(wish, t) || match_is_other_version(title, t->title))
			continue;
		if (t->preview_url != NULL || s->listed_by_spotify)
			return (long)i;
		if (first < 0)
			first = (long)i;
	}
	for (size_t i = 0; first < 0 && s->listed_by_spotify && i < list->n; i++) {
		if (!match_is_other_version(title, list->tracks[i].title))
			first = (long)i;
	}
	return first;
}
