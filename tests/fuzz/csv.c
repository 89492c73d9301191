/* SPDX-License-Identifier: MIT */
/*
 * A table is read, written and read again, in either notation: it must be the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
write_row(struct csv_writer *w, const struct csv_reader *r, bool header)
{
	for (size_t i = 0; i < csv_n_columns(r); i++)
		csv_put(w, header ? csv_name(r, i) : csv_field(r, i));
	csv_end_row(w);
}

/* reads all; with w also writes. Returns the number of rows, -1 on an error */
static long
read_table(const void *data, size_t len, struct csv_writer *w)
{
	struct csv_reader *r = csv_reader_new(input_from_memory(data, len, "fuzz"));
	long n = 0;
	int rc = csv_read_header(r);
	double x;

	if (rc == 0 && w != NULL)
		write_row(w, r, true);
	while (rc == 0 && (rc = csv_read_row(r)) > 0) {
		rc = 0;
		n++;
		csv_number(r, 0, &x);
		if (csv_find(r, csv_name(r, csv_n_columns(r) - 1)) < 0)
			abort();
		if (w != NULL)
			write_row(w, r, false);
	}
	csv_reader_free(r);
	return rc < 0 ? -1 : n;
}

/* a table as text in a notation, which the caller frees; NULL: it is an error */
static char *
rewrite(const void *data, size_t len, enum csv_notation notation, size_t *text_len, long *n)
{
	char *text = NULL;
	struct csv_writer w = {.file = open_memstream(&text, text_len), .notation = notation};

	if (w.file == NULL)
		abort();
	*n = read_table(data, len, &w);
	csv_writer_clear(&w);
	fclose(w.file);
	if (*n < 0) {
		free(text);
		return NULL;
	}
	return text;
}

/* whether two texts, of which either may be NULL, are the same */
static bool
same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a != NULL && b != NULL && a_len == b_len && memcmp(a, b, a_len) == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t first_len, csv_len, json_len, back_len;
	long n, n_csv, n_json, n_back;
	char *first = rewrite(data, len, CSV_CSV, &first_len, &n), *csv, *json, *back;

	if (first == NULL)
		return 0;
	/* a row that is like the header, which JSON may have, is none in CSV */
	csv = rewrite(first, first_len, CSV_CSV, &csv_len, &n_csv);
	if (csv == NULL || n_csv > n || (n_csv == n && !same(first, first_len, csv, csv_len)))
		abort();
	json = rewrite(csv, csv_len, CSV_JSONL, &json_len, &n_json);
	if (n_csv > 0) { /* a table of JSON without rows is nothing */
		back = rewrite(json, json_len, CSV_CSV, &back_len, &n_back);
		if (n_json != n_csv || n_back != n_csv || !same(csv, csv_len, back, back_len))
			abort();
		free(back);
	}
	free(first);
	free(csv);
	free(json);
	return 0;
}
