/* SPDX-License-Identifier: MIT */
#include "label.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "io/file.h"

#define LIST_MAX ((size_t)1 << 30) /* bytes */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

const char *
label_rule_parse(const char *arg, void *to)
{
	struct label_rule *r = to;
	int64_t n;

	*r = (struct label_rule){.from = LABEL_LIST, .path = arg};
	if (arg == NULL || strcmp(arg, "parent") == 0)
		r->from = LABEL_PARENT;
	else if (strcmp(arg, "tag") == 0)
		r->from = LABEL_TAG;
	else if (strcmp(arg, "top") == 0)
		*r = (struct label_rule){.from = LABEL_FOLDER, .folder = 1};
	else if (num_parse_int(arg, 1, FOLDERS_MAX, &n) == NULL)
		*r = (struct label_rule){.from = LABEL_FOLDER, .folder = (long)n};
	return NULL;
}

#define FIELDS_MAX ((size_t)100)
#define NO_FIELD ((size_t)-1)

/* a list being read, and where its fields stand */
struct list_reader {
	struct label_rule *rule;
	size_t labels_cap, artists_cap;
	size_t n_fields, path, label, artist; /* artist: NO_FIELD where there is none */
};

/* Takes a line apart, in place. Returns the number of its fields. */
static size_t
split_line(char *line, char *fields[FIELDS_MAX])
{
	size_t n = 0;
	char *tab;

	for (; n < FIELDS_MAX - 1 && (tab = strchr(line, '\t')) != NULL; line = tab + 1) {
		*tab = '\0';
		fields[n++] = line;
	}
	fields[n++] = line;
	return n;
}

static size_t
find_field(char *const fields[], size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(fields[i], name) == 0)
			return i;
	}
	return NO_FIELD;
}

/* Whether the first line is a heading, which says where the fields stand. */
static bool
take_heading(struct list_reader *l, char *const fields[], size_t n)
{
	size_t path = find_field(fields, n, "path"), label = find_field(fields, n, "label");

	if (path == NO_FIELD || label == NO_FIELD)
		return false;
	l->n_fields = n;
	l->path = path;
	l->label = label;
	l->artist = find_field(fields, n, "artist");
	l->rule->by_tail = true;
	return true;
}

/* one line, in place; NULL, or what is wrong with it */
static const char *
take_line(struct list_reader *l, char *line, bool first)
{
	struct label_rule *r = l->rule;
	size_t len = strlen(line), n_before = r->paths.n, n, at;
	char *fields[FIELDS_MAX];

	if (len > 0 && line[len - 1] == '\r')
		line[--len] = '\0';
	if (len == 0)
		return NULL;
	n = split_line(line, fields);
	if (first && take_heading(l, fields, n))
		return NULL;
	if (n != l->n_fields || *fields[l->path] == '\0')
		return r->by_tail ? "has other fields than the heading, or no path"
				  : "is not a path, a tab and a label";
	at = string_table_add(&r->paths, fields[l->path]);
	if (at < n_before)
		return strcmp(r->labels[at], fields[l->label]) == 0 ? NULL
								    : "gives a path another label";
	xgrow(&r->labels, &l->labels_cap, at + 1, sizeof(*r->labels));
	xgrow(&r->artists, &l->artists_cap, at + 1, sizeof(*r->artists));
	r->labels[at] = xstrdup(fields[l->label]);
	r->artists[at] = xstrdup(l->artist != NO_FIELD ? fields[l->artist] : "");
	return NULL;
}

char *
label_rule_load(struct label_rule *r)
{
	struct list_reader l = {.rule = r, .n_fields = 2, .label = 1, .artist = NO_FIELD};
	size_t len, number = 1;
	const char *why;
	char *text, *line, *error = NULL;

	if (r->from != LABEL_LIST)
		return NULL;
	text = file_read(r->path, LIST_MAX, &len, &why);
	if (text == NULL)
		return xasprintf("%s: %s", r->path, why);
	if (strlen(text) < len)
		error = xasprintf("%s: holds a NUL byte", r->path);
	line = text;
	if (strncmp(line, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		line += strlen(BYTE_ORDER_MARK);
	for (; error == NULL && *line != '\0'; number++) {
		size_t end = strcspn(line, "\n");
		char *next = line + end + (line[end] == '\n');

		line[end] = '\0';
		why = take_line(&l, line, number == 1);
		if (why != NULL)
			error = xasprintf("%s: line %zu %s", r->path, number, why);
		line = next;
	}
	free(text);
	return error;
}

void
label_rule_free(struct label_rule *r)
{
	for (size_t i = 0; i < r->paths.n; i++) {
		free(r->labels[i]);
		free(r->artists[i]);
	}
	free(r->labels);
	free(r->artists);
	string_table_free(&r->paths);
}

char *
folder_below(const struct walk_file *file, long n)
{
	const char *name = file->path + file->below, *slash;

	while ((slash = strchr(name, '/')) != NULL) {
		if (slash > name && --n == 0)
			return xstrndup(name, (size_t)(slash - name));
		name = slash + 1;
	}
	return xstrdup("");
}

/* The number of a file in the list, STRING_TABLE_NONE: it is not there. */
static size_t
find_file(const struct label_rule *r, const char *path)
{
	size_t at = string_table_find(&r->paths, path);

	while (r->by_tail && at == STRING_TABLE_NONE && (path = strchr(path, '/')) != NULL)
		at = string_table_find(&r->paths, ++path);
	return at;
}

char *
label_artist(const struct label_rule *r, const struct walk_file *file)
{
	size_t at = r->from == LABEL_LIST ? find_file(r, file->path) : STRING_TABLE_NONE;

	return xstrdup(at != STRING_TABLE_NONE ? r->artists[at] : "");
}

char *
label_of(const struct label_rule *r, const struct walk_file *file, const char *genre)
{
	size_t at;

	switch (r->from) {
	case LABEL_PARENT:
		return xstrdup(file->label);
	case LABEL_FOLDER:
		return folder_below(file, r->folder);
	case LABEL_TAG:
		return xstrdup(genre);
	case LABEL_LIST:
		at = find_file(r, file->path);
		return xstrdup(at != STRING_TABLE_NONE ? r->labels[at] : "");
	default:
		return xstrdup("");
	}
}

char *
label_rule_check(const struct label_rule *r, const struct walk *w)
{
	bool fits = w->n_files == 0 || (r->from != LABEL_FOLDER && r->from != LABEL_LIST);

	for (size_t i = 0; i < w->n_files && !fits; i++) {
		char *label = label_of(r, &w->files[i], "");

		fits = *label != '\0';
		free(label);
	}
	if (fits)
		return NULL;
	return r->from == LABEL_LIST
	    ? xasprintf("%s: names none of these files", r->path)
	    : xstrdup("--labels: no file lies that many folders below its operand");
}
