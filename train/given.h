/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_GIVEN_H
#define TRAIN_GIVEN_H

#include <stdbool.h>

#include "dataset.h"
#include "model/roles.h"
#include "model/table.h"
#include "partition.h"

/*
 * What the user says of the split: which rows are for what, and which tracks belong together. With
 * a table to read the files are lists of its tracks; without one they are tables themselves.
 * Everything here dies with a message that names the file.
 */
struct given_files {
	const char *train, *validation, *test; /* NULL: not given */
	const char *duplicates;
};

/* One of train, validation and test is given. */
bool
given_any(const struct given_files *files);

/*
 * Reads the table at path ("-": standard input; NULL: that too, unless files->train is given), or
 * those of the split one below the other, and then *split has their rows. The caller frees both.
 */
struct table *
given_read_table(const struct given_files *files, const char *path, const struct role_names *roles,
    struct partition *split);

/*
 * Reads the lists there are: duplicates, and with a table to read those of the split. Without a list
 * for training that takes all tracks that no other names.
 */
void
given_read_lists(const struct given_files *files, const char *path, struct dataset *d,
    struct partition *split);

#endif
