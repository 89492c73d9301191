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

/* text of JSON; a byte that is not UTF-8 is half of a surrogate, as in Python's surrogateescape */
static void
put_json_text(FILE *f, const char *text)
{
	putc('"', f);
	for (const char *at = text; *at != '\0'; at = text) {
		uint32_t c = utf8_next(&text);
		unsigned char byte = (unsigned char)*at;

		if (c == UTF8_BAD && text - at == 1)
			fprintf(f, "\\udc%02x", byte);
		else if (c == '"' || c == '\\')
			fprintf(f, "\\%c", byte);
		else if (c == '\n' || c == '\t' || c == '\r')
			fprintf(f, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
		else if (c < 0x20)
			fprintf(f, "\\u%04x", byte);
		else
			fwrite(at, 1, (size_t)(text - at), f);
	}
	putc('"', f);
}

/* what is gathered goes to the file */
static void
drain(struct csv_writer *w)
{
	fwrite(w->numbers, 1, w->numbers_len, w->file);
	w->numbers_len = 0;
}

/* what comes before a field */
static void
separate(struct csv_writer *w)
{
	drain(w);
	if (w->notation == CSV_JSONL) {
		assert(w->names != NULL && w->column < w->names->n_fields);
		putc(w->in_row ? ',' : '{', w->file);
		put_json_text(w->file, csv_record_field(w->names, w->column++));
		putc(':', w->file);
	} else if (w->in_row) {
		putc(',', w->file);
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
put_text(FILE *file, const char *field)
{
	if (strpbrk(field, ",\"\r\n") == NULL && strncmp(field, "\xef\xbb\xbf", 3) != 0 &&
	    *field != '{') {
		fputs(field, file);
		return;
	}
	putc('"', file);
	for (; *field; field++) {
		if (*field == '"')
			putc('"', file);
		putc(*field, file);
	}
	putc('"', file);
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
			put_json_text(w->file, field);
		else
			fputs("null", w->file);
		return;
	}
	w->blank = first && *field == '\0';
	if (w->no_formulas && *field != '\0' && strchr("=+-@\t\r", *field) != NULL) {
		char *text = xasprintf("'%s", field);

		put_text(w->file, text);
		free(text);
	} else {
		put_text(w->file, field);
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
		fputs(number, w->file);
	} else {
		csv_put(w, field);
	}
}

/* numbers that follow each other are gathered: a call of stdio takes as long as making one */
static void
put_number(struct csv_writer *w, double x, int n_digits)
{
	if (w->numbers_len + 1 + NUM_TEXT_LEN > sizeof(w->numbers))
		drain(w);
	if (w->notation == CSV_JSONL)
		separate(w);
	else if (w->in_row)
		w->numbers[w->numbers_len++] = ',';
	w->numbers_len += num_format(x, n_digits, w->numbers + w->numbers_len);
	w->in_row = true;
	w->blank = false;
}

void
csv_put_float(struct csv_writer *w, float x)
{
	put_number(w, (double)x, 9);
}

void
csv_put_double(struct csv_writer *w, double x)
{
	put_number(w, x, 17);
}

void
csv_put_long(struct csv_writer *w, long x)
{
	separate(w);
	fprintf(w->file, "%ld", x);
}

void
csv_end_row(struct csv_writer *w)
{
	drain(w);
	if (w->notation == CSV_CSV)
		fputs(w->blank ? "\"\"\n" : "\n", w->file);
	else if (w->names_read)
		fputs("}\n", w->file);
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
