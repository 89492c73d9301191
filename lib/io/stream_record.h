/* SPDX-License-Identifier: MIT */
#ifndef IO_STREAM_RECORD_H
#define IO_STREAM_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/stream.h"

/*
 * The line of a record, "MGC1 type key=value ...": what reader and writer of the stream share.
 */
#define STREAM_MAGIC "MGC1 "
#define STREAM_PAIRS_MAX 64

struct stream_pair {
	char *key;
	char *value; /* as it stands in the line, still escaped */
	bool known;  /* set by the getters: what stays false is passed on */
};

struct stream_record {
	char text[STREAM_LINE_MAX + 1]; /* cut into its words */
	char *type;
	struct stream_pair pairs[STREAM_PAIRS_MAX];
	size_t n_pairs;
};

/*
 * Takes record->text, a line without its newline, apart. Returns NULL or a static reason. Does
 * not look at types and keys.
 */
const char *
stream_record_parse(struct stream_record *record);

/* The value of a key, unescaped in place at the first call, or NULL. Marks it as known. */
const char *
stream_record_string(struct stream_record *record, const char *key);

/* The value as a whole number in [min, max]. Returns 1, 0 without the key, -1 if it is none. */
int
stream_record_int(
    struct stream_record *record, const char *key, int64_t min, int64_t max, int64_t *out);

/* Writes text escaped to out[cap], NUL ended. Returns its length, or -1 when it does not fit. */
long
stream_escape(const char *text, char *out, size_t cap);

#endif
