/* SPDX-License-Identifier: MIT */
#ifndef NET_URL_H
#define NET_URL_H

#include <stdbool.h>

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
