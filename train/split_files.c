/* SPDX-License-Identifier: MIT */
#include "split_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "io/input.h"
#include "tracks.h"

bool
split_files_any(const struct split_files *files)
{
	return files->train != NULL || files->validation != NULL || files->test != NULL;
}

/* the files of the split are tables */
static bool
are_tables(const struct split_files *files, const char *path)
{
	return path == NULL && files->train != NULL;
}

static struct feature_table *
read_table(const char *path, const struct role_names *roles, char *error)
{
	struct input *in = input_open(path);
	struct csv_reader *reader;
	struct feature_table *t;

	if (in == NULL) {
		snprintf(error, SPLIT_FILES_ERROR_LEN, "%s: %s", path, strerror(errno));
		return NULL;
	}
	reader = csv_reader_new(in);
	t = feature_table_read(reader, roles);
	if (t == NULL)
		snprintf(error, SPLIT_FILES_ERROR_LEN, "%s", csv_error(reader));
	csv_reader_free(reader);
	return t;
}

/* the rows first .. end-1 */
static struct row_list
range(size_t first, size_t end)
{
	struct row_list list = {xcalloc(end - first, sizeof(size_t)), end - first};

	for (size_t i = first; i < end; i++)
		list.rows[i - first] = i;
	return list;
}

/* reads one more table, if its path is not NULL, to the end of t; *rows are its rows */
static int
append(struct feature_table *t, const char *path, const struct role_names *roles,
    struct row_list *rows, char *error)
{
	size_t first = t->n_rows;
	struct feature_table *more;
	char *why;

	if (path == NULL)
		return 0;
	more = read_table(path, roles, error);
	if (more == NULL)
		return -1;
	why = feature_table_append(t, more);
	if (why != NULL) {
		snprintf(error, SPLIT_FILES_ERROR_LEN, "%s: %s", path, why);
		free(why);
		return -1;
	}
	*rows = range(first, t->n_rows);
	return 0;
}

struct feature_table *
split_files_read_table(const struct split_files *files, const char *path,
    const struct role_names *roles, struct partition *split, char *error)
{
	struct feature_table *t;

	if (!are_tables(files, path))
		return read_table(path, roles, error);
	t = read_table(files->train, roles, error);
	if (t == NULL)
		return NULL;
	split->train = range(0, t->n_rows);
	if (append(t, files->validation, roles, &split->validation, error) == 0 &&
	    append(t, files->test, roles, &split->test, error) == 0)
		return t;
	feature_table_free(t);
	return NULL;
}

static int
read_list(const struct track_index *index, const char *path, size_t n_rows, struct row_list *list,
    void (*remark)(const char *text), char *error)
{
	size_t n_unknown;
	char *text;

	*list = (struct row_list){xcalloc(n_rows, sizeof(size_t)), 0};
	if (path == NULL)
		return 0;
	if (track_index_read_list(index, path, list, &n_unknown, error, SPLIT_FILES_ERROR_LEN) != 0)
		return -1;
	if (n_unknown > 0) {
		text = xasprintf("%s: %zu of its tracks are not in the table", path, n_unknown);
		remark(text);
		free(text);
	}
	return 0;
}

/* marks the tracks of a list with its number; -1 where another list has marked one */
static int
mark(const struct dataset *d, const struct row_list *list, int number, int *marks, const char *path,
    char *error)
{
	for (size_t i = 0; i < list->n; i++) {
		int *m = &marks[d->track[list->rows[i]]];

		if (*m != 0 && *m != number) {
			snprintf(error, SPLIT_FILES_ERROR_LEN,
			    "%s: the track '%s' is also in another part of the "
			    "split",
			    path != NULL ? path : "the split", d->table->tracks[list->rows[i]]);
			return -1;
		}
		*m = number;
	}
	return 0;
}

/* no track may be in two parts; those in none are for training where nothing else is said */
static int
complete(
    const struct split_files *files, const struct dataset *d, struct partition *split, char *error)
{
	int *marks = xcalloc(d->n_tracks, sizeof(*marks)), rc = 0;

	if (mark(d, &split->train, 1, marks, files->train, error) != 0 ||
	    mark(d, &split->validation, 2, marks, files->validation, error) != 0 ||
	    mark(d, &split->test, 3, marks, files->test, error) != 0)
		rc = -1;
	for (size_t i = 0; rc == 0 && files->train == NULL && i < d->n_rows; i++) {
		if (marks[d->track[i]] == 0)
			split->train.rows[split->train.n++] = i;
	}
	free(marks);
	return rc;
}

int
split_files_group_artists(
    const struct split_files *files, struct dataset *d, bool *some, char *error)
{
	const char **of_rows = dataset_artists(d);
	char **artists = xcalloc(d->n_tracks, sizeof(*artists));
	struct track_index *index;
	int rc = 0;

	*some = false;
	for (size_t t = 0; of_rows != NULL && t < d->n_tracks; t++)
		artists[t] = of_rows[t] != NULL ? xstrdup(of_rows[t]) : NULL;
	free(of_rows);
	if (files->artists != NULL) {
		index = track_index_new(d);
		rc = track_index_read_artists(
		    index, files->artists, artists, error, SPLIT_FILES_ERROR_LEN);
		track_index_free(index);
	}
	for (size_t t = 0; t < d->n_tracks; t++)
		*some |= artists[t] != NULL;
	if (rc == 0 && *some)
		dataset_group_artists(d, (const char *const *)artists);
	for (size_t t = 0; t < d->n_tracks; t++)
		free(artists[t]);
	free(artists);
	return rc;
}

int
split_files_read_lists(const struct split_files *files, const char *path, struct dataset *d,
    struct partition *split, void (*remark)(const char *text), char *error)
{
	struct track_index *index = track_index_new(d);
	int rc = 0;

	if (files->duplicates != NULL)
		rc = track_index_read_pairs(
		    index, files->duplicates, d, error, SPLIT_FILES_ERROR_LEN);
	if (split_files_any(files) && !are_tables(files, path) && rc == 0 &&
	    (read_list(index, files->train, d->n_rows, &split->train, remark, error) != 0 ||
		read_list(index, files->validation, d->n_rows, &split->validation, remark, error) !=
		    0 ||
		read_list(index, files->test, d->n_rows, &split->test, remark, error) != 0))
		rc = -1;
	if (split_files_any(files) && rc == 0)
		rc = complete(files, d, split, error);
	row_list_drop_copies(d, &split->train);
	row_list_drop_copies(d, &split->validation);
	row_list_drop_copies(d, &split->test);
	track_index_free(index);
	return rc;
}
