/* SPDX-License-Identifier: MIT */
#ifndef TABLES_ROLES_H
#define TABLES_ROLES_H

#include <stdbool.h>
#include <stddef.h>

#include "features/front_end.h"
#include "io/csv.h"

/*
 * The roles of a table's columns, found by name: `track`, `segment`, `start`, `label`, `artist`,
 * `copy`, and `front_end` and `scaler`, which say how the row was made. These carry no features,
 * nor do columns that the user names or that has no name; all others are features.
 */
#define ROLE_TRACK "track"
#define ROLE_SEGMENT "segment"
#define ROLE_START "start"
#define ROLE_LABEL "label"
#define ROLE_ARTIST "artist"
#define ROLE_COPY \
	"copy" /* what its track was made into before, "16 kHz"; "": it is the track itself */
#define ROLE_FRONT_END \
	"front_end"          /* how the row was made from audio; absent in tables made elsewhere */
#define ROLE_SCALER "scaler" /* the hash of what the row was scaled by; absent in raw tables */

struct role_names {
	const char *label; /* NULL: "label" */
	const char *group; /* NULL: "track" */
	const char *ids;   /* further columns without features, separated by commas; NULL: none */
	const char *features; /* a shell pattern for the names of features; NULL: all others */
};

/*
 * rows of cli/option.h that set them: `field` of a program's struct `type` is a struct role_names
 */
/* clang-format off */
#define ROLE_OPTIONS(type, field) \
	{ 'l', "label", "COL", "the column with the class (default label)", CLI_TEXT, \
	    CLI_AT(type, field.label) }, \
	{ 'g', "group", "COL", "the column whose rows belong together (default track)", CLI_TEXT, \
	    CLI_AT(type, field.group) }, \
	{ 'i', "id", "COL,...", "further columns that are no features", CLI_TEXT, \
	    CLI_AT(type, field.ids) }
/* clang-format on */

struct roles {
	long track, segment, start, label, group; /* column numbers, -1: not there */
	long artist, copy, front_end, scaler;
	size_t *features; /* column numbers of features, in table order */
	size_t n_features;
};

/*
 * Of a table that our programs made, which its column `front_end` or `scaler` tells, the last row
 * must be whole (csv_must_end). After the header; roles_find does it too.
 */
void
roles_guard(struct csv_reader *r);

/*
 * Finds the roles of a table whose header has been read. A column that the user named must be
 * there. Returns 0, or -1 with csv_error; roles_free frees.
 */
int
roles_find(struct csv_reader *r, const struct role_names *names, struct roles *roles);

void
roles_free(struct roles *roles);

/*
 * Checks that the current row has the same text in a column as the rows before it. *all is that
 * text, NULL before the first row; the caller frees. Column -1: nothing to check. Returns 0, or -1
 * with csv_error.
 */
int
roles_same(struct csv_reader *r, long column, char **all);

/*
 * The same for the column of front ends, of which rows may differ in their piece: *all is the text
 * without it, *piece the row's.
 */
int
roles_same_front_end(struct csv_reader *r, long column, char **all, enum piece *piece);

#endif
