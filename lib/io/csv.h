/* SPDX-License-Identifier: MIT */
#ifndef IO_CSV_H
#define IO_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "io/input.h"

/*
 * CSV tables, RFC 4180: a header line always, comma, quotes where needed; mgc-csv(5).
 *
 * Read also: CRLF, a byte order mark, blank lines, a last row without its newline unless
 * csv_must_end, a first column without a name. A line equal to the header is skipped, so tables can
 * be concatenated. Each an error of its own: a row with another number of fields, a repeated column
 * name, another empty one, bytes after a closing quote, a NUL byte, semicolons or tabs for commas,
 * a decimal comma, a record or header past CSV_RECORD_MAX bytes or CSV_COLUMNS_MAX columns.
 *
 * The second notation are lines of JSON, an object a row, which the reader knows by its first byte,
 * a brace. There is no header: the columns are the members of the first row, and each row has the
 * same. Fields that are empty are null, bytes that are not UTF-8 are \udc80 to \udcff, as Python's
 * surrogateescape has it. Errors are other members than the first row's, and values that are
 * neither text nor number nor null.
 */
enum csv_notation {
	CSV_CSV,
	CSV_JSONL,
};

#define CSV_RECORD_MAX ((size_t)4 * 1024 * 1024)
#define CSV_COLUMNS_MAX ((size_t)65536)

struct csv_reader;
struct csv_record;

/* Takes the input over, also closing it. Never fails; csv_read_header does. */
struct csv_reader *
csv_reader_new(struct input *in);

void
csv_reader_free(struct csv_reader *r);

/* Reads the header. Returns 0, or -1 with csv_error. To be called first. */
int
csv_read_header(struct csv_reader *r);

/*
 * After the header: a last row without its newline was cut short, and is an error. For tables of
 * our own programs, which end every row: of others it may be whole (RFC 4180).
 */
void
csv_must_end(struct csv_reader *r);

/* Reads the next row. Returns 1, 0 at the end, -1 with csv_error. */
int
csv_read_row(struct csv_reader *r);

/* "file: line 3: why", valid until the next call */
const char *
csv_error(const struct csv_reader *r);

enum csv_notation
csv_notation(const struct csv_reader *r);

/* what messages call the file */
const char *
csv_file(const struct csv_reader *r);

size_t
csv_n_columns(const struct csv_reader *r);

/* name of column 0 .. n-1 */
const char *
csv_name(const struct csv_reader *r, size_t column);

/* the column of that name, -1: none */
long
csv_find(const struct csv_reader *r, const char *name);

/* a field of the current row, valid until the next row */
const char *
csv_field(const struct csv_reader *r, size_t column);

/* A field as a finite number. Returns 0, or -1 with csv_error. */
int
csv_number(struct csv_reader *r, size_t column, double *out);

/* Sets csv_error to "file: line N: message" for the current row; returns -1. */
__attribute__((format(printf, 2, 3))) int
csv_fail(struct csv_reader *r, const char *fmt, ...);

/*
 * Writing. Fields go out one by one; csv_end_row ends the line. Strings are quoted where needed.
 * Floats are written with 9 digits, doubles with 17, which read back to the same value. Errors
 * are left in the FILE. A number must be finite.
 *
 * The first row is the header, of strings. As JSON it is kept, and what of it writes nothing.
 */
struct csv_writer {
	FILE *file;
	enum csv_notation notation;
	bool in_row;
	bool no_formulas; /* CSV: an apostrophe before strings that a spreadsheet would compute */
	bool blank;       /* the row is one empty field so far: written "", not as a blank line */
	bool names_read;  /* the header is written */
	struct csv_record *names; /* JSON: its fields */
	size_t column;            /* JSON: of the next field */
	char pending[4096];       /* of the row, not yet in the file */
	size_t pending_len;
};

/* Releases what a writer of JSON holds; the file stays the caller's. */
void
csv_writer_clear(struct csv_writer *w);

void
csv_put(struct csv_writer *w, const char *field);

/* The text of a number, or none: what is no number is put as csv_put does. */
void
csv_put_number(struct csv_writer *w, const char *field);

void
csv_put_float(struct csv_writer *w, float x);

void
csv_put_double(struct csv_writer *w, double x);

void
csv_put_long(struct csv_writer *w, long x);

void
csv_end_row(struct csv_writer *w);

#endif
