/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* where the set's file is looked for; NULL: nobody says where home is */
static char *
default_path(const struct feature_set *set)
{
	const char *file = set->weights->file, *data = variable("XDG_DATA_HOME");

	if (variable("MGC_WEIGHTS") != NULL)
		return xstrdup(variable("MGC_WEIGHTS"));
	if (data != NULL)
		return xasprintf("%s/mgc/%s", data, file);
	return variable("HOME") != NULL
	    ? xasprintf("%s/.local/share/mgc/%s", variable("HOME"), file)
	    : NULL;
}

char *
weights_path(const struct feature_set *set, const char *path, char *error)
{
	char *name;

	if (set->weights == NULL)
		return xstrdup("");
	name = path != NULL ? xstrdup(path) : default_path(set);
	if (name == NULL) {
		snprintf(error, WEIGHTS_ERROR_LEN,
		    "set %s needs %s: say with --weights where it is", set->name,
		    set->weights->file);
		return NULL;
	}
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

int
weights_load(const struct feature_set *set, const char *path, void **weights, char *error)
{
	struct safetensors *tensors;
	const char *why = NULL;
	char *name;

	*weights = NULL;
	if (set->weights == NULL)
		return 0;
	name = weights_path(set, path, error);
	if (name == NULL)
		return -1;
	tensors = safetensors_read(name, set->weights->len_max, error, WEIGHTS_ERROR_LEN);
	if (tensors != NULL) {
		*weights = set->weights->load(tensors, &why);
		if (*weights == NULL)
			snprintf(error, WEIGHTS_ERROR_LEN, "%.800s: %s", name, why);
	}
	safetensors_free(tensors);
	free(name);
	return *weights != NULL ? 0 : -1;
}

void
weights_free(const struct feature_set *set, void *weights)
{
	if (set->weights != NULL)
		set->weights->unload(weights);
}
