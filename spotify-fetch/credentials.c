/* SPDX-License-Identifier: MIT */
#include "credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "dotenv.h"
#include "io/file.h"

#define FILE_MAX ((size_t)64 * 1024)
#define VALUE_MAX 512

/* printable ASCII; a colon would end the id in the header of RFC 7617 */
static bool
is_usable(const char *id, const char *secret)
{
	const char *both[] = {id, secret};

	for (int i = 0; i < 2 && both[i] != NULL; i++) {
		if (strlen(both[i]) > VALUE_MAX)
			return false;
		for (const char *p = both[i]; *p != '\0'; p++) {
			if (*p < 0x21 || *p > 0x7e)
				return false;
		}
	}
	return secret == NULL || strchr(id, ':') == NULL;
}

/* "ID and SECRET", or the one that there is */
static const char *
both_names(const struct credential_names *names, char text[96])
{
	snprintf(text, 96, "%s%s%s", names->id, names->secret != NULL ? " and " : "",
	    names->secret != NULL ? names->secret : "");
	return text;
}

/* Takes both strings over. Returns true when they are complete; else `why` tells of a half. */
static bool
take(struct credentials *c, const struct credential_names *names, const char *place, char *id,
    char *secret)
{
	bool complete = id != NULL && (secret != NULL || names->secret == NULL);
	char text[96];

	if (complete && is_usable(id, secret)) {
		c->id = id;
		c->secret = secret;
		c->why[0] = '\0';
		return true;
	}
	if (complete)
		snprintf(c->why, sizeof(c->why), "%s of %.80s: characters that none has",
		    both_names(names, text), place);
	else if ((id != NULL || secret != NULL) && c->why[0] == '\0')
		snprintf(c->why, sizeof(c->why), "%s has %s without %s", place,
		    id != NULL ? names->id : names->secret, id != NULL ? names->secret : names->id);
	free(id);
	free(secret);
	return false;
}

static char *
from_environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? xstrdup(value) : NULL;
}

/*
 * The text of a file. Without `named` only a plain file counts: a .env may also be a folder, and a
 * pipe of that name would hang. NULL with a reason; *missing: there is just no such file.
 */
static char *
read_file(const char *path, bool named, size_t *len, const char **why, bool *missing)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | (named ? 0 : O_NONBLOCK));
	struct stat st;
	char *text;

	*missing = fd < 0 && errno == ENOENT;
	if (fd < 0) {
		*why = strerror(errno);
		return NULL;
	}
	if (!named && fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		close(fd);
		*missing = true;
		return NULL;
	}
	text = file_read_fd(fd, FILE_MAX, len, why);
	close(fd);
	return text;
}

static void
from_text(struct credentials *c, const struct credential_names *names, const char *path,
    const char *text, size_t len)
{
	for (; names->id != NULL; names++) {
		int id_line, secret_line = 0;
		char *id = dotenv_get(text, len, names->id, &id_line);
		char *secret = names->secret != NULL
		    ? dotenv_get(text, len, names->secret, &secret_line)
		    : NULL;

		if (take(c, names, path, id, secret))
			return;
		if (id_line > 0 || secret_line > 0)
			snprintf(c->why, sizeof(c->why), "%.160s: line %d: a quote does not close",
			    path, id_line > 0 ? id_line : secret_line);
	}
}

void
credentials_load(struct credentials *c, const struct credential_names *names, const char *env_file)
{
	const char *path = env_file != NULL ? env_file : ".env";
	const char *why = NULL;
	bool missing;
	size_t len;
	char *text;

	memset(c, 0, sizeof(*c));
	for (const struct credential_names *n = names; n->id != NULL; n++) {
		if (take(c, n, "the environment", from_environment(n->id),
			n->secret != NULL ? from_environment(n->secret) : NULL))
			return;
	}
	text = read_file(path, env_file != NULL, &len, &why, &missing);
	if (text != NULL)
		from_text(c, names, path, text, len);
	else if (env_file != NULL || !missing)
		snprintf(c->why, sizeof(c->why), "%.160s: %s", path, why);
	free(text);
	c->named = c->id == NULL && env_file != NULL;
	if (c->id == NULL && c->why[0] == '\0')
		snprintf(c->why, sizeof(c->why), "neither the environment nor %.160s has %s", path,
		    names->secret != NULL ? "them" : "it");
}

void
credentials_clear(struct credentials *c)
{
	free(c->id);
	free(c->secret);
	memset(c, 0, sizeof(*c));
}
