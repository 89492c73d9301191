/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TRACKS_H
#define TRAIN_TRACKS_H

#include <stddef.h>

#include "dataset.h"
#include "partition.h"

/*
 * Files that name tracks of a dataset. A name means the track of that id; else, endings left out,
 * the one whose path ends as the name does, in as many folders as any track shares with it:
 * "blues/blues.00012.wav" means "music/blues/blues.00012.mp3", and "blues.00012" where there is no
 * such folder. Empty lines, lines that begin with # and a byte order mark count for nothing.
 */
struct track_index;

/* The dataset stays the caller's, and must live as long. */
struct track_index *
track_index_new(const struct dataset *d);

void
track_index_free(struct track_index *index);

/*
 * The rows of the tracks that a list names, a name a line, in table order; into rows->rows[n_rows],
 * which the caller has allocated. Names of no track are counted in *n_unknown. Returns 0, or -1
 * with "path: why" in error: also when it names none at all, or a name fits several tracks.
 */
int
track_index_read_list(const struct track_index *index, const char *path, struct row_list *rows,
    size_t *n_unknown, char *error, size_t error_len);

/*
 * Pairs of tracks that are one recording, two names a line with a tab or a space between: joins
 * their groups. Pairs of which one is not there are passed over. Returns and error as above.
 */
int
track_index_read_pairs(const struct track_index *index, const char *path, struct dataset *d,
    char *error, size_t error_len);

/*
 * Artists of tracks, a track, a tab and its artist a line; a first line "track", tab, "artist" is a
 * header. Sets artists[d->n_tracks] of those named, as texts that the caller frees, and leaves the
 * others. Tracks that are not there are passed over. Returns and error as above.
 */
int
track_index_read_artists(const struct track_index *index, const char *path, char **artists,
    char *error, size_t error_len);

#endif
