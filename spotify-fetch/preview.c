/* SPDX-License-Identifier: MIT */
#include "preview.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "match.h"
#include "mp3.h"

#define REDIRECTS_MAX 3
#define CANDIDATES_MAX 25 /* of a search by names */

static const struct service host = {"the preview's server", NULL};

/* FETCH_NO_PREVIEW: there is none at this address, or none any more; *mp3 is then empty. */
static enum fetch_status
download(struct client *c, const char *url, size_t max_bytes, struct http_response *mp3)
{
	struct http_request request = {
	    .url = url, .max_bytes = max_bytes, .max_redirects = REDIRECTS_MAX};
	enum fetch_status status = client_ask(c, &host, &request, mp3);
	const char *why;

	if (status != FETCH_DONE)
		return status;
	why = mp3->status == 200 ? mp3_check(mp3->body, mp3->body_len) : NULL;
	if (mp3->status == 200 && why == NULL)
		return FETCH_DONE;
	if (why != NULL)
		status = client_fail(c, FETCH_BAD_ANSWER,
		    "the preview is not what it should be (%s): try again, or choose another song",
		    why);
	else if (mp3->status == 401 || mp3->status == 403 || mp3->status == 404 ||
		 mp3->status == 410)
		status = client_fail(c, FETCH_NO_PREVIEW, "the preview is gone (status %ld): %s",
		    mp3->status, "choose another song");
	else
		status = client_fail(c, FETCH_BAD_ANSWER,
		    "%s answers with status %ld: try again later", host.name, mp3->status);
	http_response_clear(mp3);
	return status;
}

static enum fetch_status
no_preview(struct source *s, const struct track *t)
{
	return client_fail(s->client, FETCH_NO_PREVIEW,
	    "nobody gives a preview of %s - %s: choose another song%s", t->artist, t->title,
	    s->provider == PROVIDER_SPOTIFY ? ", or try --provider auto" : "");
}

/* from the address the track itself carries */
static enum fetch_status
try_own(struct source *s, const struct track *t, size_t max_bytes, struct http_response *mp3)
{
	if (t->preview_url == NULL || !client_may_ask(s->client, t->preview_url))
		return no_preview(s, t);
	return download(s->client, t->preview_url, max_bytes, mp3);
}

static bool
was_tried(const struct source *s, const struct track *t)
{
	for (size_t i = 0; i < s->n_tried; i++) {
		if (strcmp(s->tried[i], t->id) == 0)
			return true;
	}
	return false;
}

/* as try_own, for a track of Deezer: its address is signed and dies soon, so it is renewed once */
static enum fetch_status
try_deezer(struct source *s, const struct track *t, size_t max_bytes, struct http_response *mp3)
{
	enum fetch_status status;
	struct track fresh;

	if (was_tried(s, t))
		return no_preview(s, t);
	status = try_own(s, t, max_bytes, mp3);
	if (status != FETCH_NO_PREVIEW || t->preview_url == NULL || t->id[0] == '\0')
		return status;
	if (s->n_tried < SOURCE_TRIED_MAX)
		strcpy(s->tried[s->n_tried++], t->id);
	client_trace(s->client, "Deezer: the preview has expired, asking again");
	status = deezer_track(&s->deezer, t->id, &fresh);
	if (status != FETCH_DONE)
		return status == FETCH_NOTHING ? no_preview(s, t) : status;
	status = try_own(s, &fresh, max_bytes, mp3);
	track_clear(&fresh);
	return status;
}

static enum fetch_status
try_spotify(struct source *s, const struct track *t, size_t max_bytes, struct http_response *mp3)
{
	struct track full;
	enum fetch_status status;

	if (t->id[0] == '\0')
		return no_preview(s, t);
	status = spotify_track(s->spotify, t->id, &full);
	if (s->provider == PROVIDER_AUTO &&
	    (status == FETCH_RATE || spotify_is_refused(s->spotify))) {
		client_note(s->client, "%s; asking Deezer instead", client_error(s->client));
		return FETCH_NO_PREVIEW;
	}
	if (status != FETCH_DONE)
		return status == FETCH_NOTHING ? no_preview(s, t) : status;
	status = try_own(s, &full, max_bytes, mp3);
	track_clear(&full);
	return status;
}

static enum fetch_status
try_isrc(struct source *s, const struct track *t, size_t max_bytes, struct http_response *mp3)
{
	struct track found;
	enum fetch_status status;

	if (t->isrc[0] == '\0')
		return no_preview(s, t);
	status = deezer_track_isrc(&s->deezer, t->isrc, &found);
	if (status != FETCH_DONE)
		return status == FETCH_NOTHING ? no_preview(s, t) : status;
	client_trace(s->client, "Deezer: ISRC %s is %s - %s", t->isrc, found.artist, found.title);
	status = try_deezer(s, &found, max_bytes, mp3);
	track_clear(&found);
	return status;
}

/* The best of a search's tracks for t: agreeing, with a preview, an equal title first. */
static const struct track *
best_match(const struct source *s, const struct track *t, const struct track_list *list)
{
	const struct track *best = NULL;
	enum match best_match = MATCH_NONE;

	for (size_t i = 0; i < list->n; i++) {
		const struct track *found = &list->tracks[i];
		enum match match = match_title(t->title, found->title);

		if (match > best_match && found->preview_url != NULL && match_artists(t, found) &&
		    match_duration(t, found) && !was_tried(s, found)) {
			best = found;
			best_match = match;
		}
	}
	return best;
}

static enum fetch_status
try_names(struct source *s, const struct track *t, size_t max_bytes, struct http_response *mp3)
{
	struct track_list list;
	const struct track *best;
	enum fetch_status status;
	char *title, *words;

	if (t->n_artists == 0 || t->duration_s < 0) /* could never agree */
		return no_preview(s, t);
	title = match_plain_title(t->title);
	words = xasprintf("%s %s", t->artists[0], title);
	status = deezer_search(&s->deezer, words, CANDIDATES_MAX, &list);
	free(title);
	free(words);
	if (status != FETCH_DONE)
		return status == FETCH_NOTHING ? no_preview(s, t) : status;
	best = best_match(s, t, &list);
	if (best != NULL)
		client_trace(s->client, "Deezer: taking %s - %s", best->artist, best->title);
	status = best != NULL ? try_deezer(s, best, max_bytes, mp3) : no_preview(s, t);
	track_list_clear(&list);
	return status;
}

enum fetch_status
preview_fetch(
    struct source *s, const struct track *track, size_t max_bytes, struct http_response *mp3)
{
	enum fetch_status status;

	if (s->listed_by_spotify) {
		status = try_own(s, track, max_bytes, mp3);
		if (status == FETCH_NO_PREVIEW && !s->listed_by_id)
			status = try_spotify(s, track, max_bytes, mp3);
	} else {
		status = try_deezer(s, track, max_bytes, mp3);
	}
	if (s->provider == PROVIDER_SPOTIFY)
		return status;
	if (status == FETCH_NO_PREVIEW)
		status = try_isrc(s, track, max_bytes, mp3);
	if (status == FETCH_NO_PREVIEW)
		status = try_names(s, track, max_bytes, mp3);
	return status;
}
