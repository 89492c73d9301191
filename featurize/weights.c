/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "io/safetensors.h"

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
	struct safetensors *tensors;
	const char *why = NULL;
	char *name, error[512];
	void *weights;

	if (set->weights == NULL)
		return NULL;
	name = weights_path(set, path);
	tensors = safetensors_read(name, set->weights->len_max, error, sizeof(error));
	if (tensors == NULL)
		die("%s", error);
	weights = set->weights->load(tensors, &why);
	if (weights == NULL)
		die("%s: %s", name, why);
	safetensors_free(tensors);
	free(name);
	return weights;
}

void
weights_free(const struct feature_set *set, void *weights)
{
	if (set->weights != NULL)
		set->weights->unload(weights);
}
