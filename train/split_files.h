/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_SPLIT_FILES_H
#define TRAIN_SPLIT_FILES_H

#include <stdbool.h>

#include "dataset.h"
#include "tables/roles.h"
#include "tables/feature_table.h"
#include "partition.h"

/*
 * What the user says of the split: which rows are for what, and which tracks belong together. With
 * a table to read the files are lists of its tracks; without one they are tables themselves.
 * What can fail returns with a reason that names the file in error[SPLIT_FILES_ERROR_LEN].
 */
struct split_files {
	const char *train, *validation, *test; /* NULL: not given */
	const char *duplicates;
	const char *artists; /* of tracks; NULL: as the rows say */
};

/* One of train, validation and test is given. */
bool
split_files_any(const struct split_files *files);

#define SPLIT_FILES_ERROR_LEN 1024

/*
 * Reads the table at path ("-": standard input; NULL: that too, unless files->train is given), or
 * those of the split one below the other, and then *split has their rows. The caller frees both,
 * the split also after NULL.
 */
struct feature_table *
split_files_read_table(const struct split_files *files, const char *path,
    const struct role_names *roles, struct partition *split, char *error);

/*
 * Puts the tracks of an artist into one group, by the rows' artists and, over them, those of
 * files->artists. *some: whether any artist is known; else every track stays a group. Before lists
 * are read. Returns 0 or -1.
 */
int
split_files_group_artists(
    const struct split_files *files, struct dataset *d, bool *some, char *error);

/*
 * Reads the lists there are: duplicates, and with a table to read those of the split. Without a
 * list for training that takes all tracks that no other names. `remark` hears of lists that name
 * tracks which are not there. Returns 0 or -1; the caller frees *split.
 */
int
split_files_read_lists(const struct split_files *files, const char *path, struct dataset *d,
    struct partition *split, void (*remark)(const char *text), char *error);

#endif
