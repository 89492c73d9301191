/* SPDX-License-Identifier: MIT */
#include "model/scaler.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "io/input.h"
#include "io/json.h"

#define FORMAT "mgc-scaler"
#define VERSION 1
#define FILE_MAX ((size_t)16 * 1024 * 1024)

struct scaler *
scaler_new(size_t n, const char *const *names)
{
	struct scaler *s = xcalloc(1, sizeof(*s));

	s->n = n;
	s->names = xcalloc(n, sizeof(*s->names));
	s->mean = xcalloc(n, sizeof(*s->mean));
	s->std = xcalloc(n, sizeof(*s->std));
	for (size_t i = 0; i < n; i++) {
		s->names[i] = xstrdup(names[i]);
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
	free(s->mean);
	free(s->std);
	free(s);
}

void
scaler_fit(struct scaler *s, const double *rows, size_t n_rows, const size_t *pick, size_t n_pick)
{
	size_t count = pick != NULL ? n_pick : n_rows;

	for (size_t c = 0; c < s->n; c++) {
		double sum = 0, squares = 0;

		for (size_t i = 0; i < count; i++)
			sum += rows[(pick != NULL ? pick[i] : i) * s->n + c];
		s->mean[c] = sum / (double)count;
		for (size_t i = 0; i < count; i++) {
			double d = rows[(pick != NULL ? pick[i] : i) * s->n + c] - s->mean[c];

			squares += d * d;
		}
		s->std[c] = sqrt(squares / (double)count);
		/* a column that never changes has a deviation of rounding errors */
		if (!(s->std[c] > 1e-12 * fabs(s->mean[c])))
			s->std[c] = 1;
	}
}

double
scaler_apply(const struct scaler *s, size_t column, double x)
{
	return (x - s->mean[column]) / s->std[column];
}

void
scaler_write(const struct scaler *s, FILE *f)
{
	struct json *v = json_new_object();
	struct json *columns, *mean, *std;
	char *text;

	json_set(v, "format", json_new_string(FORMAT));
	json_set(v, "version", json_new_number(VERSION));
	columns = json_set(v, "columns", json_new_array());
	mean = json_set(v, "mean", json_new_array());
	std = json_set(v, "std", json_new_array());
	for (size_t i = 0; i < s->n; i++) {
		json_push(columns, json_new_string(s->names[i]));
		json_push(mean, json_new_number(s->mean[i]));
		json_push(std, json_new_number(s->std[i]));
	}
	text = json_print(v, true);
	fprintf(f, "%s\n", text);
	free(text);
	json_free(v);
}

/* returns a reason, or NULL and *out */
static const char *
from_json(const struct json *v, struct scaler **out)
{
	const struct json *columns = json_get(v, "columns"), *mean = json_get(v, "mean");
	const struct json *std = json_get(v, "std"), *m, *d;
	const char *format = json_string(json_get(v, "format"));
	double version;
	struct scaler *s;
	size_t n = json_count(columns), i = 0;

	if (format == NULL || strcmp(format, FORMAT) != 0)
		return "not a scaler file";
	if (!json_number(json_get(v, "version"), &version) || version != VERSION)
		return "a version of scaler file that this program does not know";
	if (!json_is_array(columns) || n == 0 || json_count(mean) != n || json_count(std) != n)
		return "columns, mean and std are not of one length";
	s = xcalloc(1, sizeof(*s));
	s->names = xcalloc(n, sizeof(*s->names));
	s->mean = xcalloc(n, sizeof(*s->mean));
	s->std = xcalloc(n, sizeof(*s->std));
	*out = s;
	m = json_first(mean);
	d = json_first(std);
	for (const struct json *c = json_first(columns); c != NULL; c = json_next(c), i++) {
		if (json_string(c) == NULL || !json_number(m, &s->mean[i]) ||
		    !json_number(d, &s->std[i]) || !(s->std[i] > 0))
			return "a column without a name, a mean or a positive std";
		s->names[i] = xstrdup(json_string(c));
		s->n = i + 1;
		m = json_next(m);
		d = json_next(d);
	}
	return NULL;
}

struct scaler *
scaler_read(const char *path, char *error, size_t error_len)
{
	struct input *in = input_open(path);
	struct scaler *s = NULL;
	struct json *v = NULL;
	const char *why;
	char *text = NULL;
	size_t len;

	if (in == NULL) {
		snprintf(error, error_len, "%.200s: %s", path, strerror(errno));
		return NULL;
	}
	text = xmalloc(FILE_MAX);
	len = input_read(in, text, FILE_MAX);
	v = len < FILE_MAX ? json_parse(text, len) : NULL;
	why = v != NULL ? from_json(v, &s) : "not a scaler file: no JSON";
	if (why != NULL) {
		snprintf(error, error_len, "%.200s: %s", path, why);
		scaler_free(s);
		s = NULL;
	}
	json_free(v);
	free(text);
	input_close(in);
	return s;
}
