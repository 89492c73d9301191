/* SPDX-License-Identifier: MIT */
#ifndef TABLES_PREDICTIONS_H
#define TABLES_PREDICTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "features/front_end.h"
#include "io/csv.h"

/*
 * The table of predictions, track,segment,start,label,predicted,confidence,p_<class>...,status, and
 * last, from predict, typical,model. predict and train write it, plot reads it. The reader finds
 * columns by name; those it does not need may be missing. A status but "ok" says why there is no
 * answer: its fields are empty then, but of what is like none of the classes the probabilities.
 */

/* one row to write */
struct prediction {
	const char *track, *segment, *start, *label; /* "" where there is none */
	const float *probabilities;                  /* [n_classes]; not read without an answer */
	enum piece piece;                            /* what is not sound has no answer */
	const float *typical;                        /* of songs of the classes, NULL: not known */
	bool unlike;                                 /* any class: it is not named */
};

/*
 * The names of the columns in order, *n of them; with_model: `typical` and `model` are the last.
 * The caller frees each and the list.
 */
char **
predictions_columns(size_t n_classes, char *const *classes, bool with_model, size_t *n);

/* model: what the rows will be said to come from; NULL: the table has no such column */
void
predictions_write_header(
    struct csv_writer *w, size_t n_classes, char *const *classes, const char *model);

void
predictions_write(struct csv_writer *w, size_t n_classes, char *const *classes, const char *model,
    const struct prediction *p);

#define PREDICTIONS_CLASSES_MAX 256

struct predictions {
	long track, segment, start, label, predicted, status; /* columns, -1: not there */
	size_t n_classes;
	const char **classes;  /* [n_classes], the reader's, in the order of the table */
	size_t *class_columns; /* of p_<class>, [n_classes] */
	double *p;             /* the current row, [n_classes] */
};

/* Pointers are valid until the next row. */
struct predictions_row {
	const char *track;   /* "" where the table does not say */
	const char *segment; /* "" in a row about a whole track */
	const char *label;   /* the true class, "" where unknown */
	bool has_start;
	double start_s;
	const char *status; /* "ok", or why there is no answer */
	bool answered;      /* else the rest is not set */
	size_t predicted;   /* class */
	const double *p;    /* p[n_classes], each in [0, 1] */
};

/* whether a column holds numbers, by its name */
bool
predictions_is_number(const char *column);

/* whether the header is that of predictions */
bool
predictions_are(const struct csv_reader *csv);

/*
 * Finds the columns of a table of predictions. Returns 0, or -1 with csv_error: it has no class, or
 * more than PREDICTIONS_CLASSES_MAX. predictions_clear releases what *p holds, after an error too;
 * names of classes are the reader's and live as long.
 */
int
predictions_init(struct predictions *p, struct csv_reader *csv);

void
predictions_clear(struct predictions *p);

/*
 * Parses the current row. Returns 0, or -1 with csv_error: a probability is none, the start is no
 * number, or what was predicted is no class.
 */
int
predictions_parse(struct predictions *p, struct csv_reader *csv, struct predictions_row *row);

/* The class of that name, -1: none. */
long
predictions_find_class(const struct predictions *p, const char *name);

#endif
