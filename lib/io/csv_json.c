/* SPDX-License-Identifier: MIT */
/* Tables as lines of JSON, an object a row. */
#include <string.h>

#include "base/num.h"
#include "io/csv_priv.h"
#include "io/json.h"

static bool
is_blank(const struct csv_record *line)
{
	size_t i = 0;

	while (i < line->len && memchr(" \t\r\n", line->text[i], 4) != NULL)
		i++;
	return i == line->len;
}

/* One line that is not blank. Returns 1, 0 at the end of the input, -1 with an error. */
static int
read_line(struct csv_reader *r)
{
	const char *text, *end = NULL;
	size_t n;

	csv_record_empty(&r->json);
	while (end == NULL && (n = input_peek(r->in, &text)) > 0) {
		end = memchr(text, '\n', n);
		if (end != NULL)
			n = (size_t)(end + 1 - text);
		r->row_line = r->line;
		if (r->json.len + n > CSV_RECORD_MAX)
			return csv_fail(r, "is longer than %zu bytes", CSV_RECORD_MAX);
		csv_record_append(&r->json, text, n);
		input_skip(r->in, n);
		if (end == NULL)
			continue;
		r->line++;
		if (is_blank(&r->json)) {
			csv_record_empty(&r->json);
			end = NULL;
		}
	}
	if (input_failed(r->in) != 0)
		return csv_fail(r, "%s", strerror(input_failed(r->in)));
	r->unended = end == NULL;
	return !is_blank(&r->json);
}

/* A row as JSON. Returns 1 with *row, which the caller frees, else as read_line does. */
static int
read_object(struct csv_reader *r, struct json **row)
{
	int rc = read_line(r);

	if (rc <= 0)
		return rc;
	*row = json_parse_bytes(r->json.text, r->json.len);
	if (json_is_object(*row))
		return 1;
	json_free(*row);
	return csv_fail(
	    r, r->unended ? "cut short: no newline at its end" : "is no JSON object on one line");
}

/* A value becomes a field. Returns 0, or -1 with an error. */
static int
put_value(struct csv_reader *r, const char *name, const struct json *v)
{
	const char *text = json_string(v);
	char number[NUM_TEXT_LEN] = "";
	double x;

	if (text == NULL && json_number(v, &x))
		num_print(x, number);
	else if (text == NULL && !json_is_null(v))
		return csv_fail(r, "'%.80s' is neither text nor a number nor null", name);
	text = text != NULL ? text : number;
	csv_record_begin_field(&r->row);
	csv_record_append(&r->row, text, strlen(text) + 1);
	return 0;
}

int
csv_json_read_first(struct csv_reader *r)
{
	struct json *row;
	int rc = read_object(r, &row);

	if (rc <= 0)
		return rc;
	for (const struct json *v = json_first(row); v != NULL && rc > 0; v = json_next(v)) {
		const char *name = json_name(v);

		if (r->header.n_fields >= CSV_COLUMNS_MAX)
			rc = csv_fail(r, "has more than %zu columns", CSV_COLUMNS_MAX);
		csv_record_begin_field(&r->header);
		csv_record_append(&r->header, name, strlen(name) + 1);
		if (rc > 0 && put_value(r, name, v) != 0)
			rc = -1;
	}
	if (rc > 0 && r->header.n_fields == 0)
		rc = csv_fail(r, "has no columns");
	json_free(row);
	r->held = true;
	return rc;
}

int
csv_json_read_row(struct csv_reader *r)
{
	const struct json *next;
	struct json *row;
	int rc = 1;

	if (r->held) {
		r->held = false;
		return 1;
	}
	rc = read_object(r, &row);
	if (rc <= 0)
		return rc;
	csv_record_empty(&r->row);
	next = json_first(row);
	for (size_t i = 0; i < r->header.n_fields && rc > 0; i++) {
		const char *name = csv_name(r, i);
		const struct json *v = next;

		if (v == NULL || strcmp(json_name(v), name) != 0)
			v = json_get(row, name);
		if (v == NULL)
			rc = csv_fail(r, "has no '%.80s', which the first row has", name);
		else if (put_value(r, name, v) != 0)
			rc = -1;
		next = next != NULL ? json_next(next) : NULL;
	}
	if (rc > 0 && json_count(row) != r->header.n_fields)
		rc = csv_fail(
		    r, "has %zu values, the first row %zu", json_count(row), r->header.n_fields);
	json_free(row);
	return rc;
}
