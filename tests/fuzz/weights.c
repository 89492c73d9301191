/* SPDX-License-Identifier: MIT */
/* A file of weights of a feature set is taken or refused with a reason. */
#include <stdint.h>
#include <stdlib.h>

#include "features/set.h"
#include "io/safetensors.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct feature_set *set = feature_set_find("musicnn");
	const char *why = NULL;
	char error[512];
	struct safetensors *tensors = safetensors_from_memory(data, len, "x", error, sizeof(error));
	void *weights;

	if (tensors == NULL)
		return 0;
	weights = set->weights->load(tensors, &why);
	if ((weights == NULL) != (why != NULL))
		abort();
	set->weights->unload(weights);
	safetensors_free(tensors);
	return 0;
}
