/* SPDX-License-Identifier: MIT */
#ifndef DECODE_LABEL_H
#define DECODE_LABEL_H

#include <stdbool.h>

#include "base/string_table.h"
#include "walk.h"

/*
 * Where the label of a track is from: the folder just above the file, one below the operand that it
 * was found in, the genre of its tags, or a list: lines of a path, a tab and a label, or a table
 * with a heading, fields with tabs between, of which `path`, `label` and `artist` count.
 */
enum label_from {
	LABEL_NONE,
	LABEL_PARENT,
	LABEL_FOLDER,
	LABEL_TAG,
	LABEL_LIST,
};

struct label_rule {
	enum label_from from;
	long folder;      /* 1: the first below the operand */
	const char *path; /* of the list */
	struct string_table paths;
	char **labels, **artists; /* of those; "" for an artist that the list does not know */
	/* of a table: by as much of the path as the table has, from its end */
	bool by_tail;
};

/* For an option: "parent" (also NULL), "top", a number, "tag", or else a file; always NULL. */
const char *
label_rule_parse(const char *arg, void *to);

/* Reads the list, if it is one. NULL, or what is wrong with it, which the caller frees. */
char *
label_rule_load(struct label_rule *r);

/*
 * A rule that labels none of the files was not meant so: a depth too many, a list of other paths.
 * NULL, or the reason, which the caller frees.
 */
char *
label_rule_check(const struct label_rule *r, const struct walk *w);

void
label_rule_free(struct label_rule *r);

/* The label of a file, "" where there is none; the caller frees. */
char *
label_of(const struct label_rule *r, const struct walk_file *file, const char *genre);

/* The artist of a file by a list, "" where none is named; the caller frees. */
char *
label_artist(const struct label_rule *r, const struct walk_file *file);

/* The name of the n-th folder below the operand, from 1, "" where there is none; to be freed. */
char *
folder_below(const struct walk_file *file, long n);

#endif
