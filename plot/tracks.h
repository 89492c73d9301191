/* SPDX-License-Identifier: MIT */
#ifndef PLOT_TRACKS_H
#define PLOT_TRACKS_H

#include <stddef.h>

#include "tables/predictions.h"

/*
 * Rows of predictions gathered by track: the mean over the segments of each. The rows of one track
 * stand together in the table; a row without a segment is a track by itself.
 */
#define TRACKS_SEGMENTS_MAX ((size_t)4096)

struct track_mean {
	char *name;    /* the table's id */
	double *p;     /* p[n_classes], mean over its rows, each in [0, 1] */
	long n_rows;   /* 1 or the number of segments */
	size_t winner; /* the class of the largest p, the first of equal ones */
};

struct tracks {
	const char *const *classes; /* classes[n_classes], the caller's */
	size_t n_classes;
	struct track_mean *kept; /* the first max_kept of them */
	size_t n_kept, max_kept;
	long n_tracks;
	long *n_won; /* tracks of which the class is the winner, [n_classes] */

	/* segments of the first track over time; none if one has no start or they are too many */
	double *starts_s;  /* [n_segments], increasing */
	double *segment_p; /* [n_segments][n_classes] */
	size_t n_segments;

	struct track_mean open;      /* the track being read; p is the sum so far */
	bool open_segments, untimed; /* untimed: the first track has no segments over time */
	size_t cap_starts, cap_p;
};

/* Begins; keeps the means of the first max_kept tracks and counts all. */
void
tracks_init(struct tracks *tracks, const char *const *classes, size_t n_classes, size_t max_kept);

/* Releases what it holds. */
void
tracks_clear(struct tracks *tracks);

/* Adds a row, whose p has n_classes. */
void
tracks_add(struct tracks *tracks, const struct predictions_row *row);

/* After the last row: closes the last track. */
void
tracks_finish(struct tracks *tracks);

#endif
