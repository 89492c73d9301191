/* SPDX-License-Identifier: MIT */
#ifndef QUERY_H
#define QUERY_H

/*
 * An address with its query, grown in place: query_new("https://host", "/v1/search"), then
 * query_add for each parameter, escaped. Each returns the string, which may move; the caller
 * frees the last.
 */
char *
query_new(const char *base, const char *path);

char *
query_add(char *url, const char *name, const char *value);

#endif
