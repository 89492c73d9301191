/* SPDX-License-Identifier: MIT */
#include "licence.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"

/* the licences that there are, without versions, as addresses and lists name them */
static const struct {
	const char *path, *name;
} kinds[] = {
    {"licenses/by/", "cc-by"},
    {"licenses/by-sa/", "cc-by-sa"},
    {"licenses/by-nd/", "cc-by-nd"},
    {"licenses/by-nc/", "cc-by-nc"},
    {"licenses/by-nc-sa/", "cc-by-nc-sa"},
    {"licenses/by-nc-nd/", "cc-by-nc-nd"},
    {"publicdomain/zero/", "cc0"},
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* what follows `prefix` in text, whatever its case; NULL: text does not begin so */
static const char *
skip(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncasecmp(text, prefix, len) == 0 ? text + len : NULL;
}

/* the path of an address at creativecommons.org, without its first slash; NULL: it is none */
static const char *
path_of(const char *url)
{
	const char *p = skip(url, "https://");

	if (p == NULL)
		p = skip(url, "http://");
	if (p != NULL && skip(p, "www.") != NULL)
		p = skip(p, "www.");
	return p != NULL ? skip(p, "creativecommons.org/") : NULL;
}

/* the length of "3.0"; 0: it is no version */
static size_t
version_len(const char *text)
{
	size_t whole = strspn(text, DIGITS), part = 0;

	if (whole > 0 && text[whole] == '.')
		part = strspn(text + whole + 1, DIGITS);
	return whole <= 2 && part > 0 && part <= 2 ? whole + 1 + part : 0;
}

/* the end of an address: a slash or none, and what readers of pages append, "deed.de" */
static bool
ends(const char *rest)
{
	rest += *rest == '/';
	return *rest == '\0' || *rest == '?' || *rest == '#' || skip(rest, "deed") != NULL ||
	    skip(rest, "legalcode") != NULL;
}

void
licence_of(const char *url, char name[LICENCE_MAX + 1])
{
	const char *path = path_of(url), *rest = NULL;
	size_t i, len, port_len;

	name[0] = '\0';
	for (i = 0; path != NULL && i < N_KINDS && rest == NULL; i++)
		rest = skip(path, kinds[i].path);
	len = rest != NULL ? version_len(rest) : 0;
	if (len == 0)
		return;
	if (ends(rest + len)) {
		snprintf(name, LICENCE_MAX + 1, "%s-%.*s", kinds[i - 1].name, (int)len, rest);
		return;
	}
	port_len = rest[len] == '/' ? strspn(rest + len + 1, LETTERS) : 0;
	if (port_len < 2 || port_len > 8 || !ends(rest + len + 1 + port_len))
		return;
	snprintf(name, LICENCE_MAX + 1, "%s-%.*s-%.*s", kinds[i - 1].name, (int)len, rest,
	    (int)port_len, rest + len + 1);
}

/* The next name of a list, of *len bytes, and *list behind it; NULL at its end. */
static const char *
next_name(const char **list, size_t *len)
{
	const char *name = *list;

	if (name == NULL)
		return NULL;
	*len = strcspn(name, ",");
	*list = name[*len] == ',' ? name + *len + 1 : NULL;
	return name;
}

bool
licence_is_in(const char *list, const char *name)
{
	const char *wanted;
	size_t len;

	while ((wanted = next_name(&list, &len)) != NULL) {
		if (len == 0 || strncmp(name, wanted, len) != 0)
			continue;
		if (name[len] == '\0' || (name[len] == '-' && version_len(name + len + 1) > 0))
			return true;
	}
	return false;
}

bool
licence_list_has(const char *list, const char *clause)
{
	const char *name;
	size_t len;

	while ((name = next_name(&list, &len)) != NULL) {
		for (size_t i = 0; i + 3 <= len; i++) {
			if (name[i] == '-' && strncmp(name + i + 1, clause, 2) == 0)
				return true;
		}
	}
	return false;
}

/* Whether a name of `len` bytes is one of a licence, with its version or without. */
static bool
is_known(const char *name, size_t len)
{
	for (size_t i = 0; i < N_KINDS; i++) {
		size_t kind_len = strlen(kinds[i].name);

		if (len < kind_len || strncmp(name, kinds[i].name, kind_len) != 0)
			continue;
		if (len == kind_len)
			return true;
		if (name[kind_len] == '-' && len > kind_len + 1 &&
		    version_len(name + kind_len + 1) == len - kind_len - 1)
			return true;
	}
	return false;
}

const char *
licence_list_check(const char *list)
{
	const char *name;
	size_t len;

	while ((name = next_name(&list, &len)) != NULL) {
		if (!is_known(name, len))
			return "not a list of cc0, cc-by, cc-by-sa, cc-by-nd, cc-by-nc, "
			       "cc-by-nc-sa and cc-by-nc-nd";
	}
	return NULL;
}
