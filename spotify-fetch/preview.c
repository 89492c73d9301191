/* SPDX-License-Identifier: MIT */
#include "preview.h"

#include <stdlib.h>
#include <string.h>

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
no_preview(struct catalogue *s, const struct track *t)
{
	bool alone = s->only != NULL && s->only->credentials != NULL && !s->only->apart;

	if (t->barred)
		return client_fail(s->client, FETCH_NO_PREVIEW,
		    "the licence of %s - %s is %s: choose another song, or another --licence",
		    t->artist, t->title, t->licence[0] != '\0' ? t->licence : "none known");
	return client_fail(s->client, FETCH_NO_PREVIEW,
	    "nobody gives a preview of %s - %s: choose another song%s", t->artist, t->title,
	    alone ? ", or try --provider auto" : "");
}

/* from the address that the track itself carries */
static enum fetch_status
try_own(struct catalogue *s, const struct connection *c, const struct track *t, size_t max_bytes,
    struct http_response *mp3)
{
	enum fetch_status status;

	if (t->preview_url == NULL || !client_may_ask(s->client, t->preview_url))
		return no_preview(s, t);
	status = download(s->client, t->preview_url, max_bytes, mp3);
	if (status == FETCH_DONE) {
		s->giver = c->provider;
		track_copy(&s->given, t);
	}
	return status;
}

static bool
was_tried(const struct catalogue *s, const struct provider *p, const struct track *t)
{
	for (size_t i = 0; i < s->n_tried; i++) {
		if (s->tried[i].provider == p && strcmp(s->tried[i].id, t->id) == 0)
			return true;
	}
	return false;
}

static void
remember(struct catalogue *s, const struct provider *p, const struct track *t)
{
	if (s->n_tried == CATALOGUE_TRIED_MAX)
		return;
	s->tried[s->n_tried].provider = p;
	strcpy(s->tried[s->n_tried++].id, t->id);
}

/*
 * From the provider's answer for the track's id. When it does not let us, others may still have
 * the preview: FETCH_NO_PREVIEW, after a note.
 */
static enum fetch_status
try_by_id(struct catalogue *s, struct connection *c, const struct track *t, size_t max_bytes,
    struct http_response *mp3)
{
	const struct connection *next = catalogue_next_open(s, c);
	struct track fresh;
	enum fetch_status status = c->provider->by_id(c, t->id, &fresh);

	if (catalogue_may_turn(s, status) && next != NULL) {
		client_note(s->client, "%s; asking %s instead", client_error(s->client),
		    next->provider->service.name);
		return FETCH_NO_PREVIEW;
	}
	if (status != FETCH_DONE)
		return status == FETCH_NOTHING ? no_preview(s, t) : status;
	catalogue_bar(s, &fresh);
	status = try_own(s, c, &fresh, max_bytes, mp3);
	track_clear(&fresh);
	return status;
}

/* From a track that the provider listed; `complete`: the list was its answer for the id. */
static enum fetch_status
try_track(struct catalogue *s, struct connection *c, const struct track *t, bool complete,
    size_t max_bytes, struct http_response *mp3)
{
	const struct provider *p = c->provider;
	enum fetch_status status;

	if (was_tried(s, p, t))
		return no_preview(s, t);
	status = try_own(s, c, t, max_bytes, mp3);
	if (status != FETCH_NO_PREVIEW || t->id[0] == '\0' ||
	    !((p->previews_expire && t->preview_url != NULL) ||
		(p->search_lacks_previews && !complete)))
		return status;
	remember(s, p, t);
	client_trace(s->client, "%s: no preview at hand, asking for the track", p->service.name);
	return try_by_id(s, c, t, max_bytes, mp3);
}

static enum fetch_status
try_isrc(struct catalogue *s, struct connection *c, const struct track *t, size_t max_bytes,
    struct http_response *mp3)
{
	const struct track *found;
	struct track_list list;
	enum fetch_status status;

	if (t->isrc[0] == '\0')
		return no_preview(s, t);
	status = c->provider->by_isrc(c, t->isrc, &list);
	if (status != FETCH_DONE)
		return status == FETCH_NOTHING ? no_preview(s, t) : status;
	found = &list.tracks[0];
	for (size_t i = 1; found->preview_url == NULL && i < list.n; i++)
		found = &list.tracks[i];
	client_trace(s->client, "%s: ISRC %s is %s - %s", c->provider->service.name, t->isrc,
	    found->artist, found->title);
	status = try_track(s, c, found, false, max_bytes, mp3);
	track_list_clear(&list);
	return status;
}

/* The best of a search's tracks for t: agreeing, with a preview, an equal title first. */
static const struct track *
best_match(const struct catalogue *s, const struct provider *p, const struct track *t,
    const struct track_list *list)
{
	const struct track *best = NULL;
	enum match best_match = MATCH_NONE;

	for (size_t i = 0; i < list->n; i++) {
		const struct track *found = &list->tracks[i];
		enum match match = match_title(t->title, found->title);

		if (match > best_match && found->preview_url != NULL && match_artists(t, found) &&
		    match_duration(t, found) && !was_tried(s, p, found)) {
			best = found;
			best_match = match;
		}
	}
	return best;
}

static enum fetch_status
try_names(struct catalogue *s, struct connection *c, const struct track *t, size_t max_bytes,
    struct http_response *mp3)
{
	const struct provider *p = c->provider;
	struct track_list list;
	const struct track *best;
	enum fetch_status status;
	char *title;

	if (t->n_artists == 0 || t->duration_s < 0) /* could never agree */
		return no_preview(s, t);
	title = match_plain_title(t->title);
	status = p->search(c, t->artists[0], title, CANDIDATES_MAX, &list);
	free(title);
	if (status != FETCH_DONE)
		return status == FETCH_NOTHING ? no_preview(s, t) : status;
	best = best_match(s, p, t, &list);
	if (best != NULL)
		client_trace(
		    s->client, "%s: taking %s - %s", p->service.name, best->artist, best->title);
	status = best != NULL ? try_track(s, c, best, false, max_bytes, mp3) : no_preview(s, t);
	track_list_clear(&list);
	return status;
}

enum fetch_status
preview_fetch(
    struct catalogue *s, const struct track *track, size_t max_bytes, struct http_response *mp3)
{
	enum fetch_status status = try_track(s, s->lister, track, s->listed_by_id, max_bytes, mp3);
	struct connection *c = NULL;

	while (status == FETCH_NO_PREVIEW && (c = catalogue_next_open(s, c)) != NULL) {
		status = try_isrc(s, c, track, max_bytes, mp3);
		if (status == FETCH_NO_PREVIEW)
			status = try_names(s, c, track, max_bytes, mp3);
	}
	return status;
}
