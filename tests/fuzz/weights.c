/* SPDX-License-Identifier: MIT */
/* A file of weights of a feature set is taken or refused with a reason. */
#include <stdint.h>
#include <stdlib.h>

#include "features/set.h"
#include "io/safetensors.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
try(const struct feature_set *set, const struct safetensors *tensors)
{
	const char *why = NULL;
	void *weights = set->weights->load(tensors, &why);

	if ((weights == NULL) != (why != NULL))
		abort();
	set->weights->unload(weights);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char error[512];
	struct safetensors *tensors = safetensors_from_memory(data, len, "x", error, sizeof(error));

	if (tensors == NULL)
		return 0;
	try(feature_set_find("musicnn"), tensors);
	try(feature_set_find("audioset"), tensors);
	safetensors_free(tensors);
	return 0;
}
