/* SPDX-License-Identifier: MIT */
#include "connection.h"

enum fetch_status
connection_get(struct connection *c, const char *url, struct http_response *r)
{
	struct http_request request = {
	    .url = url, .compressed = true, .max_bytes = CONNECTION_ANSWER_MAX};
	const struct service *service = &c->provider->service;
	enum fetch_status status = client_ask(c->client, service, &request, r);

	if (status != FETCH_DONE || r->status == 200)
		return status;
	status = client_fail(c->client, r->status == 404 ? FETCH_NOTHING : FETCH_BAD_ANSWER,
	    "%s answers with status %ld: try again later", service->name, r->status);
	http_response_clear(r);
	return status;
}

enum fetch_status
connection_status(struct connection *c, enum parsed parsed)
{
	const char *name = c->provider->service.name;

	switch (parsed) {
	case PARSED:
		return FETCH_DONE;
	case PARSED_NO_TRACK:
		return client_fail(c->client, FETCH_NOTHING,
		    "%s has no such track: check the id or ISRC, or search with -a and -t", name);
	case PARSED_BUSY:
		return client_fail(
		    c->client, FETCH_RATE, "%s was asked too often: try again later", name);
	case PARSED_REFUSED:
		return client_fail(c->client, FETCH_CREDENTIALS,
		    "%s does not take these credentials: check %s", name,
		    c->provider->credentials[0].id);
	default:
		return client_fail(c->client, FETCH_BAD_ANSWER,
		    "%s's answer makes no sense: try again later, or with another --provider",
		    name);
	}
}

enum fetch_status
connection_list(struct connection *c, enum fetch_status got, struct http_response *r, size_t max,
    struct track_list *list)
{
	enum parsed parsed;

	if (got != FETCH_DONE)
		return got;
	parsed = c->provider->parse_search(r->body, r->body_len, max, list);
	http_response_clear(r);
	if (parsed == PARSED && list->n == 0)
		return client_fail(c->client, FETCH_NOTHING,
		    "%s finds nothing: check the spelling, or try with fewer words",
		    c->provider->service.name);
	return connection_status(c, parsed);
}

enum fetch_status
connection_track(
    struct connection *c, enum fetch_status got, struct http_response *r, struct track *track)
{
	enum parsed parsed;

	if (got != FETCH_DONE)
		return got;
	parsed = c->provider->parse_track(r->body, r->body_len, track);
	http_response_clear(r);
	return connection_status(c, parsed);
}
