/* SPDX-License-Identifier: MIT */
#include "io/csv_record.h"

#include <stdlib.h>
#include <string.h>

void
csv_record_clear(struct csv_record *rec)
{
	free(rec->text);
	free(rec->start);
	*rec = (struct csv_record){0};
}

void
csv_record_empty(struct csv_record *rec)
{
	rec->len = 0;
	rec->n_fields = 0;
}

void
csv_record_reserve(struct csv_record *rec, size_t n)
{
	xgrow(&rec->text, &rec->cap, rec->len + n, 1);
}

void
csv_record_begin_field(struct csv_record *rec)
{
	xgrow(&rec->start, &rec->fields_cap, rec->n_fields + 1, sizeof(*rec->start));
	rec->start[rec->n_fields++] = rec->len;
}

void
csv_record_append(struct csv_record *rec, const char *text, size_t n)
{
	csv_record_reserve(rec, n);
	memcpy(rec->text + rec->len, text, n);
	rec->len += n;
}
