/* SPDX-License-Identifier: MIT */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/*
 * One HTTP request at a time, distrustful of the other side: https only, certificates verified,
 * bytes counted as they arrive, time bounded, redirects followed by hand so that each address is
 * looked at. Proxies come from the environment. No cookies, no .netrc, nothing kept on disk.
 */
struct http;

struct http_options {
	const char *user_agent;
	double timeout_s; /* for each request, from the name's lookup to the last byte */
	bool loopback;    /* plain http is allowed to 127.0.0.1 and ::1: for tests */
	/* called as bytes of a body arrive, with their number so far; NULL: not */
	void (*on_bytes)(size_t n_bytes);
};

struct http_request {
	const char *url;
	const char
	    *form; /* of type application/x-www-form-urlencoded, makes it a POST; NULL: GET */
	const char *user, *password; /* Basic authorization; NULL: none */
	const char *bearer;          /* Bearer authorization; NULL: none */
	bool compressed;             /* the body may come gzipped */
	size_t max_bytes;            /* of the body, unpacked */
	int max_redirects;           /* 0: an answer that redirects is given as it is */
};

enum http_result {
	HTTP_ANSWERED,  /* whatever its status; the body is whole, or status >= 400 */
	HTTP_UNREACHED, /* no connection: nothing was sent, the request may be made again */
	HTTP_BROKEN,    /* the connection ended before the answer did */
	HTTP_TIMED_OUT, /* too slow after the connection stood */
	HTTP_UNTRUSTED, /* TLS or certificate */
	HTTP_TOO_LONG,  /* more than max_bytes, or endless headers */
	HTTP_FORBIDDEN, /* an address that is not allowed, or too many redirects */
	HTTP_MALFORMED, /* not HTTP, or a body that does not unpack */
	HTTP_FAILED,    /* no memory, or a library built without https */
};

struct http_response {
	long status;
	char *body; /* body_len bytes and a NUL; never NULL once answered */
	size_t body_len;
	double retry_after_s; /* how long the server asks to wait; 0: it does not say */
};

/* Returns NULL when the library cannot be had. The strings of the options must outlive it. */
struct http *
http_new(const struct http_options *options);

void
http_free(struct http *h);

/* Makes a request. The response is filled in any case; http_response_clear frees it. */
enum http_result
http_perform(struct http *h, const struct http_request *request, struct http_response *response);

void
http_response_clear(struct http_response *response);

/* What went wrong in the last request, one line; valid until the next. Names no secret. */
const char *
http_error(const struct http *h);

/* Whether http_perform would ask this address: https, or plain http to loopback where allowed. */
bool
http_url_allowed(const char *url, bool loopback);

/*
 * The seconds that a line of a header asks to wait, where it is Retry-After (RFC 9110 10.2.3): a
 * number, or a date later than `now`. 0 for all else. The line, len bytes, may end in CRLF. Not
 * left to libcurl, whose newer versions tell six hours of what is longer.
 */
double
http_retry_after_s(const char *line, size_t len, time_t now);

/* One parameter of a query. */
struct url_parameter {
	const char *name; /* needs no escape */
	const char *value;
};

/*
 * The URL of a path, "/v1/search", below a base, "https://host" or "https://host/below", with the
 * parameters of the query escaped. The path needs no escape; the query ends with a NULL name; NULL:
 * there is none. The caller frees. "" when base is no URL, which http_perform refuses.
 */
char *
url_build(const char *base, const char *path, const struct url_parameter *query);

/*
 * Takes a web address apart, "https://host/path?query" or without "https://": its host and its
 * path, which begins with '/'. The caller frees both. Returns false when it is no address by http
 * or https; both are then NULL.
 */
bool
url_split(const char *url, char **host, char **path);

#endif
