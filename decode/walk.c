/* SPDX-License-Identifier: MIT */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/xmalloc.h"

#define DEPTH_MAX 1000 /* folders within folders; each level takes a little of the stack */

/* folders from the operand down to here, to notice a link that leads back */
struct trail {
	const struct trail *up;
	dev_t device;
	ino_t inode;
	int depth;
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/*
 * The name of the folder a path is in, as the path has it: a link to a song is in the folder of the
 * link. Only where the path does not name the folder is it looked up.
 */
static char *
folder_name(const char *path)
{
	size_t len = (size_t)(base_name(path) - path);
	char *folder, *real, *name;

	while (len > 1 && path[len - 1] == '/')
		len--;
	folder = len > 0 ? xstrndup(path, len) : xstrdup(".");
	name = xstrdup(base_name(folder));
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
		real = realpath(folder, NULL);
		free(name);
		name = xstrdup(real != NULL ? base_name(real) : "");
		free(real);
	}
	free(folder);
	return name;
}

/* a file found or named twice is one track, and named where one of them is */
static void
add_file(struct walk *w, const char *path, bool found)
{
	bool is_stdin = strcmp(path, "-") == 0;
	size_t at = string_table_add(&w->names, path);

	if (at < w->n_files) {
		w->files[at].found &= found;
		return;
	}
	xgrow(&w->files, &w->cap, w->n_files + 1, sizeof(*w->files));
	w->files[w->n_files++] = (struct walk_file){
	    .path = xstrdup(path),
	    .label = is_stdin ? xstrdup("") : folder_name(path),
	    .found = found,
	};
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
fail(struct walk *w, const char *path, const char *why)
{
	xgrow(&w->errors, &w->errors_cap, w->n_errors + 1, sizeof(*w->errors));
	w->errors[w->n_errors++] = xasprintf("%s: %s", path, why);
}

/* The names in a folder, sorted, as far as they can be read; *err is 0 when that is all of them. */
static char **
read_names(const char *path, size_t *n_names, int *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char **names = NULL;
	size_t cap = 0;

	*n_names = 0;
	*err = errno;
	if (dir == NULL)
		return NULL;
	xgrow(&names, &cap, 1, sizeof(*names));
	/* an end and a failure look alike but for errno */
	while (errno = 0, (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		xgrow(&names, &cap, *n_names + 1, sizeof(*names));
		names[(*n_names)++] = xstrdup(entry->d_name);
	}
	*err = errno;
	closedir(dir);
	qsort(names, *n_names, sizeof(*names), compare_names);
	return names;
}

static bool
on_trail(const struct trail *t, const struct stat *st)
{
	for (; t != NULL; t = t->up) {
		if (t->device == st->st_dev && t->inode == st->st_ino)
			return true;
	}
	return false;
}

static void
add_folder(struct walk *w, const char *path, const struct stat *st, const struct trail *up)
{
	struct trail here = {up, st->st_dev, st->st_ino, up != NULL ? up->depth + 1 : 0};
	size_t n_names;
	char **names;
	int err;

	if (on_trail(up, st))
		return;
	if (here.depth > DEPTH_MAX) {
		fail(w, path, "too many folders within each other");
		return;
	}
	names = read_names(path, &n_names, &err);
	if (err != 0)
		fail(w, path, strerror(err));
	for (size_t i = 0; i < n_names; i++) {
		char *child =
		    xasprintf("%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", names[i]);
		struct stat child_st;

		if (stat(child, &child_st) != 0)
			add_file(w, child, true); /* decoding will say what is wrong */
		else if (S_ISDIR(child_st.st_mode))
			add_folder(w, child, &child_st, &here);
		else if (S_ISREG(child_st.st_mode))
			add_file(w, child, true);
		free(child);
		free(names[i]);
	}
	free(names);
}

void
walk_add(struct walk *w, const char *operand)
{
	struct stat st;

	if (strcmp(operand, "-") == 0)
		add_file(w, operand, false);
	else if (stat(operand, &st) != 0)
		fail(w, operand, strerror(errno));
	else if (S_ISDIR(st.st_mode))
		add_folder(w, operand, &st, NULL);
	else
		add_file(w, operand, false);
}

void
walk_free(struct walk *w)
{
	for (size_t i = 0; i < w->n_files; i++) {
		free(w->files[i].path);
		free(w->files[i].label);
	}
	for (size_t i = 0; i < w->n_errors; i++)
		free(w->errors[i]);
	free(w->files);
	free(w->errors);
	string_table_free(&w->names);
}
