/* SPDX-License-Identifier: MIT */
#ifndef IO_CSV_RECORD_H
#define IO_CSV_RECORD_H

#include <stddef.h>

#include "base/xmalloc.h"

/* The fields of a row of a table, one after the other, each with its NUL. Begin with zeros. */
struct csv_record {
	char *text;
	size_t len, cap;
	size_t *start; /* of each field in text */
	size_t n_fields, fields_cap;
};

/* Releases what it holds. */
void
csv_record_clear(struct csv_record *rec);

/* Takes all fields out. */
void
csv_record_empty(struct csv_record *rec);

/* Makes room for n bytes. */
void
csv_record_reserve(struct csv_record *rec, size_t n);

/* Begins a field, to which putc and append then add; the caller ends it by putting a NUL. */
void
csv_record_begin_field(struct csv_record *rec);

void
csv_record_append(struct csv_record *rec, const char *text, size_t n);

static inline void
csv_record_putc(struct csv_record *rec, char c)
{
	if (rec->len == rec->cap)
		xgrow(&rec->text, &rec->cap, rec->len + 1, 1);
	rec->text[rec->len++] = c;
}

/* field i of n_fields, valid until the record is changed */
static inline const char *
csv_record_field(const struct csv_record *rec, size_t i)
{
	return rec->text + rec->start[i];
}

#endif
