/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "io/input.h"

/* a variable of the environment, NULL where it is not set or empty */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

static char *
default_path(const struct feature_set *set)
{
	const char *file = set->weights->file, *data = variable("XDG_DATA_HOME");

	if (variable("MGC_WEIGHTS") != NULL)
		return xstrdup(variable("MGC_WEIGHTS"));
	if (data != NULL)
		return xasprintf("%s/mgc/%s", data, file);
	if (variable("HOME") == NULL)
		die("set %s needs %s: say with --weights where it is", set->name, file);
	return xasprintf("%s/.local/share/mgc/%s", variable("HOME"), file);
}

static void
say_missing(const struct feature_set *set, const char *path)
{
	if (errno == ENOENT)
		die("%s: no weights there for set %s (%s fetches them)", path, set->name,
		    set->weights->fetch);
	die("%s:", path);
}

/* the whole file, *len bytes, more than len_max where it is longer than that */
static char *
read_file(const char *path, const struct feature_set *set, size_t *len)
{
	struct input *in = input_open(path);
	size_t room = set->weights->len_max + 1;
	char *data;

	if (in == NULL)
		say_missing(set, path);
	data = xmalloc(room);
	*len = input_read(in, data, room);
	errno = input_failed(in);
	if (errno != 0)
		die("%s:", path);
	input_close(in);
	return data;
}

char *
weights_path(const struct feature_set *set, const char *path)
{
	char *name;

	if (set->weights == NULL)
		return xstrdup("");
	name = path != NULL ? xstrdup(path) : default_path(set);
	if (access(name, R_OK) != 0)
		say_missing(set, name);
	return name;
}

void *
weights_load(const struct feature_set *set, const char *path)
{
	const char *why = NULL;
	char *name, *data;
	void *weights;
	size_t len;

	if (set->weights == NULL)
		return NULL;
	name = path != NULL ? xstrdup(path) : default_path(set);
	data = read_file(name, set, &len);
	weights = set->weights->load(data, len, &why);
	if (weights == NULL)
		die("%s: %s", name, why);
	free(data);
	free(name);
	return weights;
}

void
weights_free(const struct feature_set *set, void *weights)
{
	if (set->weights != NULL)
		set->weights->unload(weights);
}
