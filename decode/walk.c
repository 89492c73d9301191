/* SPDX-License-Identifier: MIT */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/xmalloc.h"
#include "io/file.h"
#include "other.h"

#define LIST_MAX ((size_t)1 << 30) /* bytes of a list of names */

/* folders from the operand down to here, to notice a link that leads back */
struct trail {
	const struct trail *up;
	dev_t device;
	ino_t inode;
	int depth;
	size_t below; /* where in a path begins what is below the operand */
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
add_file(struct walk *w, const char *path, size_t below, bool found)
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
	    .below = below,
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
	bool ends_in_slash = path[strlen(path) - 1] == '/';
	struct trail here = {up, st->st_dev, st->st_ino, up != NULL ? up->depth + 1 : 0,
	    up != NULL ? up->below : strlen(path) + !ends_in_slash};
	size_t n_names;
	char **names;
	int err;

	if (on_trail(up, st))
		return;
	if (here.depth > FOLDERS_MAX) {
		fail(w, path, "too many folders within each other");
		return;
	}
	names = read_names(path, &n_names, &err);
	if (err != 0)
		fail(w, path, strerror(err));
	for (size_t i = 0; i < n_names; i++) {
		char *child = xasprintf("%s%s%s", path, ends_in_slash ? "" : "/", names[i]);
		struct stat child_st;

		if (stat(child, &child_st) != 0)
			add_file(w, child, here.below, true); /* decoding will say what is wrong */
		else if (S_ISDIR(child_st.st_mode))
			add_folder(w, child, &child_st, &here);
		else if (S_ISREG(child_st.st_mode))
			add_file(w, child, here.below, true);
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
		add_file(w, operand, 0, false);
	else if (stat(operand, &st) != 0)
		fail(w, operand, strerror(errno));
	else if (S_ISDIR(st.st_mode))
		add_folder(w, operand, &st, NULL);
	else
		add_file(w, operand, (size_t)(base_name(operand) - operand), false);
}

static void
add_listed(struct walk *w, const char *name)
{
	struct stat st;

	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
		add_folder(w, name, &st, NULL);
	else
		add_file(w, name, (size_t)(base_name(name) - name), true);
}

char *
walk_add_list(struct walk *w, const char *path)
{
	size_t len;
	const char *why;
	char *list = file_read(path, LIST_MAX, &len, &why), *error = NULL;

	if (list == NULL)
		return xasprintf("%s: %s", path, why);
	for (const char *name = list; name < list + len && error == NULL;
	     name += strlen(name) + 1) {
		if (*name == '\0')
			error = xasprintf("%s: holds an empty name", path);
		else
			add_listed(w, name);
	}
	free(list);
	return error;
}

/* whether a file is surely no music, which a look inside need not tell where its name says audio */
static bool
is_other(const char *path)
{
	unsigned char head[4096];
	size_t len = 0;
	FILE *f = other_by_name(path) || named_as_audio(path) ? NULL : fopen(path, "re");

	if (f == NULL)
		return other_by_name(path);
	len = fread(head, 1, sizeof(head), f);
	fclose(f);
	return len > 0 && other_than_music(path, head, len);
}

void
walk_list(const struct walk *w, FILE *out)
{
	for (size_t i = 0; i < w->n_files; i++) {
		const struct walk_file *f = &w->files[i];
		char second[32] = "-", nanosecond[16] = "";
		struct stat st = {0};
		struct tm tm;

		if (f->found && is_other(f->path))
			continue;
		if (stat(f->path, &st) == 0 && gmtime_r(&st.st_mtim.tv_sec, &tm) != NULL &&
		    strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &tm) > 0)
			snprintf(nanosecond, sizeof(nanosecond), ".%09ldZ", st.st_mtim.tv_nsec);
		fprintf(out, "%lld %s%s %s %s", (long long)st.st_size, second, nanosecond,
		    f->found ? "found" : "named", f->path);
		putc('\0', out);
	}
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
