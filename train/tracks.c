/* SPDX-License-Identifier: MIT */
#include "tracks.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_table.h"
#include "base/xmalloc.h"

#define SEVERAL (STRING_TABLE_NONE - 1)

#define TAIL_PARTS_MAX 8 /* folders and file of a path that a list may name */

/* tracks by what they may be called */
struct keys {
	struct string_table names;
	size_t *tracks; /* of each name; SEVERAL: of more than one */
	size_t cap;
};

struct track_index {
	const struct dataset *d;
	struct keys ids;
	struct keys
	    tails; /* of ids without their endings: "a/b/c.mp3" gives "a/b/c", "b/c" and "c" */
};

/* ".mp3", not ".00012": a dot, a letter, up to four letters or digits */
static bool
is_ending(const char *dot)
{
	size_t n = strlen(dot + 1);

	if (n < 2 || n > 5 || !isalpha((unsigned char)dot[1]))
		return false;
	for (const char *p = dot + 1; *p != '\0'; p++) {
		if (!isalnum((unsigned char)*p))
			return false;
	}
	return true;
}

/* a copy of a path without its ending; the caller frees */
static char *
without_ending(const char *path)
{
	char *copy = xstrdup(path), *last = strrchr(copy, '/'), *dot = strrchr(copy, '.');

	last = last != NULL ? last + 1 : copy;
	if (dot != NULL && dot > last && is_ending(dot))
		*dot = '\0';
	return copy;
}

static void
add_key(struct keys *keys, const char *key, size_t track)
{
	size_t n = keys->names.n, at = string_table_add(&keys->names, key);

	xgrow(&keys->tracks, &keys->cap, keys->names.n, sizeof(*keys->tracks));
	if (at == n)
		keys->tracks[at] = track;
	else if (keys->tracks[at] != track)
		keys->tracks[at] = SEVERAL;
}

static void
add_tails(struct keys *keys, const char *id, size_t track)
{
	char *path = without_ending(id), *tail = path + strlen(path);

	for (int parts = 0; parts < TAIL_PARTS_MAX && tail > path; parts++) {
		for (tail--; tail > path && tail[-1] != '/'; tail--)
			;
		add_key(keys, tail, track);
	}
	free(path);
}

struct track_index *
track_index_new(const struct dataset *d)
{
	struct track_index *index = xcalloc(1, sizeof(*index));

	index->d = d;
	for (size_t i = 0; i < d->n_rows; i++) {
		size_t n_ids = index->ids.names.n;

		add_key(&index->ids, d->table->tracks[i], d->track[i]);
		if (index->ids.names.n > n_ids)
			add_tails(&index->tails, d->table->tracks[i], d->track[i]);
	}
	return index;
}

void
track_index_free(struct track_index *index)
{
	if (index == NULL)
		return;
	string_table_free(&index->ids.names);
	string_table_free(&index->tails.names);
	free(index->ids.tracks);
	free(index->tails.tracks);
	free(index);
}

/*
 * the track of a name, STRING_TABLE_NONE, or SEVERAL: as much of its path as any track shares
 * decides
 */
static size_t
find(const struct track_index *index, const char *name)
{
	size_t at = string_table_find(&index->ids.names, name), track = STRING_TABLE_NONE;
	char *path, *tail;

	if (at != STRING_TABLE_NONE)
		return index->ids.tracks[at];
	path = tail = without_ending(name);
	while (track == STRING_TABLE_NONE && tail != NULL) {
		at = string_table_find(&index->tails.names, tail);
		if (at != STRING_TABLE_NONE)
			track = index->tails.tracks[at];
		tail = strchr(tail, '/');
		tail = tail != NULL ? tail + 1 : NULL;
	}
	free(path);
	return track;
}

/* a file of lines, and where in it we are */
struct lines {
	const char *path;
	FILE *file;
	char *line;
	size_t cap;
	long number;
};

/* opens the file; -1 with a message */
static int
begin_lines(struct lines *l, const char *path, char *error, size_t error_len)
{
	*l = (struct lines){.path = path, .file = fopen(path, "r")};
	if (l->file != NULL)
		return 0;
	snprintf(error, error_len, "%.200s: %s", path, strerror(errno));
	return -1;
}

/* the next line that says something, without its end; NULL: no more */
static char *
next_line(struct lines *l)
{
	ssize_t len;

	while ((len = getline(&l->line, &l->cap, l->file)) > 0) {
		if (l->number++ == 0 && strncmp(l->line, "\xef\xbb\xbf", 3) == 0) {
			len -= 3; /* a byte order mark, as editors on Windows write it */
			memmove(l->line, l->line + 3, (size_t)len + 1);
		}
		while (len > 0 && isspace((unsigned char)l->line[len - 1]))
			l->line[--len] = '\0';
		if (len > 0 && l->line[0] != '#')
			return l->line;
	}
	return NULL;
}

/* closes the file; -1 with a message when it could not be read */
static int
end_lines(struct lines *l, char *error, size_t error_len)
{
	bool bad = ferror(l->file);

	if (bad)
		snprintf(error, error_len, "%.200s: %s", l->path, strerror(errno));
	fclose(l->file);
	free(l->line);
	return bad ? -1 : 0;
}

static int
fail(const struct lines *l, char *error, size_t error_len, const char *why, const char *name)
{
	snprintf(error, error_len, "%.200s: line %ld: '%.80s' %s", l->path, l->number, name, why);
	return -1;
}

int
track_index_read_list(const struct track_index *index, const char *path, struct row_list *rows,
    size_t *n_unknown, char *error, size_t error_len)
{
	struct lines l;
	bool *named = xcalloc(index->d->n_tracks, sizeof(*named));
	char *name;
	int rc = 0;

	rows->n = *n_unknown = 0;
	if (begin_lines(&l, path, error, error_len) != 0) {
		free(named);
		return -1;
	}
	while (rc == 0 && (name = next_line(&l)) != NULL) {
		size_t track = find(index, name);

		if (track == SEVERAL)
			rc = fail(&l, error, error_len, "is the name of several tracks", name);
		else if (track == STRING_TABLE_NONE)
			++*n_unknown;
		else
			named[track] = true;
	}
	if (end_lines(&l, error, error_len) != 0)
		rc = -1;
	for (size_t i = 0; rc == 0 && i < index->d->n_rows; i++) {
		if (named[index->d->track[i]])
			rows->rows[rows->n++] = i;
	}
	free(named);
	if (rc == 0 && rows->n == 0) {
		snprintf(error, error_len,
		    "%.200s: names no track of the table; if it is a table "
		    "itself, name no other",
		    path);
		rc = -1;
	}
	return rc;
}

int
track_index_read_pairs(const struct track_index *index, const char *path, struct dataset *d,
    char *error, size_t error_len)
{
	struct lines l;
	char *line;
	int rc = 0;

	if (begin_lines(&l, path, error, error_len) != 0)
		return -1;
	while (rc == 0 && (line = next_line(&l)) != NULL) {
		char *second = strchr(line, '\t') != NULL ? strchr(line, '\t') : strchr(line, ' ');
		size_t a, b;

		if (second == NULL) {
			rc = fail(&l, error, error_len, "is one name, not two", line);
			break;
		}
		*second++ = '\0';
		a = find(index, line);
		b = find(index, second);
		if (a == SEVERAL || b == SEVERAL)
			rc = fail(&l, error, error_len, "is the name of several tracks",
			    a == SEVERAL ? line : second);
		else if (a != STRING_TABLE_NONE && b != STRING_TABLE_NONE)
			dataset_join(d, a, b);
	}
	if (end_lines(&l, error, error_len) != 0)
		rc = -1;
	return rc;
}

int
track_index_read_artists(const struct track_index *index, const char *path, char **artists,
    char *error, size_t error_len)
{
	struct lines l;
	char *line;
	int rc = 0;

	if (begin_lines(&l, path, error, error_len) != 0)
		return -1;
	while (rc == 0 && (line = next_line(&l)) != NULL) {
		char *artist = strchr(line, '\t');
		size_t track;

		if (artist == NULL)
			continue; /* nobody knows */
		*artist++ = '\0';
		artist[strcspn(artist, "\t")] = '\0';
		if (l.number == 1 && strcmp(line, "track") == 0 && strcmp(artist, "artist") == 0)
			continue;
		track = find(index, line);
		if (track == SEVERAL)
			rc = fail(&l, error, error_len, "is the name of several tracks", line);
		if (rc != 0 || track == STRING_TABLE_NONE || !dataset_is_artist(artist))
			continue;
		free(artists[track]);
		artists[track] = xstrdup(artist);
	}
	if (end_lines(&l, error, error_len) != 0)
		rc = -1;
	return rc;
}
