/* SPDX-License-Identifier: MIT */
#include "io/csv.h"

#include <float.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "io/csv_priv.h"

#define PLAIN_STEP sizeof(uint64_t)

struct csv_reader *
csv_reader_new(struct input *in)
{
	struct csv_reader *r = xcalloc(1, sizeof(*r));

	r->in = in;
	r->line = 1;
	return r;
}

void
csv_reader_free(struct csv_reader *r)
{
	if (r == NULL)
		return;
	csv_record_clear(&r->header);
	csv_record_clear(&r->row);
	csv_record_clear(&r->json);
	free(r->columns);
	input_close(r->in);
	free(r);
}

const char *
csv_error(const struct csv_reader *r)
{
	return r->error;
}

int
csv_fail(struct csv_reader *r, const char *fmt, ...)
{
	int n = snprintf(
	    r->error, sizeof(r->error), "%.200s: line %ld: ", input_name(r->in), r->row_line);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r->error + n, sizeof(r->error) - (size_t)n, fmt, ap);
	va_end(ap);
	return -1;
}

static bool
records_equal(const struct csv_record *a, const struct csv_record *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/*
 * A quoted field, its opening quote already read. Puts the byte after the closing quote into
 * *after. Returns 0, or -1 with an error.
 */
static int
read_quoted(struct csv_reader *r, struct csv_record *rec, int *after)
{
	for (;;) {
		int c = input_getc(r->in);

		if (c == '"') {
			c = input_getc(r->in);
			if (c != '"') {
				*after = c;
				return 0;
			}
		}
		if (c == EOF)
			return csv_fail(r, "cut short within quotes");
		if (c == '\0')
			return csv_fail(r, "holds a NUL byte");
		if (c == '\n')
			r->line++;
		if (rec->len >= CSV_RECORD_MAX)
			return csv_fail(r, "is longer than %zu bytes", CSV_RECORD_MAX);
		csv_record_putc(rec, (char)c);
	}
}

/*
 * How many of eight bytes come before the first that is no letter, digit, sign or point: not above
 * a comma, which bounds plain bytes from below.
 */
static size_t
count_above_comma(const char *text)
{
	const uint64_t ones = UINT64_MAX / 255;
	uint64_t bytes, low; /* low: the first bit of bytes that are not above */

	memcpy(&bytes, text, sizeof(bytes));
	low = (bytes - ones * (',' + 1)) & ~bytes & ones * 128;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return low == 0 ? sizeof(bytes) : 0;
#else
	return low == 0 ? sizeof(bytes) : (size_t)__builtin_ctzll(low) / 8;
#endif
}

static bool
is_plain(char c)
{
	return c != ',' && c != '"' && c != '\r' && c != '\n' && c != '\0';
}

/* copies plain bytes, at most n, eight at once where they are those of numbers and names */
static size_t
copy_plain(const char *text, size_t n, char *to)
{
	size_t i = 0, here = PLAIN_STEP;

	for (; n - i >= PLAIN_STEP && here == PLAIN_STEP; i += here) {
		memcpy(to + i, text + i, PLAIN_STEP);
		here = count_above_comma(text + i);
	}
	for (; i < n && is_plain(text[i]); i++)
		to[i] = text[i];
	return i;
}

/*
 * The fields that are buffered whole and hold nothing but plain bytes, as most of a table does.
 * Returns the byte that ended the last of them, ',' also where there is none.
 */
static int
read_plain_fields(struct csv_reader *r, struct csv_record *rec)
{
	const char *text;
	size_t n = input_peek(r->in, &text), room = CSV_RECORD_MAX - rec->len, begin = 0;
	char ended_by = ',';

	n = n < room ? n : room;
	csv_record_reserve(rec, n);
	while (ended_by == ',' && rec->n_fields < CSV_COLUMNS_MAX) {
		char *to = rec->text + rec->len;
		size_t len = copy_plain(text + begin, n - begin, to);

		if (len == n - begin || (text[begin + len] != ',' && text[begin + len] != '\n'))
			break;
		csv_record_begin_field(rec);
		to[len] = '\0';
		rec->len += len + 1;
		ended_by = text[begin + len];
		begin += len + 1;
	}
	input_skip(r->in, begin);
	return ended_by;
}

/*
 * One field from its first byte c on. Returns the byte that ended it: ',', '\n' or EOF; -2 with an
 * error.
 */
static int
read_field(struct csv_reader *r, struct csv_record *rec, int c)
{
	bool quoted = c == '"';

	csv_record_begin_field(rec);
	if (quoted && read_quoted(r, rec, &c) != 0)
		return -2;
	for (;; c = input_getc(r->in)) {
		if (c == '\r') {
			c = input_getc(r->in);
			if (c != '\n' && c != EOF) {
				csv_fail(r, "has a carriage return without its newline");
				return -2;
			}
		}
		if (c == ',' || c == '\n' || c == EOF)
			break;
		if (quoted || c == '"') {
			csv_fail(r, "has a stray quote");
			return -2;
		}
		if (c == '\0' || rec->len >= CSV_RECORD_MAX) {
			csv_fail(r, c == '\0' ? "holds a NUL byte" : "is too long");
			return -2;
		}
		csv_record_putc(rec, (char)c);
	}
	csv_record_putc(rec, '\0');
	return c;
}

/* One record. Returns 1, 0 at the end of the input, -1 with an error. */
static int
read_record(struct csv_reader *r, struct csv_record *rec)
{
	const char *next;
	int c;

	csv_record_empty(rec);
	r->row_line = r->line;
	while (input_peek(r->in, &next) > 0 && (*next == '\n' || *next == '\r')) {
		if (input_getc(r->in) == '\r' && input_getc(r->in) != '\n')
			return csv_fail(r, "has a carriage return without its newline");
		r->row_line = ++r->line;
	}
	if (input_peek(r->in, &next) == 0) {
		if (input_failed(r->in) != 0)
			return csv_fail(r, "%s", strerror(input_failed(r->in)));
		return 0;
	}
	do {
		c = read_plain_fields(r, rec);
		if (c == ',' && rec->n_fields >= CSV_COLUMNS_MAX)
			return csv_fail(r, "has more than %zu columns", CSV_COLUMNS_MAX);
		if (c == ',')
			c = read_field(r, rec, input_getc(r->in));
	} while (c == ',');
	if (c == -2)
		return -1;
	if (c == EOF) {
		if (input_failed(r->in) != 0)
			return csv_fail(r, "%s", strerror(input_failed(r->in)));
		r->unended = true;
	}
	r->line++;
	return 1;
}

static void
skip_byte_order_mark(struct input *in)
{
	const char *data;

	if (input_peek(in, &data) >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		input_skip(in, 3);
}

static int
compare_columns(const void *a, const void *b)
{
	return strcmp(((const struct column *)a)->name, ((const struct column *)b)->name);
}

/* a table of one column whose name is a list: separated otherwise; -1 with an error */
static int
check_separators(struct csv_reader *r)
{
	const char *name = csv_record_field(&r->header, 0);

	if (r->header.n_fields > 1 || strpbrk(name, ";\t") == NULL)
		return 0;
	return csv_fail(r, "columns are separated by %s: separate them by commas",
	    strchr(name, ';') != NULL ? "semicolons" : "tabs");
}

int
csv_read_header(struct csv_reader *r)
{
	const char *first;
	size_t n;
	int rc;

	skip_byte_order_mark(r->in);
	if (input_peek(r->in, &first) > 0 && *first == '{')
		r->notation = CSV_JSONL;
	rc = r->notation == CSV_JSONL ? csv_json_read_first(r) : read_record(r, &r->header);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return csv_fail(r, "no header: the table is empty");
	if (check_separators(r) != 0)
		return -1;
	if (r->notation == CSV_CSV && r->unended)
		return csv_fail(r, "cut short: no newline at its end");
	n = r->header.n_fields;
	r->columns = xreallocarray(NULL, n, sizeof(*r->columns));
	for (size_t i = 0; i < n; i++) {
		r->columns[i] = (struct column){csv_record_field(&r->header, i), i};
		/* pandas and R leave the first column, of row numbers or names, without one */
		if (*r->columns[i].name == '\0' && (i > 0 || n == 1))
			return csv_fail(r, "column %zu has no name", i + 1);
	}
	qsort(r->columns, n, sizeof(*r->columns), compare_columns);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(r->columns[i].name, r->columns[i - 1].name) == 0)
			return csv_fail(r, "column '%.80s' stands twice", r->columns[i].name);
	}
	return 0;
}

int
csv_read_row(struct csv_reader *r)
{
	int rc;

	do {
		rc = r->notation == CSV_JSONL ? csv_json_read_row(r) : read_record(r, &r->row);
		if (rc <= 0)
			return rc;
	} while (r->notation == CSV_CSV && records_equal(&r->row, &r->header));
	if (r->unended && (r->must_end || r->row.n_fields < r->header.n_fields))
		return csv_fail(r, "cut short: no newline at its end");
	if (r->row.n_fields == r->header.n_fields + 1)
		return csv_fail(r,
		    "has %zu fields, the header %zu: names of rows have no column there",
		    r->row.n_fields, r->header.n_fields);
	if (r->row.n_fields != r->header.n_fields)
		return csv_fail(
		    r, "has %zu fields, the header %zu", r->row.n_fields, r->header.n_fields);
	return 1;
}

void
csv_must_end(struct csv_reader *r)
{
	r->must_end = true;
}

enum csv_notation
csv_notation(const struct csv_reader *r)
{
	return r->notation;
}

const char *
csv_file(const struct csv_reader *r)
{
	return input_name(r->in);
}

size_t
csv_n_columns(const struct csv_reader *r)
{
	return r->header.n_fields;
}

const char *
csv_name(const struct csv_reader *r, size_t column)
{
	return csv_record_field(&r->header, column);
}

long
csv_find(const struct csv_reader *r, const char *name)
{
	struct column key = {name, 0}, *found;

	found = bsearch(&key, r->columns, r->header.n_fields, sizeof(key), compare_columns);
	return found != NULL ? (long)found->index : -1;
}

const char *
csv_field(const struct csv_reader *r, size_t column)
{
	return csv_record_field(&r->row, column);
}

/* digits, a comma, digits */
static bool
has_decimal_comma(const char *text)
{
	size_t whole = strspn(text, "+-0123456789");

	return text[whole] == ',' && strspn(text + whole + 1, "0123456789eE+-") > 0 &&
	    strspn(text + whole + 1, "0123456789eE+-") == strlen(text + whole + 1);
}

int
csv_number(struct csv_reader *r, size_t column, double *out)
{
	const char *why = num_parse_double(csv_field(r, column), -DBL_MAX, DBL_MAX, out);

	if (why == NULL)
		return 0;
	if (has_decimal_comma(csv_field(r, column)))
		why = "a decimal comma: numbers have a point";
	return csv_fail(
	    r, "column %.80s: '%.40s': %s", csv_name(r, column), csv_field(r, column), why);
}
