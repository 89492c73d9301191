/* SPDX-License-Identifier: MIT */
#ifndef IO_CSV_PRIV_H
#define IO_CSV_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "io/csv.h"
#include "io/csv_record.h"
#include "io/input.h"

/* The reader of tables, for its two notations. */

/* columns by name, for csv_find */
struct column {
	const char *name;
	size_t index;
};

struct csv_reader {
	struct input *in;
	enum csv_notation notation;
	struct csv_record header, row;
	struct csv_record json; /* the line that is read, one field */
	struct column *columns;
	bool held;           /* JSON: the first row was read with the header, and is the next */
	bool unended;        /* the record read last had no newline: the table's last */
	bool must_end;       /* which is an error */
	long line, row_line; /* of the next byte, of the current row */
	char error[512];
};

/*
 * JSON: reads the first row, and the names of its members into the header. Returns 1, 0 at the end
 * of the input, -1 with csv_error.
 */
int
csv_json_read_first(struct csv_reader *r);

/* The next row. Returns as the other does. */
int
csv_json_read_row(struct csv_reader *r);

#endif
