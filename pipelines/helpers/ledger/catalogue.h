/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_CATALOGUE_H
#define LEDGER_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/string_table.h"
#include "io/csv.h"
#include "tables/predictions.h"

/*
 * What is known of the files of a library: the listing of a run (mgc-decode --list), and for each
 * file the row that stands for it, made now or by an earlier run. A row is kept as the line of the
 * table that it becomes. 10^6 files take some 400 MB.
 */
enum origin {
	ORIGIN_NONE,  /* there is no row */
	ORIGIN_TABLE, /* an earlier run's, of the same file, model and options */
	ORIGIN_RUN,   /* this run's */
};

enum outcome {
	OUTCOME_NONE,
	OUTCOME_ANSWERED,
	OUTCOME_UNLIKE,   /* any of the genres */
	OUTCOME_SILENT,   /* or too short */
	OUTCOME_NO_AUDIO, /* a file that is something else */
	OUTCOME_NO_MUSIC, /* speech, noise, ... */
	OUTCOME_FAILED,
};

#define CHANGED_LEN 32 /* "2026-11-25T16:25:26.996689728Z" */

struct entry {
	int64_t size;
	char changed[CHANGED_LEN];
	bool listed; /* else outside of what this run looks at */
	bool found;  /* in a folder, not named */
	uint8_t origin, outcome;
	char *line; /* of the table, with its newline; NULL: none */
};

struct catalogue {
	/* what makes a row stale when it changes */
	const char *model;   /* "own:9d0f3a11" */
	const char *excerpt; /* seconds in words, "" for whole tracks */
	bool heard;          /* somebody listens whether it is music */
	/* tracks less typical than that get no answer: rows are made to say so, or not */
	double reject;

	char **columns; /* of the table, in order */
	size_t n_columns;
	struct string_table paths; /* numbers the entries */
	struct entry *entries;
	size_t cap;
	size_t n_listed;
	size_t n_outside; /* rows of files that are not listed, but still there */
	size_t n_stale;   /* of them, that this run's model or options did not make: not kept */
	size_t n_gone;    /* rows of files that are there no more */
	struct csv_writer line; /* in which a row is made, into line_text */
	char *line_text;
	size_t line_len;
	char error[512];
};

/*
 * The columns: those of predictions of this form, and what the library adds. notation: that
 * of the table that the lines are for.
 */
void
catalogue_init(struct catalogue *c, const struct predictions_form *form, const char *excerpt,
    double reject, enum csv_notation notation);

/* Writes the header of that table. */
void
catalogue_put_header(const struct catalogue *c, struct csv_writer *w);

void
catalogue_free(struct catalogue *c);

/* Sets c->error; returns -1. */
__attribute__((format(printf, 2, 3))) int
catalogue_error(struct catalogue *c, const char *fmt, ...);

/* All of these return 0, or -1 with c->error. */

/* text[len]: what mgc-decode --list wrote */
int
catalogue_add_listing(struct catalogue *c, const char *path, char *text, size_t len);

/*
 * Takes the rows of an earlier table, its header read, that are still true: of the same size and
 * time, made by the same model with the same options. Rows of files that are not listed are kept
 * while the files are there. The origin is ORIGIN_RUN for what this run has done before it was
 * broken off. A table that is none of a library is an error.
 */
int
catalogue_add_table(struct catalogue *c, struct csv_reader *csv, enum origin origin);

/*
 * Takes what a run has written: predictions, or decode's log, told by their columns. With `cut` it
 * may have been ended at any byte: the last row is not trusted, as it may be of a part of a track.
 */
int
catalogue_add_run(struct catalogue *c, struct csv_reader *csv, bool cut);

/* Forgets rows of failed files that an earlier run left. */
void
catalogue_forget_failed(struct catalogue *c);

/* Whether entry i, a listed one, is still to be done. */
bool
catalogue_needs_work(const struct catalogue *c, size_t i);

/*
 * Gives what is listed and has no row one that says so, but for what was found in a folder and is
 * no audio: the run is over.
 */
void
catalogue_fail_rest(struct catalogue *c);

/* Of the listed files; answers are old or new. */
struct counts {
	size_t n_old, n_new, n_silent, n_no_music, n_unlike;
	size_t n_failed, n_failed_now; /* the second are of the first, in this run */
};

struct counts
catalogue_count(const struct catalogue *c);

#endif
