/* SPDX-License-Identifier: MIT */
#ifndef PREDICT_HEARING_H
#define PREDICT_HEARING_H

#include "io/csv.h"
#include "tables/predictions.h"

/*
 * What a network that knows sounds heard in tracks: rows of the set audioset, with columns
 * tag_..., of which the mean over a track says whether it is music and what it sounds like. Rows of
 * a track come together, tracks in any order: no more of the table is read than it takes to find
 * one. Memory holds a few words for each track.
 */
struct hearing;

/* Reads the header. NULL: with csv_error. The reader stays the caller's, and outlives this. */
struct hearing *
hearing_new(struct csv_reader *csv);

void
hearing_free(struct hearing *h);

/*
 * What was heard in a track. Of one that the table does not have it is not known whether it is
 * music: its status says so. NULL: with csv_error. Valid until the next call.
 */
const struct heard *
hearing_of(struct hearing *h, const char *track);

/* csv_error, "" when there was none */
const char *
hearing_error(const struct hearing *h);

/* Reads the table to its end. Returns 0, or -1 with csv_error. */
int
hearing_finish(struct hearing *h);

#endif
