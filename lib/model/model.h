/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "features/front_end.h"
#include "io/json.h"
#include "model/scaler.h"
#include "nn/ensemble.h"
#include "stats/typical.h"

/*
 * Everything a prediction needs, in one safetensors file; mgc-model(5). A file is untrusted:
 * whatever model_read returns is whole and consistent.
 */
#define MODEL_SUFFIX ".safetensors"
#define MODEL_FEATURES_MAX 16384
#define MODEL_CLASSES_MAX 4096
#define MODEL_WIDTH_MAX 65536
#define MODEL_MEMBERS_MAX 256
#define MODEL_TEMPERATURE_MIN 0.01
#define MODEL_TEMPERATURE_MAX 100
#define MODEL_SPREAD_MAX 0.99

struct safetensors;

struct model {
	struct scaler *scaler; /* its names are the features, in order */
	size_t n_classes;
	char **classes;
	struct ensemble *ensemble;
	struct typical *typical;    /* songs of its classes; NULL: it does not say */
	double dropout;             /* of the hidden layers, in training */
	struct front_end front_end; /* its set is "": it cannot be fed from audio */
	uint64_t seed;
	struct json *scores;      /* of training, as --report has them; NULL: none */
	char *command;            /* that trained it */
	char *version;            /* of the program that trained it */
	char *name;               /* of the file it was read from, "own:9d0f3a11", NULL: of none */
	struct safetensors *file; /* whose numbers the networks use, NULL: they have their own */
};

/* An empty model; model_free frees it with all that was put into it. */
struct model *
model_new(void);

void
model_free(struct model *m);

/*
 * Returns NULL with "path: why" in error[error_len]. The name becomes that of the file without
 * folder and MODEL_SUFFIX, and after a colon the CRC-32 of its bytes in hexadecimal: what tells
 * two models of one name apart.
 */
struct model *
model_read(const char *path, char *error, size_t error_len);

/* Errors are left in the FILE. */
void
model_write(const struct model *m, FILE *f);

/* What the file says of itself, as JSON; the caller frees. */
struct json *
model_describe(const struct model *m);

#endif
