/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "io/safetensors.h"

/* a variable of the environment, NULL where it is not set or empty */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/* where a path leads that the user gave: to a file, or to the set's within a folder */
static char *
given_path(const struct feature_set *set, const char *path)
{
	struct stat s;

	if (stat(path, &s) == 0 && S_ISDIR(s.st_mode))
		return xasprintf("%s/%s", path, set->weights->file);
	return xstrdup(path);
}

/* in the user's folder of data; NULL: nobody says where home is */
static char *
user_path(const struct feature_set *set)
{
	const char *file = set->weights->file, *data = variable("XDG_DATA_HOME");

	if (data != NULL)
		return xasprintf("%s/mgc/%s", data, file);
	return variable("HOME") != NULL
	    ? xasprintf("%s/.local/share/mgc/%s", variable("HOME"), file)
	    : NULL;
}

/* in the n-th of the system's folders of data, NULL: there are not so many */
static char *
system_path(const struct feature_set *set, size_t n)
{
	const char *folders = variable("XDG_DATA_DIRS");

	if (folders == NULL)
		folders = "/usr/local/share:/usr/share";
	for (;;) {
		size_t len = strcspn(folders, ":");

		if (*folders == '/' && n-- == 0)
			return xasprintf("%.*s/mgc/%s", (int)len, folders, set->weights->file);
		if (folders[len] == '\0')
			return NULL;
		folders += len + 1;
	}
}

char *
weights_place(const struct feature_set *set, bool for_all)
{
	if (set->weights == NULL)
		return xstrdup("");
	return for_all ? system_path(set, 0) : user_path(set);
}

/* name, which is the caller's no more, as weights_path returns it */
static char *
readable(const struct feature_set *set, char *name, char *error)
{
	if (access(name, R_OK) == 0)
		return name;
	if (errno == ENOENT)
		snprintf(error, WEIGHTS_ERROR_LEN,
		    "%.800s: no weights there for set %s (%s fetches them)", name, set->name,
		    set->weights->fetch);
	else
		snprintf(error, WEIGHTS_ERROR_LEN, "%.800s: %s", name, strerror(errno));
	free(name);
	return NULL;
}

char *
weights_path(const struct feature_set *set, const char *path, char *error)
{
	char *name, *found, ignored[WEIGHTS_ERROR_LEN];

	if (set->weights == NULL)
		return xstrdup("");
	path = path != NULL ? path : variable("MGC_WEIGHTS");
	if (path != NULL)
		return readable(set, given_path(set, path), error);
	name = user_path(set);
	found = name != NULL ? readable(set, name, error) : NULL;
	if (name == NULL)
		snprintf(error, WEIGHTS_ERROR_LEN,
		    "set %s needs %s: say with --weights where it is", set->name,
		    set->weights->file);
	for (size_t n = 0; found == NULL && (name = system_path(set, n)) != NULL; n++)
		found = readable(set, name, ignored);
	return found;
}

int
weights_load(const struct feature_set *set, const char *path, struct weights *weights, char *error)
{
	const char *why = NULL;
	char *name;

	*weights = (struct weights){0};
	if (set->weights == NULL)
		return 0;
	name = weights_path(set, path, error);
	if (name == NULL)
		return -1;
	weights->tensors =
	    safetensors_read(name, set->weights->len_max, NULL, error, WEIGHTS_ERROR_LEN);
	if (weights->tensors != NULL) {
		weights->shared = set->weights->load(weights->tensors, &why);
		if (weights->shared == NULL)
			snprintf(error, WEIGHTS_ERROR_LEN, "%.800s: %s", name, why);
	}
	if (weights->shared == NULL || !set->weights->in_place) {
		safetensors_free(weights->tensors);
		weights->tensors = NULL;
	}
	free(name);
	return weights->shared != NULL ? 0 : -1;
}

void
weights_free(const struct feature_set *set, struct weights *weights)
{
	if (set->weights != NULL)
		set->weights->unload(weights->shared);
	safetensors_free(weights->tensors);
}
