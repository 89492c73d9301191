/* SPDX-License-Identifier: MIT */
#ifndef IO_SAFETENSORS_H
#define IO_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/string_table.h"
#include "io/json.h"

/*
 * Named float32 tensors and texts in one file, in the safetensors format: the length of the header
 * as 8 bytes little endian, the header as JSON, the numbers. A file is untrusted: every length,
 * offset, shape and type is checked before it is used, and every number must be finite.
 */
#define SAFETENSORS_HEADER_MAX ((size_t)16 * 1024 * 1024)
#define SAFETENSORS_FILE_MAX ((size_t)1024 * 1024 * 1024)
#define SAFETENSORS_TENSORS_MAX 4096
#define SAFETENSORS_DIMENSIONS_MAX 8

struct tensor {
	char *name;
	size_t n_dimensions;
	size_t shape[SAFETENSORS_DIMENSIONS_MAX];
	size_t n_values; /* the product of shape */
	const float *values;
};

struct safetensors {
	struct tensor *tensors;
	size_t n_tensors;
	struct string_table names; /* of tensors[i] is list[i] */
	struct json *header;
	const struct json *metadata; /* object of strings within header, NULL: none */
	float *values;               /* values[n_values] of all tensors, within bytes */
	size_t n_values;
	char *bytes; /* the file */
};

/*
 * Reads a file of at most len_max bytes, no more than SAFETENSORS_FILE_MAX; *crc, unless NULL, is
 * its CRC-32. Returns NULL with "path: why" in error[error_len]. The caller frees.
 */
struct safetensors *
safetensors_read(const char *path, size_t len_max, uint32_t *crc, char *error, size_t error_len);

/* The same for data[len], which is copied. */
struct safetensors *
safetensors_from_memory(
    const void *data, size_t len, const char *name, char *error, size_t error_len);

void
safetensors_free(struct safetensors *s);

/* The tensor of that name, NULL: there is none. */
const struct tensor *
safetensors_find(const struct safetensors *s, const char *name);

/*
 * Writes tensors in the order given; metadata is an object of strings. Errors are left in the FILE.
 */
void
safetensors_write(
    FILE *f, const struct tensor *tensors, size_t n_tensors, const struct json *metadata);

#endif
