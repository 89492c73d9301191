/* SPDX-License-Identifier: MIT */
/* A model is read and, when it is taken, used: whatever model_read returns is whole. */
#define _GNU_SOURCE /* memfd_create */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/model.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
use(const struct model *m)
{
	float *x = calloc(m->scaler->n, sizeof(*x)), *p = calloc(m->n_classes, sizeof(*p));
	struct ensemble_batch *b = ensemble_batch_new(m->ensemble, 1);
	struct json *v = model_describe(m);
	char *text = json_print(v, true);

	for (size_t i = 0; i < m->scaler->n; i++)
		x[i] = (float)scaler_apply(m->scaler, i, 1);
	ensemble_predict(m->ensemble, b, gemm_plain, x, 1, p);
	ensemble_batch_free(b);
	json_free(v);
	free(text);
	free(x);
	free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char path[64], error[512];
	int fd = memfd_create("model", 0);
	struct model *m;

	if (fd < 0 || write(fd, data, len) != (ssize_t)len)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	m = model_read(path, error, sizeof(error));
	if (m != NULL)
		use(m);
	model_free(m);
	close(fd);
	return 0;
}
