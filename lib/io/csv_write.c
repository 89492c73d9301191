/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "io/csv.h"
#include "io/csv_record.h"

/* what is gathered goes to the file */
static void
drain(struct csv_writer *w)
{
	fwrite(w->pending, 1, w->pending_len, w->file);
	w->pending_len = 0;
}

/* room for len bytes, at most as many as can be pending; w->pending_len tells where it ends */
static char *
reserve(struct csv_writer *w, size_t len)
{
	if (len > sizeof(w->pending) - w->pending_len)
		drain(w);
	w->pending_len += len;
	return &w->pending[w->pending_len - len];
}

/* A row is gathered: a call of stdio takes as long as making a number. */
static void
put_bytes(struct csv_writer *w, const char *bytes, size_t len)
{
	if (len <= sizeof(w->pending)) {
		memcpy(reserve(w, len), bytes, len);
		return;
	}
	drain(w);
	fwrite(bytes, 1, len, w->file);
}

static void
put_char(struct csv_writer *w, char c)
{
	*reserve(w, 1) = c;
}

/* a number as num_format has it */
static void
put_digits(struct csv_writer *w, double x, int n_digits)
{
	char *to = reserve(w, NUM_TEXT_LEN);

	w->pending_len -= NUM_TEXT_LEN - num_format(x, n_digits, to);
}

/* text of JSON; a byte that is not UTF-8 is half of a surrogate, as in Python's surrogateescape */
static void
put_json_text(struct csv_writer *w, const char *text)
{
	char escape[8];

	put_char(w, '"');
	for (const char *at = text; *at != '\0'; at = text) {
		uint32_t c = utf8_next(&text);
		unsigned char byte = (unsigned char)*at;

		*escape = '\0';
		if (c == UTF8_BAD && text - at == 1)
			snprintf(escape, sizeof(escape), "\\udc%02x", byte);
		else if (c == '"' || c == '\\')
			snprintf(escape, sizeof(escape), "\\%c", byte);
		else if (c == '\n' || c == '\t' || c == '\r')
			snprintf(escape, sizeof(escape), "\\%c", "tn  r"[byte - '\t']);
		else if (c < 0x20)
			snprintf(escape, sizeof(escape), "\\u%04x", byte);
		if (*escape != '\0')
			put_bytes(w, escape, strlen(escape));
		else
			put_bytes(w, at, (size_t)(text - at));
	}
	put_char(w, '"');
}

/* what comes before a field */
static void
separate(struct csv_writer *w)
{
	if (w->notation == CSV_JSONL) {
		assert(w->names != NULL && w->column < w->names->n_fields);
		put_char(w, w->in_row ? ',' : '{');
		put_json_text(w, csv_record_field(w->names, w->column++));
		put_char(w, ':');
	} else if (w->in_row) {
		put_char(w, ',');
	}
	w->in_row = true;
	w->blank = false;
}

/* JSON: the first row are names; whether the field is one of them, and is kept */
static bool
is_name(struct csv_writer *w, const char *field)
{
	if (w->notation != CSV_JSONL || w->names_read)
		return false;
	if (w->names == NULL)
		w->names = xcalloc(1, sizeof(*w->names));
	csv_record_begin_field(w->names);
	csv_record_append(w->names, field, strlen(field) + 1);
	return true;
}

/* a string, quoted where needed; a table that begins with a brace would be read as JSON */
static void
put_text(struct csv_writer *w, const char *field)
{
	size_t len = strlen(field);

	if (strcspn(field, ",\"\r\n") == len && strncmp(field, "\xef\xbb\xbf", 3) != 0 &&
	    *field != '{') {
		put_bytes(w, field, len);
		return;
	}
	put_char(w, '"');
	for (; *field; field++) {
		if (*field == '"')
			put_char(w, '"');
		put_char(w, *field);
	}
	put_char(w, '"');
}

void
csv_put(struct csv_writer *w, const char *field)
{
	bool first = !w->in_row;

	if (is_name(w, field))
		return;
	separate(w);
	if (w->notation == CSV_JSONL) {
		if (*field != '\0')
			put_json_text(w, field);
		else
			put_bytes(w, "null", 4);
		return;
	}
	w->blank = first && *field == '\0';
	if (w->no_formulas && *field != '\0' && strchr("=+-@\t\r", *field) != NULL) {
		char *text = xasprintf("'%s", field);

		put_text(w, text);
		free(text);
	} else {
		put_text(w, field);
	}
}

void
csv_put_number(struct csv_writer *w, const char *field)
{
	double x;

	if (w->notation == CSV_JSONL && num_parse_double(field, -DBL_MAX, DBL_MAX, &x) == NULL) {
		char number[NUM_TEXT_LEN];

		num_print(x, number);
		separate(w);
		put_bytes(w, number, strlen(number));
	} else {
		csv_put(w, field);
	}
}

void
csv_put_float(struct csv_writer *w, float x)
{
	separate(w);
	put_digits(w, (double)x, 9);
}

void
csv_put_double(struct csv_writer *w, double x)
{
	separate(w);
	put_digits(w, x, 17);
}

void
csv_put_long(struct csv_writer *w, long x)
{
	char number[NUM_TEXT_LEN];

	separate(w);
	put_bytes(w, number, (size_t)snprintf(number, sizeof(number), "%ld", x));
}

void
csv_end_row(struct csv_writer *w)
{
	const char *end = "";

	if (w->notation == CSV_CSV)
		end = w->blank ? "\"\"\n" : "\n";
	else if (w->names_read)
		end = "}\n";
	put_bytes(w, end, strlen(end));
	drain(w);
	w->names_read = true;
	w->in_row = w->blank = false;
	w->column = 0;
}

void
csv_writer_clear(struct csv_writer *w)
{
	if (w->names != NULL)
		csv_record_clear(w->names);
	free(w->names);
	w->names = NULL;
}
