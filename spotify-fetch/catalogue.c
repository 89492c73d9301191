/* SPDX-License-Identifier: MIT */
#include "catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "match.h"

/* Whether a provider can do what is wanted, whatever else there is. */
static bool
is_able(const struct provider *p, const struct wish *wish)
{
	return (wish->tag == NULL || p->by_tag != NULL) &&
	    (wish->licences == NULL || p->tells_licences);
}

/* Whether a provider is to be asked at all: about another's id, for a preview alone. */
static bool
is_wanted(const struct catalogue *s, const struct provider *p, const struct wish *wish)
{
	bool named = s->only == p || wish->owner == p;

	if (!is_able(p, wish) || (s->only != NULL && s->only != p))
		return false;
	if (wish->id != NULL && !named && (p->credentials != NULL || wish->owner->apart))
		return false;
	return named || !p->apart || wish->tag != NULL || wish->licences != NULL;
}

/* Adds a connection. Returns false, with the reason in *missing, when there are no credentials. */
static bool
add(struct catalogue *s, const struct provider *p, const struct catalogue_options *options,
    struct credentials *missing)
{
	struct connection *c = &s->connections[s->n];

	*c = (struct connection){.provider = p,
	    .client = s->client,
	    .market = options->market,
	    .cache = options->cache,
	    .licences = s->licences};
	if (p->credentials != NULL) {
		credentials_load(&c->credentials, p->credentials, options->env_file);
		if (c->credentials.id == NULL) {
			*missing = c->credentials;
			return false;
		}
	}
	if (p->begin != NULL)
		p->begin(c);
	s->n++;
	return true;
}

static enum fetch_status
fail_credentials(struct catalogue *s, const struct provider *p, const char *why, bool alone)
{
	const struct provider *other = alone ? NULL : provider_without_credentials();

	return client_fail(s->client, FETCH_CREDENTIALS,
	    "no credentials for %s: %s: set %s%s%s%s%s", p->service.name, why, p->credentials[0].id,
	    p->credentials[0].secret != NULL ? " and " : "",
	    p->credentials[0].secret != NULL ? p->credentials[0].secret : "",
	    other != NULL ? ", or say --provider " : "", other != NULL ? other->name : "");
}

enum fetch_status
catalogue_connect(struct catalogue *s, struct client *client,
    const struct catalogue_options *options, const struct wish *wish)
{
	const struct provider *lacking = NULL; /* the first without its credentials */
	struct credentials missing = {0}, why = {0};

	*s =
	    (struct catalogue){.only = options->only, .client = client, .licences = wish->licences};
	s->connections = xcalloc(provider_count(), sizeof(*s->connections));
	for (size_t i = 0; providers[i] != NULL; i++) {
		const struct provider *p = providers[i];

		if (!is_wanted(s, p, wish) || add(s, p, options, &missing))
			continue;
		if (wish->owner == p || missing.named) /* a file that the user named must do */
			return fail_credentials(
			    s, p, missing.why, s->only != NULL || wish->id != NULL);
		if (lacking == NULL) {
			lacking = p;
			why = missing;
		}
	}
	if (s->n == 0 && lacking == NULL)
		return client_fail(client, FETCH_USAGE, "%s %s: say --provider jamendo",
		    wish->owner != NULL ? wish->owner->service.name : s->only->service.name,
		    wish->tag != NULL ? "finds nothing by genre" : "tells no licences");
	if (s->n == 0)
		return fail_credentials(s, lacking, why.why, true);
	if (lacking != NULL)
		client_note(s->client, "no credentials for %s (%s); asking %s instead",
		    lacking->service.name, why.why, s->connections[0].provider->service.name);
	return FETCH_DONE;
}

void
catalogue_disconnect(struct catalogue *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct connection *c = &s->connections[i];

		if (c->provider->end != NULL)
			c->provider->end(c);
		credentials_clear(&c->credentials);
	}
	free(s->connections);
	track_clear(&s->given);
	memset(s, 0, sizeof(*s));
}

static enum fetch_status
list_of(struct connection *c, const struct wish *wish, struct track_list *list)
{
	const struct provider *p = c->provider;
	enum fetch_status status;
	struct track t;

	if (wish->isrc != NULL)
		return p->by_isrc(c, wish->isrc, list);
	if (wish->tag != NULL)
		return p->by_tag(c, wish->tag, wish->offset, wish->count, list);
	if (wish->id == NULL)
		return p->search(c, wish->artist, wish->title, wish->count, list);
	status = p->by_id(c, wish->id, &t);
	if (status == FETCH_DONE)
		track_list_add(list, &t);
	return status;
}

void
catalogue_bar(const struct catalogue *s, struct track *t)
{
	if (s->licences == NULL || t->preview_url == NULL || licence_is_in(s->licences, t->licence))
		return;
	free(t->preview_url);
	t->preview_url = NULL;
	t->barred = true;
}

bool
catalogue_may_turn(const struct catalogue *s, enum fetch_status status)
{
	return s->only == NULL && (status == FETCH_RATE || status == FETCH_REFUSED);
}

/* Whether the next provider is to be asked for the list after one failed so. */
static bool
turns(const struct catalogue *s, const struct wish *wish, enum fetch_status status)
{
	if (wish->id != NULL) /* it means nothing elsewhere */
		return false;
	return catalogue_may_turn(s, status) || (status == FETCH_NOTHING && wish->isrc != NULL);
}

enum fetch_status
catalogue_list(struct catalogue *s, const struct wish *wish, struct track_list *list)
{
	size_t i = 0;

	while (wish->id != NULL && s->connections[i].provider != wish->owner)
		i++;
	for (;; i++) {
		struct connection *c = &s->connections[i];
		enum fetch_status status;

		memset(list, 0, sizeof(*list));
		status = list_of(c, wish, list);
		if (status == FETCH_DONE) {
			s->lister = c;
			for (size_t k = 0; k < list->n; k++)
				catalogue_bar(s, &list->tracks[k]);
			s->listed_by_id = wish->id != NULL;
		}
		if (i + 1 == s->n || !turns(s, wish, status))
			return status;
		client_note(s->client, "%s; asking %s instead", client_error(s->client),
		    c[1].provider->service.name);
	}
}

struct connection *
catalogue_next_open(const struct catalogue *s, const struct connection *c)
{
	for (size_t i = c != NULL ? (size_t)(c - s->connections) + 1 : 0; i < s->n; i++) {
		if (s->connections[i].provider->credentials == NULL)
			return &s->connections[i];
	}
	return NULL;
}

static bool
agrees(const struct wish *wish, const struct track *t)
{
	return (wish->artist == NULL || match_artist(wish->artist, t)) &&
	    (wish->title == NULL || match_title(wish->title, t->title) != MATCH_NONE);
}

long
catalogue_first(const struct catalogue *s, const struct wish *wish, const struct track_list *list)
{
	const struct provider *p = s->lister->provider;
	const char *title = wish->title != NULL ? wish->title : "";
	long first = -1;

	for (size_t i = 0; i < list->n; i++) {
		const struct track *t = &list->tracks[i];

		if (!agrees(wish, t) || match_is_other_version(title, t->title))
			continue;
		if (t->preview_url != NULL || p->search_lacks_previews)
			return (long)i;
		if (first < 0)
			first = (long)i;
	}
	for (size_t i = 0; first < 0 && p->searches_fields && !wish->strict && i < list->n; i++) {
		if (!match_is_other_version(title, list->tracks[i].title))
			first = (long)i;
	}
	return first;
}
