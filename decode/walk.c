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
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* where in a path begins what is below a folder that it begins with */
static size_t
below_folder(const char *folder)
{
	size_t len = strlen(folder);

	return len + (folder[len - 1] != '/');
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
add_folder(
    struct walk *w, const char *path, const struct stat *st, const struct trail *up, size_t below)
{
	bool ends_in_slash = path[strlen(path) - 1] == '/';
	struct trail here = {up, st->st_dev, st->st_ino, up != NULL ? up->depth + 1 : 0};
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
			add_file(w, child, below, true); /* decoding will say what is wrong */
		else if (S_ISDIR(child_st.st_mode))
			add_folder(w, child, &child_st, &here, below);
		else if (S_ISREG(child_st.st_mode))
			add_file(w, child, below, true);
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
		add_folder(w, operand, &st, NULL, below_folder(operand));
	else
		add_file(w, operand, (size_t)(base_name(operand) - operand), false);
}

/* the first operand that a path is that of, or below; NULL: none is */
static const char *
operand_of(const char *path, const struct string_table *operands)
{
	size_t first = string_table_find(operands, path);
	char *part = xstrdup(path);

	for (size_t i = strlen(path); i-- > 0;) {
		size_t folder;

		if (part[i] != '/')
			continue;
		part[i + 1] = '\0';
		folder = string_table_find(operands, part);
		first = folder < first ? folder : first;
		part[i] = '\0';
		folder = i > 0 ? string_table_find(operands, part) : STRING_TABLE_NONE;
		first = folder < first ? folder : first;
	}
	free(part);
	return first != STRING_TABLE_NONE ? operands->list[first] : NULL;
}

/* below: where in the name begins what is below the operand that it was found in, 0: in none */
static void
add_listed(struct walk *w, const char *name, size_t below)
{
	struct stat st;

	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
		add_folder(w, name, &st, NULL, below > 0 ? below : below_folder(name));
	else
		add_file(w, name, below > 0 ? below : (size_t)(base_name(name) - name), true);
}

/* the same for a name that must be within an operand; false where it is in none */
static bool
add_listed_within(struct walk *w, const char *name, const struct string_table *operands)
{
	const char *operand = operand_of(name, operands);

	if (operand == NULL)
		return false;
	if (strcmp(name, operand) != 0)
		add_listed(w, name, below_folder(operand));
	if (string_table_find(operands, name) != STRING_TABLE_NONE)
		walk_add(w, name);
	return true;
}

char *
walk_add_list(struct walk *w, const char *path, const struct string_table *operands)
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
		else if (operands->n == 0)
			add_listed(w, name, 0);
		else if (!add_listed_within(w, name, operands))
			error = xasprintf("%s: '%s' is in no operand", path, name);
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
