/* SPDX-License-Identifier: MIT */
#include "journal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "io/file.h"

#define LISTING_MAX ((size_t)1 << 36)
#define LISTS_PER_JOB 8
#define LIST_LEN_MAX 200 /* files: starting the programs takes as long as a song or two */

int
journal_read_listing(struct catalogue *c, const char *journal)
{
	char *path = xasprintf("%s/listing", journal), *text;
	const char *why;
	size_t len;
	int rc;

	text = file_read(path, LISTING_MAX, &len, &why);
	rc = text != NULL ? catalogue_add_listing(c, path, text, len)
			  : catalogue_error(c, "%s: %s", path, why);
	free(text);
	free(path);
	return rc;
}

enum kind {
	KIND_DONE,
	KIND_ROWS,
	KIND_CUT, /* at work when it ended */
};

/* a file that is not there has no rows */
static int
read_rows(struct catalogue *c, const char *path, enum kind kind)
{
	struct input *in = input_open(path);
	struct csv_reader *csv;
	int rc;

	if (in == NULL)
		return errno == ENOENT ? 0 : catalogue_error(c, "%s: %s", path, strerror(errno));
	csv = csv_reader_new(in);
	if (kind != KIND_DONE)
		rc = catalogue_add_run(c, csv, kind == KIND_CUT);
	else if (csv_read_header(csv) != 0)
		rc = catalogue_error(c, "%s", csv_error(csv));
	else
		rc = catalogue_add_table(c, csv, ORIGIN_RUN);
	csv_reader_free(csv);
	return rc;
}

static bool
ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name), n = strlen(suffix);

	return len > n && strcmp(name + len - n, suffix) == 0;
}

static int
read_file(struct catalogue *c, const char *journal, const char *name)
{
	char *path = xasprintf("%s/%s", journal, name);
	int rc = 0;

	if (ends_in(name, ".rows"))
		rc = read_rows(c, path, KIND_ROWS);
	else if (ends_in(name, ".part") || ends_in(name, ".log"))
		rc = read_rows(c, path, KIND_CUT);
	free(path);
	return rc;
}

int
journal_read_rows(struct catalogue *c, const char *journal)
{
	char *done = xasprintf("%s/done.csv", journal);
	struct dirent **names;
	int n = scandir(journal, &names, NULL, alphasort), rc;

	rc = n < 0 ? catalogue_error(c, "%s: %s", journal, strerror(errno))
		   : read_rows(c, done, KIND_DONE);
	for (int i = 0; i < n; i++) {
		if (rc == 0)
			rc = read_file(c, journal, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	free(done);
	return rc;
}

static size_t
list_len(const struct catalogue *c, size_t jobs)
{
	size_t n = 0, len;

	for (size_t i = 0; i < c->n_listed; i++)
		n += catalogue_needs_work(c, i);
	len = n / (LISTS_PER_JOB * jobs) + 1;
	return len < LIST_LEN_MAX ? len : LIST_LEN_MAX;
}

/* at most len files that need work, from entry *i on, which moves behind them */
static int
write_list(struct catalogue *c, const char *path, size_t len, size_t *i)
{
	FILE *f = fopen(path, "we");

	if (f == NULL)
		return catalogue_error(c, "%s: %s", path, strerror(errno));
	for (size_t n = 0; *i < c->n_listed && n < len; ++*i) {
		if (catalogue_needs_work(c, *i)) {
			fwrite(c->paths.list[*i], 1, strlen(c->paths.list[*i]) + 1, f);
			n++;
		}
	}
	return fclose(f) == 0 ? 0 : catalogue_error(c, "%s: %s", path, strerror(errno));
}

int
journal_cut_lists(struct catalogue *c, const char *journal, size_t jobs)
{
	size_t len = list_len(c, jobs), n_lists = 0;
	int rc = 0;

	for (size_t i = 0; i < c->n_listed && rc == 0;) {
		char *path;

		if (!catalogue_needs_work(c, i)) {
			i++;
			continue;
		}
		path = xasprintf("%s/%06zu.names", journal, ++n_lists);
		rc = write_list(c, path, len, &i);
		free(path);
	}
	return rc;
}
