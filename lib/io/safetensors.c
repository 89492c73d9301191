/* SPDX-License-Identifier: MIT */
#include "io/safetensors.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/crc32.h"
#include "base/xmalloc.h"
#include "io/file.h"
#include "io/floats.h"

#define ALIGNMENT 8 /* of the numbers within the file: the header is padded with spaces */

/* one tensor's entry in the header; values_len is what the file holds; returns a reason or NULL */
static const char *
read_entry(
    const struct json *entry, size_t values_len, struct tensor *t, size_t *begin, size_t *end)
{
	const struct json *shape = json_get(entry, "shape"),
			  *offsets = json_get(entry, "data_offsets");
	const char *dtype = json_string(json_get(entry, "dtype"));
	uint64_t first, last;

	if (dtype == NULL || strcmp(dtype, "F32") != 0)
		return "is not of dtype F32";
	if (!json_is_array(shape) || json_count(shape) > SAFETENSORS_DIMENSIONS_MAX)
		return "has no proper shape";
	t->n_values = 1;
	for (const struct json *d = json_first(shape); d != NULL; d = json_next(d)) {
		uint64_t size;

		if (!json_uint(d, &size) || size > SAFETENSORS_FILE_MAX ||
		    (size > 0 && t->n_values > SAFETENSORS_FILE_MAX / size))
			return "has no proper shape";
		t->shape[t->n_dimensions++] = (size_t)size;
		t->n_values *= (size_t)size;
	}
	if (!json_is_array(offsets) || json_count(offsets) != 2 ||
	    !json_uint(json_first(offsets), &first) ||
	    !json_uint(json_next(json_first(offsets)), &last))
		return "has no proper data_offsets";
	if (first > last || last > values_len)
		return "lies beyond the end of the file";
	if (last - first != t->n_values * sizeof(float) || first % sizeof(float) != 0)
		return "has a shape that does not fit its length";
	*begin = (size_t)first;
	*end = (size_t)last;
	return NULL;
}

static int
compare_places(const void *a, const void *b)
{
	const struct tensor *x = *(struct tensor *const *)a, *y = *(struct tensor *const *)b;

	if (x->values != y->values)
		return x->values < y->values ? -1 : 1;
	return (x->n_values > y->n_values) - (x->n_values < y->n_values);
}

/* every number of n belongs to exactly one tensor; returns a reason or NULL */
static const char *
check_places(const struct safetensors *s, size_t n)
{
	struct tensor **sorted = xcalloc(s->n_tensors, sizeof(*sorted));
	const float *at = s->values;
	const char *why = NULL;

	for (size_t i = 0; i < s->n_tensors; i++)
		sorted[i] = &s->tensors[i];
	qsort(sorted, s->n_tensors, sizeof(*sorted), compare_places);
	for (size_t i = 0; i < s->n_tensors && why == NULL; i++) {
		if (sorted[i]->values < at)
			why = "tensors overlap";
		else if (sorted[i]->values > at)
			why = "bytes that belong to no tensor";
		at = sorted[i]->values + sorted[i]->n_values;
	}
	if (why == NULL && at != s->values + n)
		why = "bytes that belong to no tensor";
	free(sorted);
	return why;
}

/* data[len] are the numbers; the bytes before them are not needed any more */
static const char *
read_tensors(struct safetensors *s, char *data, size_t len, char *name, size_t name_len)
{
	size_t cap = 0, past = (uintptr_t)data % _Alignof(float);
	const char *why;

	if (past != 0)
		memmove(data - past, data, len);
	s->values = (float *)(void *)(data - past);
	for (const struct json *e = json_first(s->header); e != NULL; e = json_next(e)) {
		struct tensor t = {0};
		size_t begin, end;

		snprintf(name, name_len, "tensor '%.80s' ", json_name(e));
		if (strcmp(json_name(e), "__metadata__") == 0)
			continue;
		if (s->n_tensors == SAFETENSORS_TENSORS_MAX)
			return "is one too many";
		if (safetensors_find(s, json_name(e)) != NULL)
			return "stands twice";
		why = read_entry(e, len, &t, &begin, &end);
		if (why != NULL)
			return why;
		xgrow(&s->tensors, &cap, s->n_tensors + 1, sizeof(*s->tensors));
		string_table_add(&s->names, json_name(e));
		t.name = s->names.list[s->n_tensors];
		t.values = s->values + begin / sizeof(float);
		s->tensors[s->n_tensors++] = t;
	}
	*name = '\0';
	why = len % sizeof(float) != 0 ? "bytes that belong to no tensor"
				       : check_places(s, len / sizeof(float));
	if (why != NULL)
		return why;
	s->n_values = len / sizeof(float);
	floats_from_file(s->values, s->n_values);
	if (!floats_finite(s->values, s->n_values))
		return "holds a number that is not finite";
	return NULL;
}

static const char *
parse(struct safetensors *s, size_t len, char *name, size_t name_len)
{
	char *data = s->bytes;
	uint64_t header_len = 0;

	if (len < 8)
		return "truncated: no header";
	for (int i = 7; i >= 0; i--)
		header_len = header_len << 8 | (unsigned char)data[i];
	if (header_len > SAFETENSORS_HEADER_MAX)
		return "not in the safetensors format: its header would be too long";
	if (header_len > len - 8)
		return "truncated: it ends within its header";
	s->header = json_parse(data + 8, (size_t)header_len);
	if (!json_is_object(s->header))
		return "not in the safetensors format: its header is no JSON object";
	s->metadata = json_get(s->header, "__metadata__");
	return read_tensors(s, data + 8 + header_len, len - 8 - (size_t)header_len, name, name_len);
}

/* parses s->bytes[len], s->bytes NULL: `why` says why; frees s where it cannot */
static struct safetensors *
finish(struct safetensors *s, size_t len, const char *why, const char *path, char *error,
    size_t error_len)
{
	char name[128] = "";

	if (s->bytes != NULL)
		why = parse(s, len, name, sizeof(name));
	if (why == NULL)
		return s;
	snprintf(error, error_len, "%.200s: %s%s", path, name, why);
	safetensors_free(s);
	return NULL;
}

struct safetensors *
safetensors_read(const char *path, size_t len_max, uint32_t *crc, char *error, size_t error_len)
{
	struct safetensors *s = xcalloc(1, sizeof(*s));
	const char *why;
	size_t len;

	s->bytes = file_read(path, len_max, &len, &why);
	if (s->bytes != NULL && crc != NULL)
		*crc = crc32_update(0, s->bytes, len);
	return finish(s, len, why, path, error, error_len);
}

struct safetensors *
safetensors_from_memory(
    const void *data, size_t len, const char *name, char *error, size_t error_len)
{
	struct safetensors *s = xcalloc(1, sizeof(*s));

	s->bytes = xmalloc(len + 1);
	if (len > 0)
		memcpy(s->bytes, data, len);
	return finish(s, len, NULL, name, error, error_len);
}

void
safetensors_free(struct safetensors *s)
{
	if (s == NULL)
		return;
	free(s->tensors);
	string_table_free(&s->names);
	json_free(s->header);
	free(s->bytes);
	free(s);
}

const struct tensor *
safetensors_find(const struct safetensors *s, const char *name)
{
	size_t i = string_table_find(&s->names, name);

	return i != STRING_TABLE_NONE ? &s->tensors[i] : NULL;
}

static struct json *
make_entry(const struct tensor *t, size_t *at)
{
	struct json *entry = json_new_object(), *list;

	json_set(entry, "dtype", json_new_string("F32"));
	list = json_set(entry, "shape", json_new_array());
	for (size_t d = 0; d < t->n_dimensions; d++)
		json_push(list, json_new_number((double)t->shape[d]));
	list = json_set(entry, "data_offsets", json_new_array());
	json_push(list, json_new_number((double)*at));
	*at += t->n_values * sizeof(float);
	json_push(list, json_new_number((double)*at));
	return entry;
}

static void
write_float(FILE *f, float x)
{
	uint32_t bits;

	memcpy(&bits, &x, sizeof(bits));
	for (int i = 0; i < 4; i++)
		putc((int)(bits >> (8 * i) & 255), f);
}

void
safetensors_write(
    FILE *f, const struct tensor *tensors, size_t n_tensors, const struct json *metadata)
{
	struct json *header = json_new_object(),
		    *copy = json_set(header, "__metadata__", json_new_object());
	size_t at = 0, len, padding;
	char *text;

	for (const struct json *m = json_first(metadata); m != NULL; m = json_next(m))
		json_set(copy, json_name(m), json_new_string(json_string(m)));
	for (size_t i = 0; i < n_tensors; i++)
		json_set(header, tensors[i].name, make_entry(&tensors[i], &at));
	text = json_print(header, false);
	len = strlen(text);
	padding = (ALIGNMENT - len % ALIGNMENT) % ALIGNMENT;
	for (int i = 0; i < 8; i++)
		putc((int)((len + padding) >> (8 * i) & 255), f);
	fprintf(f, "%s%*s", text, (int)padding, "");
	for (size_t i = 0; i < n_tensors; i++) {
		for (size_t k = 0; k < tensors[i].n_values; k++)
			write_float(f, tensors[i].values[k]);
	}
	free(text);
	json_free(header);
}
