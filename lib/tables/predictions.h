/* SPDX-License-Identifier: MIT */
#ifndef TABLES_PREDICTIONS_H
#define TABLES_PREDICTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "features/front_end.h"
#include "io/csv.h"

/*
 * The table of predictions, track,segment,start,label,predicted,confidence,p_<class>...,status, and
 * from predict typical, music,sounds_like where somebody listened, and model. predict and train
 * write it, plot reads it. The reader finds columns by name; those it does not need may be missing.
 * A status but "ok" says why there is no answer: its fields are empty then, but of what is like
 * none of the classes the probabilities.
 */

#define PREDICTIONS_MUSIC "music" /* the column that tells that somebody listened */

#define PREDICTIONS_NO_MUSIC "no music (" /* how such a status begins */
#define PREDICTIONS_NOT_HEARD \
	"not heard" /* the status where it is not known: what listens failed */

#define PREDICTIONS_UNLIKE "unlike" /* the status of what is like none of the classes */

/* which columns there are */
struct predictions_form {
	size_t n_classes;
	char *const *classes;
	const char
	    *model; /* what the rows are said to come from; NULL: neither typical nor model */
	bool heard; /* there are music and sounds_like */
};

/* what a network that knows sounds heard in a track */
struct heard {
	double music;      /* how surely it is music, 0 to 1; -1: nothing was to be heard */
	char *sounds_like; /* "rock music 0.41; heavy metal 0.2", "" */
	char *status; /* why it gets no answer, "no music (speech 0.93)"; NULL: it may have one */
};

/* one row to write */
struct prediction {
	const char *track, *segment, *start, *label; /* "" where there is none */
	const float *probabilities;                  /* [n_classes]; not read without an answer */
	enum piece piece;                            /* what is not sound has no answer */
	const float *typical;                        /* of songs of the classes, NULL: not known */
	bool unlike;                                 /* any class: it is not named */
	const struct heard *heard;                   /* NULL: nobody listened */
};

/*
 * The names of the columns in order, *n of them. The caller frees each and the list.
 */
char **
predictions_columns(const struct predictions_form *form, size_t *n);

void
predictions_write_header(struct csv_writer *w, const struct predictions_form *form);

/* whether the row has probabilities: there was sound, and nobody took it for something else */
bool
prediction_answered(const struct prediction *p);

void
predictions_write(
    struct csv_writer *w, const struct predictions_form *form, const struct prediction *p);

#define PREDICTIONS_CLASSES_MAX 256

struct predictions {
	/* columns, -1: not there */
	long track, segment, start, label, predicted, status, sounds_like;
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
	const char *sounds_like; /* "" where nobody listened */
	const char *status;      /* "ok", or why there is no answer */
	bool answered;           /* else the rest is not set */
	size_t predicted;        /* class */
	const double *p;         /* p[n_classes], each in [0, 1] */
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

/* What a row says of a track, as texts of the table. */
struct predictions_verdict {
	const char *predicted, *confidence, *status;
};

/*
 * What the current row of a whole track would say had it been made with this --reject, to *v: no
 * class is named below it, and the most probable one else. Returns false where it makes no
 * difference: how typical the track is, is not known. Valid until the next row.
 */
bool
predictions_judge(const struct csv_reader *csv, double reject, struct predictions_verdict *v);

/* The class of that name, -1: none. */
long
predictions_find_class(const struct predictions *p, const char *name);

#endif
