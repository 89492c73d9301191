/* SPDX-License-Identifier: MIT */
#include "model/scaler.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crc32.h"
#include "base/xmalloc.h"
#include "io/file.h"
#include "io/json.h"

#define FORMAT "mgc-scaler"
#define VERSION 1        /* mean and deviation alone */
#define VERSION_CURVES 2 /* also transform, floor and clip */
#define FILE_MAX ((size_t)16 * 1024 * 1024)

struct scaler *
scaler_new(size_t n, const char *const *names)
{
	struct scaler *s = xcalloc(1, sizeof(*s));

	s->n = n;
	s->names = xcalloc(n, sizeof(*s->names));
	s->curve = xcalloc(n, sizeof(*s->curve));
	s->floor = xcalloc(n, sizeof(*s->floor));
	s->mean = xcalloc(n, sizeof(*s->mean));
	s->std = xcalloc(n, sizeof(*s->std));
	for (size_t i = 0; i < n; i++) {
		s->names[i] = xstrdup(names[i]);
		s->curve[i] = SCALER_NONE;
		s->std[i] = 1;
	}
	return s;
}

void
scaler_free(struct scaler *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		free(s->names[i]);
	free(s->names);
	free(s->curve);
	free(s->floor);
	free(s->mean);
	free(s->std);
	free(s);
}

/* the i-th of the rows picked */
static const double *
picked(const struct scaler *s, const double *rows, const size_t *pick, size_t i)
{
	return &rows[(pick != NULL ? pick[i] : i) * s->n];
}

static double
bend(const struct scaler *s, size_t column, double x)
{
	switch (s->curve[column]) {
	case SCALER_LOG:
		return log(x > s->floor[column] ? x : s->floor[column]);
	case SCALER_LOGIT:
		x = x > SCALER_LOGIT_MARGIN ? x : SCALER_LOGIT_MARGIN;
		x = x < 1 - SCALER_LOGIT_MARGIN ? x : 1 - SCALER_LOGIT_MARGIN;
		return log(x / (1 - x));
	case SCALER_NONE:
		break;
	}
	return x;
}

static void
choose_curve(
    struct scaler *s, const struct preprocessing *what, size_t column, double least, double most)
{
	s->curve[column] = SCALER_NONE;
	s->floor[column] = 0;
	if (what->logit && least >= 0 && most <= 1) {
		s->curve[column] = SCALER_LOGIT;
	} else if (what->log && least / 10 > 0) {
		s->curve[column] = SCALER_LOG;
		s->floor[column] = least / 10;
	}
}

void
scaler_fit(struct scaler *s, const struct preprocessing *what, const double *rows, size_t n_rows,
    const size_t *pick, size_t n_pick)
{
	size_t count = pick != NULL ? n_pick : n_rows;
	double *least = xcalloc(s->n, sizeof(*least)), *most = xcalloc(s->n, sizeof(*most));

	s->clip = what->clip;
	for (size_t c = 0; c < s->n; c++) {
		least[c] = INFINITY;
		most[c] = -INFINITY;
		s->mean[c] = s->std[c] = 0;
	}
	/* row by row, as they lie in memory */
	for (size_t i = 0; i < count; i++) {
		const double *x = picked(s, rows, pick, i);

		for (size_t c = 0; c < s->n; c++) {
			least[c] = x[c] < least[c] ? x[c] : least[c];
			most[c] = x[c] > most[c] ? x[c] : most[c];
		}
	}
	for (size_t c = 0; c < s->n; c++)
		choose_curve(s, what, c, least[c], most[c]);
	for (size_t i = 0; i < count; i++) {
		const double *x = picked(s, rows, pick, i);

		for (size_t c = 0; c < s->n; c++)
			s->mean[c] += bend(s, c, x[c]);
	}
	for (size_t c = 0; c < s->n; c++)
		s->mean[c] /= (double)count;
	for (size_t i = 0; i < count; i++) {
		const double *x = picked(s, rows, pick, i);

		for (size_t c = 0; c < s->n; c++) {
			double d = bend(s, c, x[c]) - s->mean[c];

			s->std[c] += d * d;
		}
	}
	for (size_t c = 0; c < s->n; c++) {
		s->std[c] = sqrt(s->std[c] / (double)count);
		/* a column that never changes has a deviation of rounding errors */
		if (!(s->std[c] > 1e-12 * fabs(s->mean[c])))
			s->std[c] = 1;
	}
	free(least);
	free(most);
}

double
scaler_apply(const struct scaler *s, size_t column, double x)
{
	double z = (bend(s, column, x) - s->mean[column]) / s->std[column];

	if (s->clip > 0)
		z = z > s->clip ? s->clip : z < -s->clip ? -s->clip : z;
	return z;
}

/* the CRC-32 goes on over the bytes of a float, little endian */
static uint32_t
hash_float(uint32_t crc, double x)
{
	float value = (float)x;
	unsigned char bytes[4];
	uint32_t bits;

	memcpy(&bits, &value, sizeof(bits));
	for (int i = 0; i < 4; i++)
		bytes[i] = (unsigned char)(bits >> (8 * i));
	return crc32_update(crc, bytes, sizeof(bytes));
}

void
scaler_hash(const struct scaler *s, char *hash)
{
	uint32_t sum = hash_float(0, s->clip);

	/* a sum, so that the order of the columns does not matter */
	for (size_t i = 0; i < s->n; i++) {
		unsigned char curve = (unsigned char)s->curve[i];
		uint32_t crc = crc32_update(0, s->names[i], strlen(s->names[i]) + 1);

		crc = crc32_update(crc, &curve, 1);
		crc = hash_float(crc, s->floor[i]);
		crc = hash_float(crc, s->mean[i]);
		sum += hash_float(crc, s->std[i]);
	}
	snprintf(hash, SCALER_HASH_LEN, "z%08lx", (unsigned long)sum);
}

bool
scaler_is_affine(const struct scaler *s)
{
	bool affine = s->clip == 0;

	for (size_t i = 0; i < s->n; i++)
		affine &= s->curve[i] == SCALER_NONE;
	return affine;
}

static const char *const curve_names[] = {"none", "log", "logit"};

const char *
scaler_curve_name(enum scaler_curve curve)
{
	return curve_names[curve];
}

int
scaler_curve_find(const char *name)
{
	for (size_t i = 0; i < sizeof(curve_names) / sizeof(curve_names[0]); i++) {
		if (name != NULL && strcmp(curve_names[i], name) == 0)
			return (int)i;
	}
	return -1;
}

static void
write_curves(const struct scaler *s, struct json *v)
{
	struct json *curves = json_set(v, "transform", json_new_array());
	struct json *floors = json_set(v, "floor", json_new_array());

	for (size_t i = 0; i < s->n; i++) {
		json_push(curves, json_new_string(scaler_curve_name(s->curve[i])));
		json_push(floors, json_new_number(s->floor[i]));
	}
	json_set(v, "clip", json_new_number(s->clip));
}

void
scaler_write(const struct scaler *s, FILE *f)
{
	struct json *v = json_new_object();
	struct json *columns, *mean, *std;
	char *text;

	json_set(v, "format", json_new_string(FORMAT));
	json_set(v, "version", json_new_number(scaler_is_affine(s) ? VERSION : VERSION_CURVES));
	columns = json_set(v, "columns", json_new_array());
	mean = json_set(v, "mean", json_new_array());
	std = json_set(v, "std", json_new_array());
	for (size_t i = 0; i < s->n; i++) {
		json_push(columns, json_new_string(s->names[i]));
		json_push(mean, json_new_number(s->mean[i]));
		json_push(std, json_new_number(s->std[i]));
	}
	if (!scaler_is_affine(s))
		write_curves(s, v);
	text = json_print(v, true);
	fprintf(f, "%s\n", text);
	free(text);
	json_free(v);
}

/* the numbers of a list, n of them, into out; false when it is something else */
static bool
read_numbers(const struct json *list, size_t n, double *out)
{
	size_t i = 0;

	if (!json_is_array(list) || json_count(list) != n)
		return false;
	for (const struct json *v = json_first(list); v != NULL; v = json_next(v)) {
		if (!json_number(v, &out[i++]))
			return false;
	}
	return true;
}

/* transform, floor and clip; returns a reason or NULL */
static const char *
read_curves(const struct json *v, struct scaler *s)
{
	const struct json *curves = json_get(v, "transform");
	size_t i = 0;

	if (!json_is_array(curves) || json_count(curves) != s->n ||
	    !read_numbers(json_get(v, "floor"), s->n, s->floor))
		return "columns, transform and floor are not of one length";
	for (const struct json *c = json_first(curves); c != NULL; c = json_next(c), i++) {
		int curve = scaler_curve_find(json_string(c));

		if (curve < 0)
			return "a transform that this program does not know";
		s->curve[i] = (enum scaler_curve)curve;
		if (s->curve[i] == SCALER_LOG && !(s->floor[i] > 0))
			return "a logarithm without a positive floor";
	}
	if (!json_number(json_get(v, "clip"), &s->clip) || !(s->clip >= 0))
		return "clip is no number from 0";
	return NULL;
}

/* returns a reason, or NULL and *out, which is the caller's either way */
static const char *
from_json(const struct json *v, struct scaler **out)
{
	const struct json *columns = json_get(v, "columns");
	const char *format = json_string(json_get(v, "format"));
	double version;
	struct scaler *s;
	const char **names;
	size_t n = json_count(columns), i = 0;

	if (format == NULL || strcmp(format, FORMAT) != 0)
		return "not a scaler file";
	if (!json_number(json_get(v, "version"), &version) ||
	    (version != VERSION && version != VERSION_CURVES))
		return "a version of scaler file that this program does not know";
	if (!json_is_array(columns) || n == 0)
		return "it lists no columns";
	names = xcalloc(n, sizeof(*names));
	for (const struct json *c = json_first(columns); c != NULL; c = json_next(c))
		names[i++] = json_string(c) != NULL ? json_string(c) : "";
	s = scaler_new(n, names);
	free(names);
	*out = s;
	if (!read_numbers(json_get(v, "mean"), n, s->mean) ||
	    !read_numbers(json_get(v, "std"), n, s->std))
		return "columns, mean and std are not of one length, or not numbers";
	for (i = 0; i < n; i++) {
		if (*s->names[i] == '\0' || !(s->std[i] > 0))
			return "a column without a name, or without a positive std";
	}
	return version == VERSION_CURVES ? read_curves(v, s) : NULL;
}

struct scaler *
scaler_read(const char *path, char *error, size_t error_len)
{
	struct scaler *s = NULL;
	const char *why;
	size_t len;
	char *text = file_read(path, FILE_MAX, &len, &why);

	if (text != NULL) {
		struct json *v = json_parse(text, len);

		why = v != NULL ? from_json(v, &s) : "not a scaler file: no JSON";
		json_free(v);
		free(text);
	}
	if (why != NULL) {
		snprintf(error, error_len, "%.200s: %s", path, why);
		scaler_free(s);
		s = NULL;
	}
	return s;
}
