/* SPDX-License-Identifier: MIT */
#include "provider.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xmalloc.h"
#include "net/http.h"

/* a line each, for provider_NAME.c; those before are asked before */
#define PROVIDERS(X) \
	X(spotify) \
	X(deezer) \
	X(jamendo)

#define DECLARE(name) extern const struct provider provider_##name;
#define LIST(name) &provider_##name,

PROVIDERS(DECLARE)

const struct provider *const providers[] = {PROVIDERS(LIST) NULL};

size_t
provider_count(void)
{
	return sizeof(providers) / sizeof(providers[0]) - 1;
}

const struct provider *
provider_find(const char *name)
{
	const struct provider *const *p = providers;

	while (*p != NULL && strcmp((*p)->name, name) != 0)
		p++;
	return *p;
}

const struct provider *
provider_without_credentials(void)
{
	const struct provider *const *p = providers;

	while (*p != NULL && (*p)->credentials != NULL)
		p++;
	return *p;
}

/* Appends to the text in buf, which is cut to its size. */
__attribute__((format(printf, 3, 4))) static void
append(char *buf, size_t size, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + len, size - len, fmt, ap);
	va_end(ap);
}

const char *
provider_names(void)
{
	static char names[256];
	size_t n = provider_count();

	names[0] = '\0';
	for (size_t i = 0; i < n; i++)
		append(names, sizeof(names), "%s%s",
		    i == 0          ? ""
			: i + 1 < n ? ", "
				    : " or ",
		    providers[i]->name);
	return names;
}

const char *
provider_url(const struct provider *p, size_t i)
{
	const char *variable = p->urls[i].variable;
	const char *url = variable != NULL ? getenv(variable) : NULL;

	return url != NULL && *url != '\0' ? url : p->urls[i].standard;
}

char *
provider_page(const struct provider *p, const struct track *t)
{
	return t->id[0] != '\0' ? xasprintf("https://%s/track/%s", p->link_host, t->id)
				: xstrdup("");
}

/* Appends the forms of an id: "a number or https://www.deezer.com/track/ID". */
static void
append_forms(char why[PROVIDER_WHY_MAX], const struct provider *p)
{
	append(why, PROVIDER_WHY_MAX, "%s", p->id_form);
	if (p->uri_scheme != NULL)
		append(why, PROVIDER_WHY_MAX, ", %s:track:ID", p->uri_scheme);
	append(why, PROVIDER_WHY_MAX, " or https://%s/track/ID", p->link_host);
}

static const struct provider *
refuse(const struct provider *p, char why[PROVIDER_WHY_MAX])
{
	why[0] = '\0';
	append(why, PROVIDER_WHY_MAX, "not an id of %s: ", p->service.name);
	append_forms(why, p);
	return NULL;
}

static const struct provider *
refuse_unknown(char why[PROVIDER_WHY_MAX])
{
	why[0] = '\0';
	append(why, PROVIDER_WHY_MAX, "nobody's id: ");
	for (size_t i = 0; providers[i] != NULL; i++) {
		append(why, PROVIDER_WHY_MAX, "%s", i > 0 ? "; " : "");
		append_forms(why, providers[i]);
		append(why, PROVIDER_WHY_MAX, " (%s)", providers[i]->service.name);
	}
	return NULL;
}

/* Copies the first `len` bytes of text to id[] if they are an id of the provider. */
static bool
take_id(const struct provider *p, const char *text, size_t len, char id[TRACK_ID_MAX + 1])
{
	if (len > TRACK_ID_MAX)
		return false;
	memcpy(id, text, len);
	id[len] = '\0';
	return p->is_id(id);
}

/* the length of an id without a query or fragment, which services append to count clicks */
static size_t
bare_len(const char *text)
{
	return strcspn(text, "?#");
}

static const char *
without_www(const char *host)
{
	return strncasecmp(host, "www.", 4) == 0 ? host + 4 : host;
}

/* p after a first part that names a language: "/de", "/pt-br", "/intl-de" */
static const char *
skip_language(const char *p)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	const char *tag = p + 1;
	size_t len;

	if (*p != '/')
		return p;
	if (strncasecmp(tag, "intl-", 5) == 0)
		tag += 5;
	len = strspn(tag, letters);
	if (len < 2 || len > 3)
		return p;
	tag += len;
	if (*tag == '-') {
		len = strspn(tag + 1, letters);
		if (len < 2 || len > 4)
			return p;
		tag += 1 + len;
	}
	return *tag == '/' ? tag : p;
}

/* Takes the id out of the path of a link, "/track/ID". */
static bool
take_path(const struct provider *p, const char *path, char id[TRACK_ID_MAX + 1])
{
	static const char track[] = "/track/";
	size_t len;

	path = skip_language(path);
	if (strncmp(path, track, strlen(track)) != 0)
		return false;
	path += strlen(track);
	len = strcspn(path, "/");
	if (path[len] != '\0' && path[len + 1] != '\0' && !p->links_have_names)
		return false;
	return take_id(p, path, len, id);
}

/*
 * Whether text is a URI or a link of the provider, whatever to; *good: to a track, whose id is
 * then in id[].
 */
static bool
is_named(const struct provider *p, const char *text, char id[TRACK_ID_MAX + 1], bool *good)
{
	size_t scheme_len = p->uri_scheme != NULL ? strlen(p->uri_scheme) : 0;
	char *host, *path;
	bool named;

	if (scheme_len > 0 && strncmp(text, p->uri_scheme, scheme_len) == 0 &&
	    text[scheme_len] == ':') {
		text += scheme_len;
		*good = strncmp(text, ":track:", 7) == 0 &&
		    take_id(p, text + 7, bare_len(text + 7), id);
		return true;
	}
	if (strchr(text, '/') == NULL || !url_split(text, &host, &path))
		return false;
	named = strcasecmp(without_www(host), without_www(p->link_host)) == 0;
	*good = named && take_path(p, path, id);
	free(host);
	free(path);
	return named;
}

const struct provider *
provider_of_id(const char *text, const struct provider *only, char id[TRACK_ID_MAX + 1],
    char why[PROVIDER_WHY_MAX])
{
	const struct provider *p;
	bool good;

	for (size_t i = 0; (p = providers[i]) != NULL; i++) {
		if (is_named(p, text, id, &good)) {
			if (!good || (only != NULL && only != p))
				return refuse(good ? only : p, why);
			return p;
		}
	}
	for (size_t i = 0; (p = providers[i]) != NULL; i++) {
		if ((only == NULL || only == p) && take_id(p, text, bare_len(text), id))
			return p;
	}
	return only != NULL ? refuse(only, why) : refuse_unknown(why);
}
