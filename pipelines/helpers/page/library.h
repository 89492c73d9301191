/* SPDX-License-Identifier: MIT */
#ifndef PAGE_LIBRARY_H
#define PAGE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_table.h"
#include "io/csv.h"

/*
 * What a table of predictions says of a library, a row a song, and what follows from it. Texts are
 * kept once each: songs have their numbers.
 */
enum remark { REMARK_MUSIC, REMARK_SOUNDS_LIKE, REMARK_TYPICAL, N_REMARKS };

struct song {
	char *track;
	size_t folder;            /* in `folders` */
	size_t name;              /* where its name begins in `track` */
	size_t status, label;     /* in `texts` */
	size_t remark[N_REMARKS]; /* in `texts`: columns that a table may have */
	bool answered;
	bool unlike;                    /* any genre, whether it has an answer or not */
	bool comparable;                /* its label is a class */
	size_t first, second, labelled; /* classes, the label's last; second: first, of one alone */
	double p_first, p_second;
};

struct genre {
	size_t n;
	double confidence; /* the sum of its songs' */
};

/*
 * Songs of a folder that have an answer. One is out of place if its label is another class or,
 * where no label is a class, if most are heard as another.
 */
struct folder {
	size_t begin, end;   /* in `by_folder` */
	size_t usual;        /* the class of most, the first of equal ones */
	bool labelled;       /* some song has a label to compare with */
	size_t n_out;        /* songs out of place */
	double disagreement; /* their confidence to the number of songs, 0 to 1 */
};

struct library {
	char **classes; /* [n_classes] */
	size_t n_classes;
	struct song *songs; /* [n], in the order of the table */
	size_t n, cap;
	struct string_table folders, texts, models;
	bool has_label, has_remark[N_REMARKS]; /* some song has one */

	struct genre *genres; /* [n_classes] */
	size_t *sure;         /* [n_answered]: songs with an answer, the least sure first */
	size_t n_answered, n_failed, n_unlike;
	size_t *by_folder;     /* [n_answered]: songs by folder, class */
	struct folder *listed; /* [n_listed], of three songs and more, the worst first */
	size_t n_listed;
};

/*
 * Reads the table, of which the header is read, and finds out what there is to say; a song that is
 * less typical than `least` is like none of the genres. Returns 0, or
 * -1 with csv_error: it holds no predictions, or rows of segments. library_clear frees, after an
 * error too.
 */
int
library_read(struct library *l, struct csv_reader *csv, double least_typical);

void
library_clear(struct library *l);

/* a song's status and the like; "" where there is none */
const char *
library_text(const struct library *l, size_t text);

/* why a file failed, in the status of a song; NULL: it did not */
const char *
library_failure(const struct library *l, const struct song *s);

#endif
