/* SPDX-License-Identifier: MIT */
#ifndef TRACKS_H
#define TRACKS_H

#include <stddef.h>

#include "table.h"

/*
 * Rows of predictions gathered by track: the mean over the segments of each. The rows of one track
 * stand together in the table; a row without a segment is a track by itself.
 */
#define TRACKS_MOMENTS_MAX ((size_t)4096)

struct track {
	char *name;
	double *p; /* p[n_classes], mean over its rows */
	long n_rows;
	size_t winner; /* class */
};

struct tracks {
	const char *const *classes; /* classes[n_classes], the table's */
	size_t n_classes;
	struct track *kept; /* the first max_kept of them */
	size_t n_kept, max_kept;
	long n_tracks;
	long *n_won; /* tracks of which the class is the winner, [n_classes] */

	/* segments of the first track over time; none if one has no start or they are too many */
	double *starts_s; /* [n_moments], increasing */
	double *moments;  /* [n_moments][n_classes] */
	size_t n_moments;

	struct track open; /* the track being read; p is the sum so far */
	bool open_segments, no_moments;
	size_t cap_starts, cap_moments;
};

/* Reads the table to its end. Returns 0, or -1 with table_error. tracks_free in both cases. */
int
tracks_read(struct tracks *tracks, struct table *t, size_t max_kept);

void
tracks_free(struct tracks *tracks);

#endif
