/* SPDX-License-Identifier: MIT */
#include "token_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "io/file.h"
#include "io/json.h"

#define SLACK_S 60
#define LIFETIME_MAX_S 86400 /* longer: the clock has jumped */
#define FILE_MAX ((size_t)16 * 1024)

struct token_cache {
	char *folder, *path;
};

/* FNV-1a, 64 bits; a collision would only cost a refused token, which is then renewed */
static uint64_t
hash(uint64_t h, const char *s)
{
	do {
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	} while (*s++ != '\0');
	return h;
}

struct token_cache *
token_cache_new(const char *client_id, const char *accounts_url, const char *api_url)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	uint64_t key = hash(hash(hash(0xcbf29ce484222325u, client_id), accounts_url), api_url);
	struct token_cache *cache;
	char *folder;

	if (xdg != NULL && *xdg == '/') /* a relative one is to be ignored */
		folder = xasprintf("%s/mgc", xdg);
	else if (home != NULL && *home == '/')
		folder = xasprintf("%s/.cache/mgc", home);
	else
		return NULL;
	cache = xcalloc(1, sizeof(*cache));
	cache->folder = folder;
	cache->path = xasprintf("%s/token-%016" PRIx64 ".json", folder, key);
	return cache;
}

void
token_cache_free(struct token_cache *cache)
{
	if (cache == NULL)
		return;
	free(cache->folder);
	free(cache->path);
	free(cache);
}

/* Opens the file if it is ours alone. Returns a descriptor or -1. */
static int
open_private(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 077) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

bool
token_cache_load(const struct token_cache *cache, int64_t now, struct token *token)
{
	struct json *v;
	const char *access, *why;
	uint64_t expires;
	bool ok = false;
	size_t len;
	char *text;
	int fd = cache != NULL ? open_private(cache->path) : -1;

	if (fd < 0)
		return false;
	text = file_read_fd(fd, FILE_MAX, &len, &why);
	close(fd);
	v = text != NULL ? json_parse(text, len) : NULL;
	free(text);
	access = json_string(json_get(v, "access_token"));
	if (access != NULL && token_is_valid(access) &&
	    json_uint(json_get(v, "expires"), &expires) && (int64_t)expires > now + SLACK_S &&
	    (int64_t)expires <= now + LIFETIME_MAX_S) {
		strcpy(token->text, access);
		token->expires_in_s = (double)((int64_t)expires - now);
		ok = true;
	}
	json_free(v);
	return ok;
}

/* The folder, with those above it, private. Returns false when it is not to be had. */
static bool
make_folder(const char *folder)
{
	char *path = xstrdup(folder);
	struct stat st;

	for (char *p = strchr(path + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	free(path);
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return false;
	if (lstat(folder, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid())
		return false;
	return (st.st_mode & 077) == 0 || chmod(folder, 0700) == 0;
}

/*
 * Puts text in the place of path, whole or not at all, readable by us alone. A link of that name
 * is replaced, not followed, as output_open would.
 */
static void
write_private(const char *path, const char *text)
{
	char *temporary = xasprintf("%s.tmp.%ld", path, (long)getpid());
	FILE *f = NULL;
	bool bad;
	int fd;

	unlink(temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0 && (f = fdopen(fd, "w")) == NULL)
		close(fd);
	if (f != NULL) {
		bad = fprintf(f, "%s\n", text) < 0;
		bad = fclose(f) != 0 || bad;
		if (bad || rename(temporary, path) != 0)
			unlink(temporary);
	}
	free(temporary);
}

void
token_cache_store(const struct token_cache *cache, int64_t now, const struct token *token)
{
	double lifetime_s = fmin(token->expires_in_s, LIFETIME_MAX_S);
	struct json *v;
	char *text;

	if (cache == NULL || lifetime_s <= SLACK_S || !make_folder(cache->folder))
		return;
	v = json_new_object();
	json_set(v, "access_token", json_new_string(token->text));
	json_set(v, "expires", json_new_number((double)(now + (int64_t)lifetime_s)));
	text = json_print(v, false);
	write_private(cache->path, text);
	free(text);
	json_free(v);
}

void
token_cache_drop(const struct token_cache *cache)
{
	if (cache != NULL)
		unlink(cache->path);
}
