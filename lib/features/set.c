/* SPDX-License-Identifier: MIT */
#include "features/set.h"

#include <stdio.h>
#include <string.h>

#define FEATURE_SET_ADDRESS(name) &feature_set_##name,

static const struct feature_set *const sets[] = {FEATURE_SETS(FEATURE_SET_ADDRESS)};

#define N_SETS (sizeof(sets) / sizeof(sets[0]))

const struct feature_set *
feature_set_find(const char *name)
{
	for (size_t i = 0; i < N_SETS; i++) {
		if (strcmp(sets[i]->name, name) == 0)
			return sets[i];
	}
	return NULL;
}

struct front_end
feature_set_front_end(const struct feature_set *set)
{
	struct front_end f = {
	    .rate = set->rate,
	    .max_samples = set->max_samples,
	    .cut = set->cut,
	    .live = set->live,
	};

	snprintf(f.set, sizeof(f.set), "%s", set->name);
	return f;
}

const char *
feature_set_names(void)
{
	static char names[128];

	names[0] = '\0';
	for (size_t i = 0; i < N_SETS; i++) {
		if (i > 0)
			strncat(names, ", ", sizeof(names) - strlen(names) - 1);
		strncat(names, sets[i]->name, sizeof(names) - strlen(names) - 1);
	}
	return names;
}
