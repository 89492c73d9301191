/* SPDX-License-Identifier: MIT */
#include "net/http.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <curl/curl.h>

#include "base/num.h"
#include "base/xmalloc.h"

#define CONNECT_TIMEOUT_MS 10000L
#define SLOW_BYTES_S 100L /* slower than this for so long is given up */
#define SLOW_S 10L
#define HEADER_MAX ((size_t)64 * 1024) /* bytes of all headers of a request */
#define ERROR_BODY_MAX \
	((size_t)64 * 1024) /* of an answer with status >= 400: the rest is cut off */
#define ERROR_MAX 256
#define WAIT_MAX_S 1e9 /* what is longer is taken for this */

/* what newer libraries have a word for */
#if LIBCURL_VERSION_NUM >= 0x080600
#define ENDLESS_HEADERS CURLE_TOO_LARGE
#else /* 7.88 says so of a header line past 100 kB */
#define ENDLESS_HEADERS CURLE_OUT_OF_MEMORY
#endif

struct http {
	CURL *curl;
	struct http_options options;
	char curl_error[CURL_ERROR_SIZE];
	char error[ERROR_MAX];
};

/* what the callbacks see of the request in progress */
struct transfer {
	struct http *http;
	struct http_response *response;
	size_t body_cap, max_bytes;
	size_t header_len;
	bool too_long;
};

struct http *
http_new(const struct http_options *options)
{
	struct http *h;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		return NULL;
	h = xcalloc(1, sizeof(*h));
	h->options = *options;
	h->curl = curl_easy_init();
	if (h->curl == NULL) {
		http_free(h);
		return NULL;
	}
	return h;
}

void
http_free(struct http *h)
{
	if (h == NULL)
		return;
	curl_easy_cleanup(h->curl);
	curl_global_cleanup();
	free(h);
}

const char *
http_error(const struct http *h)
{
	return h->error;
}

void
http_response_clear(struct http_response *response)
{
	free(response->body);
	memset(response, 0, sizeof(*response));
}

static bool
part_equals(CURLU *url, CURLUPart part, const char *a, const char *b)
{
	char *text = NULL;
	bool equal = curl_url_get(url, part, &text, 0) == CURLUE_OK &&
	    (strcmp(text, a) == 0 || (b != NULL && strcmp(text, b) == 0));

	curl_free(text);
	return equal;
}

bool
http_url_allowed(const char *url, bool loopback)
{
	CURLU *u = curl_url();
	char *user = NULL;
	bool allowed = false;

	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_NO_USER)
		allowed = part_equals(u, CURLUPART_SCHEME, "https", NULL) ||
		    (loopback && part_equals(u, CURLUPART_SCHEME, "http", NULL) &&
			part_equals(u, CURLUPART_HOST, "127.0.0.1", "[::1]"));
	curl_free(user);
	curl_url_cleanup(u);
	return allowed;
}

/* seconds that a text, a number or a date, asks for; 0 when it asks for nothing */
static double
wait_s(const char *text, time_t now)
{
	double s = 0;
	time_t then;

	if (text[0] != '\0' && text[strspn(text, "0123456789")] == '\0')
		return num_parse_double(text, 0, WAIT_MAX_S, &s) == NULL ? s : WAIT_MAX_S;
	then = curl_getdate(text, NULL);
	if (then <= now) /* -1 is no date */
		return 0;
	s = difftime(then, now);
	return s < WAIT_MAX_S ? s : WAIT_MAX_S;
}

double
http_retry_after_s(const char *line, size_t len, time_t now)
{
	static const char name[] = "retry-after:";
	size_t start = sizeof(name) - 1;
	char *text;
	double s;

	if (len < start || strncasecmp(line, name, start) != 0)
		return 0;
	while (start < len && isspace((unsigned char)line[start]))
		start++;
	while (len > start && isspace((unsigned char)line[len - 1]))
		len--;
	text = xstrndup(line + start, len - start);
	s = wait_s(text, now);
	free(text);
	return s;
}

/* libcurl hands over one whole header line at a time, the status line and the last blank one too */
static size_t
on_header(char *data, size_t size, size_t n, void *user)
{
	struct transfer *t = user;
	size_t len = size * n;
	double after_s;

	t->header_len += len;
	if (t->header_len > HEADER_MAX) {
		t->too_long = true;
		return 0;
	}
	after_s = http_retry_after_s(data, len, time(NULL));
	if (after_s > 0)
		t->response->retry_after_s = after_s;
	return len;
}

/*
 * The one place where a body grows: counted after unpacking, so neither a chunked flood nor a
 * gzip bomb gets past it. The text of an error is cut short without complaint.
 */
static size_t
on_body(char *data, size_t size, size_t n, void *user)
{
	struct transfer *t = user;
	struct http_response *r = t->response;
	size_t len = size * n;
	long status = 0;

	curl_easy_getinfo(t->http->curl, CURLINFO_RESPONSE_CODE, &status);
	if (len > t->max_bytes - r->body_len ||
	    (status >= 400 && r->body_len + len > ERROR_BODY_MAX)) {
		t->too_long = true;
		return 0;
	}
	xgrow(&r->body, &t->body_cap, r->body_len + len + 1, 1);
	memcpy(r->body + r->body_len, data, len);
	r->body_len += len;
	r->body[r->body_len] = '\0';
	if (t->http->options.on_bytes != NULL)
		t->http->options.on_bytes(r->body_len);
	return len;
}

static long
milliseconds(double s)
{
	return s * 1000 < 1 ? 1 : (long)(s * 1000);
}

static void
set_limits(struct http *h)
{
	CURL *c = h->curl;
	long timeout_ms = milliseconds(h->options.timeout_s);

	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, h->options.loopback ? "https,http" : "https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, timeout_ms);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
	    timeout_ms < CONNECT_TIMEOUT_MS ? timeout_ms : CONNECT_TIMEOUT_MS);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES_S);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, SLOW_S);
	curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/* `authorized`: the first address of a request; one it redirects to gets no credentials */
static void
set_request(struct http *h, const struct http_request *request, bool authorized)
{
	CURL *c = h->curl;

	curl_easy_setopt(c, CURLOPT_USERAGENT, h->options.user_agent);
	if (request->compressed)
		curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip");
	if (request->form != NULL)
		curl_easy_setopt(c, CURLOPT_COPYPOSTFIELDS, request->form);
	if (authorized && request->user != NULL) {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		curl_easy_setopt(c, CURLOPT_USERNAME, request->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, request->password);
	}
	if (authorized && request->bearer != NULL) {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		curl_easy_setopt(c, CURLOPT_XOAUTH2_BEARER, request->bearer);
	}
}

static enum http_result
result_of(CURL *c, CURLcode code, const struct transfer *t)
{
	double connected_s = 0;

	if (t->too_long || code == ENDLESS_HEADERS)
		return HTTP_TOO_LONG;
	switch (code) {
	case CURLE_OK:
		return HTTP_ANSWERED;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_CONNECT:
		return HTTP_UNREACHED;
	case CURLE_OPERATION_TIMEDOUT:
		curl_easy_getinfo(c, CURLINFO_CONNECT_TIME, &connected_s);
		return connected_s > 0 ? HTTP_TIMED_OUT : HTTP_UNREACHED;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return HTTP_UNTRUSTED;
	case CURLE_OUT_OF_MEMORY:
	case CURLE_FAILED_INIT:
	case CURLE_NOT_BUILT_IN:
		return HTTP_FAILED;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9, or no HTTP at all */
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_WRITE_ERROR: /* not by on_body: what comes does not unpack */
		return HTTP_MALFORMED;
	default: /* CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR and their like */
		return HTTP_BROKEN;
	}
}

/* one address, no redirects */
static enum http_result
perform_once(struct http *h, const struct http_request *request, const char *url, bool authorized,
    struct http_response *response)
{
	struct transfer t = {.http = h, .response = response, .max_bytes = request->max_bytes};
	CURL *c = h->curl;
	enum http_result result;
	CURLcode code;

	if (!http_url_allowed(url, h->options.loopback)) {
		snprintf(h->error, sizeof(h->error), "an address that is not https");
		return HTTP_FORBIDDEN;
	}
	curl_easy_reset(c);
	set_limits(h);
	set_request(h, request, authorized);
	h->curl_error[0] = '\0';
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, h->curl_error);
	curl_easy_setopt(c, CURLOPT_URL, url);
	if (strncasecmp(url, "http:", 5) == 0) /* loopback: no proxy gets to see the credentials */
		curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &t);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, &t);
	code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &response->status);
	if (response->body == NULL)
		response->body = xcalloc(1, 1);
	result = result_of(c, code, &t);
	/* the status of an error tells enough, whatever became of its text */
	if (response->status >= 400 && t.header_len <= HEADER_MAX)
		result = HTTP_ANSWERED;
	snprintf(h->error, sizeof(h->error), "%s",
	    t.too_long                     ? "the answer is too long"
		: h->curl_error[0] != '\0' ? h->curl_error
					   : curl_easy_strerror(code));
	return result;
}

static bool
is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

enum http_result
http_perform(struct http *h, const struct http_request *request, struct http_response *response)
{
	char *url = xstrdup(request->url);
	enum http_result result;

	for (int n = 0;; n++) {
		char *next = NULL;

		memset(response, 0, sizeof(*response));
		result = perform_once(h, request, url, n == 0, response);
		if (result != HTTP_ANSWERED || request->max_redirects == 0 ||
		    !is_redirect(response->status))
			break;
		curl_easy_getinfo(h->curl, CURLINFO_REDIRECT_URL, &next);
		if (next == NULL)
			break;
		if (n == request->max_redirects) {
			snprintf(h->error, sizeof(h->error), "more than %d redirects", n);
			result = HTTP_FORBIDDEN;
			break;
		}
		free(url);
		url = xstrdup(next);
		http_response_clear(response);
	}
	free(url);
	return result;
}

/* --- addresses */

/* a part as a string of its own, NULL when there is none */
static char *
part(CURLU *u, CURLUPart which)
{
	char *text = NULL, *copy = NULL;

	if (curl_url_get(u, which, &text, 0) == CURLUE_OK)
		copy = xstrdup(text);
	curl_free(text);
	return copy;
}

/* Puts `path` after the path that the URL has. */
static bool
add_path(CURLU *u, const char *path)
{
	char *below = part(u, CURLUPART_PATH), *whole;
	size_t len = below != NULL ? strlen(below) : 0;
	bool ok;

	while (len > 0 && below[len - 1] == '/')
		len--;
	whole = xasprintf("%.*s%s", (int)len, below != NULL ? below : "", path);
	ok = curl_url_set(u, CURLUPART_PATH, whole, 0) == CURLUE_OK;
	free(below);
	free(whole);
	return ok;
}

static bool
add_parameter(CURLU *u, const struct url_parameter *p)
{
	char *text = xasprintf("%s=%s", p->name, p->value);
	bool ok = curl_url_set(u, CURLUPART_QUERY, text, CURLU_APPENDQUERY | CURLU_URLENCODE) ==
	    CURLUE_OK;

	free(text);
	return ok;
}

char *
url_build(const char *base, const char *path, const struct url_parameter *query)
{
	CURLU *u = curl_url();
	bool ok =
	    u != NULL && curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK && add_path(u, path);
	char *url;

	for (; ok && query != NULL && query->name != NULL; query++)
		ok = add_parameter(u, query);
	url = ok ? part(u, CURLUPART_URL) : NULL;
	curl_url_cleanup(u);
	return url != NULL ? url : xstrdup("");
}

bool
url_split(const char *url, char **host, char **path)
{
	CURLU *u = curl_url();
	char *scheme = NULL;
	bool ok;

	*host = *path = NULL;
	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, CURLU_DEFAULT_SCHEME) == CURLUE_OK) {
		scheme = part(u, CURLUPART_SCHEME);
		*host = part(u, CURLUPART_HOST);
		*path = part(u, CURLUPART_PATH);
	}
	curl_url_cleanup(u);
	ok = scheme != NULL && (strcmp(scheme, "https") == 0 || strcmp(scheme, "http") == 0) &&
	    *host != NULL && *path != NULL;
	free(scheme);
	if (!ok) {
		free(*host);
		free(*path);
		*host = *path = NULL;
	}
	return ok;
}
