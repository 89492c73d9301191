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

/* one line, in place; NULL, or what is wrong with it */
static const char *
take_line(struct label_rule *r, size_t *cap, char *line)
{
	size_t len = strlen(line), n_before = r->paths.n, at;
	char *label = strchr(line, '\t');

	if (len > 0 && line[len - 1] == '\r')
		line[--len] = '\0';
	if (len == 0)
		return NULL;
	if (label == NULL || label == line || strchr(label + 1, '\t') != NULL)
		return "is not a path, a tab and a label";
	*label++ = '\0';
	at = string_table_add(&r->paths, line);
	if (at < n_before)
		return strcmp(r->labels[at], label) == 0 ? NULL : "gives a path another label";
	xgrow(&r->labels, cap, at + 1, sizeof(*r->labels));
	r->labels[at] = xstrdup(label);
	return NULL;
}

char *
label_rule_load(struct label_rule *r)
{
	size_t len, cap = 0, number = 1;
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
		why = take_line(r, &cap, line);
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
	for (size_t i = 0; i < r->paths.n; i++)
		free(r->labels[i]);
	free(r->labels);
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
		at = string_table_find(&r->paths, file->path);
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
