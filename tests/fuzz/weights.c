/* SPDX-License-Identifier: MIT */
/* The weights of a feature set are taken or refused with a reason. */
#include <stdint.h>
#include <stdlib.h>

#include "features/set.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct feature_set *set = feature_set_find("musicnn");
	const char *why = NULL;
	void *weights = set->weights->load(data, len, &why);

	if ((weights == NULL) != (why != NULL))
		abort();
	set->weights->unload(weights);
	return 0;
}
