/* SPDX-License-Identifier: MIT */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "io/input.h"
#include "tracks.h"

bool
given_any(const struct given_files *files)
{
	return files->train != NULL || files->validation != NULL || files->test != NULL;
}

/* the files of the split are tables */
static bool
are_tables(const struct given_files *files, const char *path)
{
	return path == NULL && files->train != NULL;
}

static struct table *
read_table(const char *path, const struct role_names *roles)
{
	struct input *in = input_open(path);
	struct csv_reader *reader;
	struct table *t;

	if (in == NULL)
		die("%s:", path);
	reader = csv_reader_new(in);
	t = table_read(reader, roles);
	if (t == NULL)
		die("%s", csv_error(reader));
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

/* reads one more table to the end of t; its rows */
static struct row_list
append(struct table *t, const char *path, const struct role_names *roles)
{
	size_t first = t->n_rows;
	char *why;

	if (path == NULL)
		return (struct row_list){0};
	why = table_append(t, read_table(path, roles));
	if (why != NULL)
		die("%s: %s", path, why);
	return range(first, t->n_rows);
}

struct table *
given_read_table(const struct given_files *files, const char *path, const struct role_names *roles,
    struct partition *split)
{
	struct table *t;

	if (!are_tables(files, path))
		return read_table(path, roles);
	t = read_table(files->train, roles);
	split->train = range(0, t->n_rows);
	split->validation = append(t, files->validation, roles);
	split->test = append(t, files->test, roles);
	return t;
}

static struct row_list
read_list(const struct track_index *index, const char *path, size_t n_rows)
{
	struct row_list list = {xcalloc(n_rows, sizeof(size_t)), 0};
	char error[512];
	size_t n_unknown;

	if (path == NULL)
		return list;
	if (track_index_read_list(index, path, &list, &n_unknown, error, sizeof(error)) != 0)
		die("%s", error);
	if (n_unknown > 0)
		warn("%s: %zu of its tracks are not in the table", path, n_unknown);
	return list;
}

/* marks the tracks of a list with its number; dies where another list has marked one */
static void
mark(const struct dataset *d, const struct row_list *list, int number, int *marks, const char *path)
{
	for (size_t i = 0; i < list->n; i++) {
		int *m = &marks[d->track[list->rows[i]]];

		if (*m != 0 && *m != number)
			die("%s: the track '%s' is also in another part of the split",
			    path != NULL ? path : "the split", d->table->tracks[list->rows[i]]);
		*m = number;
	}
}

/* no track may be in two parts; those in none are for training where nothing else is said */
static void
complete(const struct given_files *files, const struct dataset *d, struct partition *split)
{
	int *marks = xcalloc(d->n_tracks, sizeof(*marks));

	mark(d, &split->train, 1, marks, files->train);
	mark(d, &split->validation, 2, marks, files->validation);
	mark(d, &split->test, 3, marks, files->test);
	for (size_t i = 0; files->train == NULL && i < d->n_rows; i++) {
		if (marks[d->track[i]] == 0)
			split->train.rows[split->train.n++] = i;
	}
	free(marks);
}

void
given_read_lists(const struct given_files *files, const char *path, struct dataset *d,
    struct partition *split)
{
	struct track_index *index = track_index_new(d);
	char error[512];

	if (files->duplicates != NULL &&
	    track_index_read_pairs(index, files->duplicates, d, error, sizeof(error)) != 0)
		die("%s", error);
	if (given_any(files) && !are_tables(files, path)) {
		split->train = read_list(index, files->train, d->n_rows);
		split->validation = read_list(index, files->validation, d->n_rows);
		split->test = read_list(index, files->test, d->n_rows);
	}
	if (given_any(files))
		complete(files, d, split);
	track_index_free(index);
}
