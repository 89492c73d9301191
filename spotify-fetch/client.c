/* SPDX-License-Identifier: MIT */
#include "client.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "base/version.h"
#include "base/xmalloc.h"
#include "clean.h"
#include "cli/progress.h"
#include "retry.h"

#define ERROR_MAX 640
#define COUNTDOWN_S 0.5

struct client {
	struct client_options options;
	struct http *http;
	char *user_agent; /* http looks at it */
	struct rng rng;   /* jitter alone: what the program writes does not depend on it */
	char error[ERROR_MAX];
};

static void
show_bytes(size_t n_bytes)
{
	progress_show(0, 0, "%zu KiB", n_bytes / 1024);
}

struct client *
client_new(const struct client_options *options)
{
	struct client *c = xcalloc(1, sizeof(*c));

	c->options = *options;
	c->user_agent = xasprintf("mgc-spotify-fetch/%s", mgc_version);
	c->http = http_new(&(struct http_options){.user_agent = c->user_agent,
	    .timeout_s = options->timeout_s,
	    .loopback = options->loopback,
	    .on_bytes = show_bytes});
	if (c->http == NULL) {
		client_free(c);
		return NULL;
	}
	rng_seed(&c->rng, (uint64_t)time(NULL) ^ (uint64_t)getpid() << 32);
	progress_init(options->quiet);
	return c;
}

void
client_free(struct client *c)
{
	if (c == NULL)
		return;
	http_free(c->http);
	free(c->user_agent);
	free(c);
}

bool
client_may_ask(const struct client *c, const char *url)
{
	return http_url_allowed(url, c->options.loopback);
}

enum fetch_status
client_fail(struct client *c, enum fetch_status status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->error, sizeof(c->error), fmt, ap);
	va_end(ap);
	return status;
}

const char *
client_error(const struct client *c)
{
	return c->error;
}

__attribute__((format(printf, 2, 0))) static void
remark(struct client *c, const char *fmt, va_list ap)
{
	char line[ERROR_MAX];

	if (c->options.remark == NULL)
		return;
	vsnprintf(line, sizeof(line), fmt, ap);
	progress_clear();
	c->options.remark(line);
}

void
client_note(struct client *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (!c->options.quiet)
		remark(c, fmt, ap);
	va_end(ap);
}

void
client_trace(struct client *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (c->options.verbose)
		remark(c, fmt, ap);
	va_end(ap);
}

static void
sleep_s(double s)
{
	struct timespec left = {.tv_sec = (time_t)s};

	left.tv_nsec = (long)((s - (double)left.tv_sec) * 1e9);
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

/* Waits, and tells how long it will still be. */
static void
wait_for(const char *name, double s)
{
	for (; s > 0; s -= COUNTDOWN_S) {
		progress_show(0, 0, "%s is busy, asking again in %.0f s", name, s);
		sleep_s(s < COUNTDOWN_S ? s : COUNTDOWN_S);
	}
	progress_clear();
}

static enum client_busy
busy_of(const struct service *service, const struct http_response *r)
{
	enum client_busy busy = CLIENT_READY;

	if (service->busy != NULL && (r->status / 100 == 2 || r->status == 429))
		busy = service->busy(r);
	if (busy == CLIENT_READY && (r->status == 429 || r->status >= 500))
		busy = CLIENT_BUSY;
	return busy;
}

/* "90 s", or with hours once nobody would wait */
static const char *
wait_text(double s, char text[64])
{
	if (s < 3600)
		snprintf(text, 64, "%.0f s", s);
	else
		snprintf(text, 64, "%.0f s (%.1f hours)", s, s / 3600);
	return text;
}

/* `why`: in libcurl's words, which may quote the other side */
static enum fetch_status
fail_network(
    struct client *c, const char *name, enum http_result result, const char *why, size_t max_bytes)
{
	switch (result) {
	case HTTP_UNREACHED:
		return client_fail(c, FETCH_NETWORK,
		    "%s cannot be reached: %s: check the network and the proxy, then try again",
		    name, why);
	case HTTP_TIMED_OUT:
		return client_fail(c, FETCH_NETWORK,
		    "%s is too slow: %s: try again later, or with a longer --timeout", name, why);
	case HTTP_UNTRUSTED:
		return client_fail(c, FETCH_NETWORK,
		    "%s: no secure connection: %s: check the clock and the CA certificates", name,
		    why);
	case HTTP_TOO_LONG:
		return client_fail(c, FETCH_BAD_ANSWER,
		    "%s sends more than the %zu bytes allowed: %s", name, max_bytes,
		    "for a preview --max-bytes can raise that, else try again later");
	case HTTP_FORBIDDEN:
		return client_fail(c, FETCH_BAD_ANSWER,
		    "%s leads elsewhere: %s: refused, choose another song", name, why);
	case HTTP_MALFORMED:
		return client_fail(c, FETCH_BAD_ANSWER,
		    "%s: %s: something on the way answers in its place, check the proxy", name,
		    why);
	case HTTP_FAILED:
		return client_fail(
		    c, FETCH_INTERNAL, "%s: %s: check how libcurl is installed", name, why);
	default:
		return client_fail(
		    c, FETCH_NETWORK, "%s: the connection broke: %s: try again", name, why);
	}
}

static enum fetch_status
fail_busy(struct client *c, const char *name, long status, bool exhausted, double after_s)
{
	char text[64];

	if (exhausted)
		return client_fail(c, FETCH_RATE,
		    "%s: the quota of the app is used up: try again tomorrow, or with another "
		    "--provider",
		    name);
	if (after_s > c->options.max_wait_s)
		return client_fail(c, FETCH_RATE,
		    "%s asks to wait %s: try again after that, or allow it with --max-wait", name,
		    wait_text(after_s, text));
	if (status >= 500)
		return client_fail(c, FETCH_BAD_ANSWER,
		    "%s is out of order (status %ld): try again in some minutes", name, status);
	return client_fail(c, FETCH_RATE,
	    "%s was asked too often: try again in a minute, or with a longer --max-wait", name);
}

/* the address for a trace: what follows the path may name the client, or be signed */
static int
shown_len(const char *url)
{
	return (int)strcspn(url, "?#");
}

enum fetch_status
client_ask(struct client *c, const struct service *service, const struct http_request *request,
    struct http_response *response)
{
	enum http_result result;
	enum client_busy busy;
	double after_s;
	long status;

	for (int attempt = 1;; attempt++) {
		double wait_s;

		progress_show(0, 0, "asking %s", service->name);
		result = http_perform(c->http, request, response);
		progress_clear();
		status = response->status;
		client_trace(c, "%s %.*s: status %ld, %zu bytes",
		    request->form != NULL ? "POST" : "GET", shown_len(request->url), request->url,
		    status, response->body_len);
		busy = result == HTTP_ANSWERED ? busy_of(service, response) : CLIENT_READY;
		if (result == HTTP_ANSWERED && busy == CLIENT_READY)
			return FETCH_DONE;
		after_s = response->retry_after_s;
		http_response_clear(response);
		wait_s = retry_wait_s(attempt, after_s, rng_uniform(&c->rng));
		if ((result != HTTP_UNREACHED && busy != CLIENT_BUSY) ||
		    attempt >= (busy == CLIENT_BUSY ? c->options.attempts : RETRY_ATTEMPTS) ||
		    wait_s > c->options.max_wait_s)
			break;
		client_trace(
		    c, "%s: attempt %d failed, waiting %.1f s", service->name, attempt, wait_s);
		wait_for(service->name, wait_s);
	}
	if (result != HTTP_ANSWERED) {
		char *why = clean_name(http_error(c->http));
		enum fetch_status failed =
		    fail_network(c, service->name, result, why, request->max_bytes);

		free(why);
		return failed;
	}
	return fail_busy(c, service->name, status, busy == CLIENT_EXHAUSTED, after_s);
}
