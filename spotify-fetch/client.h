/* SPDX-License-Identifier: MIT */
#ifndef SPOTIFY_FETCH_CLIENT_H
#define SPOTIFY_FETCH_CLIENT_H

#include <stdbool.h>

#include "net/http.h"
#include "status.h"

/*
 * Asks services over HTTP with patience: tries again where that may help, waits as long as it is
 * told and allowed to, and puts what fails into one line with what to do next. It writes nothing
 * but progress: what the user should know meanwhile goes to a function.
 */
struct client;

struct client_options {
	double timeout_s;  /* of each request */
	double max_wait_s; /* between two attempts of a request */
	int attempts;      /* at a request while the service says that it is busy */
	bool loopback;     /* see http_options */
	bool quiet;        /* no progress and no notes */
	bool verbose;      /* traces */
	/* receives a note or trace, one line without its end; NULL: nobody */
	void (*remark)(const char *line);
};

enum client_busy {
	CLIENT_READY,
	CLIENT_BUSY,      /* may be asked again later */
	CLIENT_EXHAUSTED, /* no use in asking again today */
};

/* What the client must know of a service. */
struct service {
	const char *name; /* for messages: "Deezer" */
	/* looks at answers with status 2xx and 429; NULL: only the status counts */
	enum client_busy (*busy)(const struct http_response *response);
};

/* NULL when HTTP cannot be had. */
struct client *
client_new(const struct client_options *options);

void
client_free(struct client *c);

/*
 * Makes a request, up to RETRY_ATTEMPTS times where nobody is reached, as often as the options say
 * where the service is busy. FETCH_DONE with an answer of a status that is not 429 or 5xx, to be
 * looked at and cleared by the caller; else client_error says why, and the response is empty.
 */
enum fetch_status
client_ask(struct client *c, const struct service *service, const struct http_request *request,
    struct http_response *response);

/* Whether an address that came from a service is one to ask: https, or loopback in tests. */
bool
client_may_ask(const struct client *c, const char *url);

/* Sets what client_error says; returns the status. */
__attribute__((format(printf, 3, 4))) enum fetch_status
client_fail(struct client *c, enum fetch_status status, const char *fmt, ...);

/* one line: what failed, and what to do next */
const char *
client_error(const struct client *c);

/* A line for the user to see, unless quiet. */
__attribute__((format(printf, 2, 3))) void
client_note(struct client *c, const char *fmt, ...);

/* A line of what is being done, only if verbose. */
__attribute__((format(printf, 2, 3))) void
client_trace(struct client *c, const char *fmt, ...);

#endif
