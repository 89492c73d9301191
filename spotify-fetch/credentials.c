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
#include "io/input.h"

#define FILE_MAX ((size_t)64 * 1024)
#define VALUE_MAX 512

/* a file's text, len bytes and a NUL; the caller frees */
struct text {
	char *data;
	size_t len;
};

/* printable ASCII; a colon would end the id in the header of RFC 7617 */
static bool
is_usable(const char *id, const char *secret)
{
	const char *both[] = {id, secret};

	for (int i = 0; i < 2; i++) {
		if (strlen(both[i]) > VALUE_MAX)
			return false;
		for (const char *p = both[i]; *p != '\0'; p++) {
			if (*p < 0x21 || *p > 0x7e)
				return false;
		}
	}
	return strchr(id, ':') == NULL;
}

/* Takes both strings over. Returns true when they are a pair; else `why` tells of a half. */
static bool
take(struct credentials *c, const struct credential_names *names, const char *place, char *id,
    char *secret)
{
	if (id != NULL && secret != NULL && is_usable(id, secret)) {
		c->id = id;
		c->secret = secret;
		c->why[0] = '\0';
		return true;
	}
	if (id != NULL && secret != NULL)
		snprintf(c->why, sizeof(c->why), "%s and %s of %.80s hold characters that none has",
		    names->id, names->secret, place);
	else if ((id != NULL || secret != NULL) && c->why[0] == '\0')
		snprintf(c->why, sizeof(c->why), "%s has %s without %s", place,
		    id != NULL ? names->id : names->secret,
		    id != NULL ? names->secret : names->id);
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
 * Reads a file. Without `named` only a plain file counts: a .env may also be a folder, and a pipe
 * of that name would hang. Returns 0, or an errno.
 */
static int
read_file(const char *path, bool named, struct text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | (named ? 0 : O_NONBLOCK)), err = 0;
	struct input *in;
	struct stat st;

	if (fd < 0)
		return errno;
	if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode) || (!named && !S_ISREG(st.st_mode))) {
		close(fd);
		return named ? EISDIR : ENOENT;
	}
	in = input_from_fd(fd, path);
	text->data = xmalloc(FILE_MAX + 1);
	text->len = input_read(in, text->data, FILE_MAX);
	text->data[text->len] = '\0';
	err = input_failed(in);
	if (err == 0 && input_getc(in) != EOF)
		err = EFBIG;
	input_close(in);
	close(fd);
	if (err != 0)
		free(text->data);
	return err;
}

static bool
from_text(struct credentials *c, const struct credential_names *names, const char *path,
    const struct text *text)
{
	for (; names->id != NULL; names++) {
		int id_line, secret_line;
		char *id = dotenv_get(text->data, text->len, names->id, &id_line);
		char *secret = dotenv_get(text->data, text->len, names->secret, &secret_line);

		if (take(c, names, path, id, secret))
			return true;
		if (id_line > 0 || secret_line > 0)
			snprintf(c->why, sizeof(c->why), "%.160s: line %d: a quote does not close",
			    path, id_line > 0 ? id_line : secret_line);
	}
	return false;
}

void
credentials_load(
    struct credentials *c, const struct credential_names *names, const char *env_file)
{
	const char *path = env_file != NULL ? env_file : ".env";
	struct text text = {NULL, 0};
	int err;

	memset(c, 0, sizeof(*c));
	for (const struct credential_names *n = names; n->id != NULL; n++) {
		if (take(c, n, "the environment", from_environment(n->id),
			from_environment(n->secret)))
			return;
	}
	err = read_file(path, env_file != NULL, &text);
	if (err == 0) {
		from_text(c, names, path, &text);
		free(text.data);
	} else if (env_file != NULL || err != ENOENT) {
		snprintf(c->why, sizeof(c->why), "%.160s: %s", path, strerror(err));
	}
	c->named = c->id == NULL && env_file != NULL;
	if (c->id == NULL && c->why[0] == '\0')
		snprintf(
		    c->why, sizeof(c->why), "neither the environment nor %.160s has them", path);
}

void
credentials_clear(struct credentials *c)
{
	free(c->id);
	free(c->secret);
	memset(c, 0, sizeof(*c));
}
