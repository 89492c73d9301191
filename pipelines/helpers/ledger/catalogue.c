/* SPDX-License-Identifier: MIT */
#include "catalogue.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "tables/field.h"
#include "tables/predictions.h"
#include "tables/roles.h"

#define SIZE "size"
#define CHANGED "mtime"
#define EXCERPT "excerpt"
#define FAILED "failed: "

int
catalogue_error(struct catalogue *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->error, sizeof(c->error), fmt, ap);
	va_end(ap);
	return -1;
}

static int
fail_csv(struct catalogue *c, const struct csv_reader *csv)
{
	return catalogue_error(c, "%s", csv_error(csv));
}

void
catalogue_init(struct catalogue *c, const struct predictions_form *form, const char *excerpt,
    double reject, enum csv_notation notation)
{
	size_t cap;

	*c = (struct catalogue){
	    .model = form->model,
	    .excerpt = excerpt,
	    .heard = form->heard,
	    .reject = reject,
	};
	c->columns = predictions_columns(form, &cap);
	c->n_columns = cap;
	xgrow(&c->columns, &cap, c->n_columns + 3, sizeof(*c->columns));
	c->columns[c->n_columns++] = xstrdup(SIZE);
	c->columns[c->n_columns++] = xstrdup(CHANGED);
	c->columns[c->n_columns++] = xstrdup(EXCERPT);
	c->line.file = open_memstream(&c->line_text, &c->line_len);
	if (c->line.file == NULL)
		abort();
	c->line.notation = notation;
	catalogue_put_header(c, &c->line);
	rewind(c->line.file);
}

void
catalogue_put_header(const struct catalogue *c, struct csv_writer *w)
{
	for (size_t i = 0; i < c->n_columns; i++)
		csv_put(w, c->columns[i]);
	csv_end_row(w);
}

void
catalogue_free(struct catalogue *c)
{
	for (size_t i = 0; i < c->paths.n; i++)
		free(c->entries[i].line);
	for (size_t i = 0; i < c->n_columns; i++)
		free(c->columns[i]);
	free(c->columns);
	free(c->entries);
	string_table_free(&c->paths);
	fclose(c->line.file);
	csv_writer_clear(&c->line);
	free(c->line_text);
}

/* the entry of a path, a new one where there is none */
static struct entry *
entry_of(struct catalogue *c, const char *path)
{
	size_t n_before = c->paths.n, at = string_table_add(&c->paths, path);

	xgrow(&c->entries, &c->cap, c->paths.n, sizeof(*c->entries));
	if (at == n_before)
		c->entries[at] = (struct entry){.outcome = OUTCOME_NONE};
	return &c->entries[at];
}

/* the next word of a record, ended by a space; NULL: there is none */
static char *
take_word(char **rest)
{
	char *word = *rest, *space = strchr(word, ' ');

	if (space == NULL)
		return NULL;
	*space = '\0';
	*rest = space + 1;
	return word;
}

int
catalogue_add_listing(struct catalogue *c, const char *path, char *text, size_t len)
{
	for (char *end = text + len, *next; text < end; text = next) {
		char *size, *changed, *how;
		struct entry *e;

		next = text + strlen(text) + 1;
		size = take_word(&text);
		changed = size != NULL ? take_word(&text) : NULL;
		how = changed != NULL ? take_word(&text) : NULL;
		if (how == NULL || strlen(changed) >= CHANGED_LEN || *text == '\0')
			return catalogue_error(c, "%s: is no listing of mgc-decode", path);
		e = entry_of(c, text);
		if (num_parse_int(size, 0, INT64_MAX, &e->size) != NULL)
			return catalogue_error(c, "%s: '%s' is no size", path, size);
		strcpy(e->changed, changed);
		e->found = strcmp(how, "found") == 0;
		e->listed = true;
	}
	c->n_listed = c->paths.n;
	return 0;
}

static enum outcome
outcome_of(const char *status)
{
	if (strcmp(status, "ok") == 0)
		return OUTCOME_ANSWERED;
	if (strcmp(status, PREDICTIONS_UNLIKE) == 0)
		return OUTCOME_UNLIKE;
	if (strcmp(status, "no music") == 0)
		return OUTCOME_NO_AUDIO;
	if (strncmp(status, PREDICTIONS_NO_MUSIC, strlen(PREDICTIONS_NO_MUSIC)) == 0)
		return OUTCOME_NO_MUSIC;
	if (strncmp(status, FAILED, strlen(FAILED)) == 0)
		return OUTCOME_FAILED;
	return OUTCOME_SILENT;
}

/* where the columns of the table are in another one, -1: it has none of that name */
static long *
find_columns(const struct catalogue *c, const struct csv_reader *csv)
{
	long *at = xcalloc(c->n_columns, sizeof(*at));

	for (size_t i = 0; i < c->n_columns; i++)
		at[i] = csv_find(csv, c->columns[i]);
	return at;
}

/* what the library knows of a file, for one of its own columns; NULL: it is none of them */
static const char *
own_field(const struct catalogue *c, const struct entry *e, const char *column, char size[32])
{
	snprintf(size, 32, "%lld", (long long)e->size);
	if (strcmp(column, SIZE) == 0)
		return size;
	if (strcmp(column, CHANGED) == 0)
		return e->changed;
	return strcmp(column, EXCERPT) == 0 ? c->excerpt : NULL;
}

static void
put_field(struct catalogue *c, const char *column, const char *field)
{
	if (strcmp(column, SIZE) == 0 || strcmp(column, EXCERPT) == 0 ||
	    predictions_is_number(column))
		csv_put_number(&c->line, field);
	else
		csv_put(&c->line, field);
}

/* the row in line_text becomes the entry's */
static void
keep_line(struct catalogue *c, struct entry *e, enum origin origin, enum outcome outcome)
{
	csv_end_row(&c->line);
	fflush(c->line.file);
	free(e->line);
	e->line = xstrndup(c->line_text, (size_t)ftello(c->line.file));
	rewind(c->line.file);
	e->origin = (uint8_t)origin;
	e->outcome = (uint8_t)outcome;
}

/* what a row says of a track, for one of these columns; NULL: it is another column */
static const char *
verdict_field(const struct predictions_verdict *v, const char *column)
{
	if (strcmp(column, "predicted") == 0)
		return v->predicted;
	if (strcmp(column, "confidence") == 0)
		return v->confidence;
	return strcmp(column, "status") == 0 ? v->status : NULL;
}

/* the current row as the entry's line */
static void
take_row(struct catalogue *c, struct entry *e, const struct csv_reader *csv, const long *at,
    enum origin origin)
{
	struct predictions_verdict v;
	bool judged = predictions_judge(csv, c->reject, &v);
	enum outcome outcome =
	    outcome_of(judged ? v.status : field_text(csv, csv_find(csv, "status")));
	char size[32];

	for (size_t i = 0; i < c->n_columns; i++) {
		const char *text = own_field(c, e, c->columns[i], size);

		if (text == NULL && judged)
			text = verdict_field(&v, c->columns[i]);
		put_field(c, c->columns[i], text != NULL ? text : field_text(csv, at[i]));
	}
	keep_line(c, e, origin, outcome);
}

/* gives a file a row that says why it has no answer */
static void
fail_entry(struct catalogue *c, size_t entry, const char *why)
{
	struct entry *e = &c->entries[entry];
	char *status = xasprintf(FAILED "%s", why);
	char size[32];

	for (size_t i = 0; i < c->n_columns; i++) {
		const char *name = c->columns[i], *text = own_field(c, e, name, size);

		if (text == NULL)
			text = strcmp(name, ROLE_TRACK) == 0 ? c->paths.list[entry]
			    : strcmp(name, "status") == 0    ? status
			    : strcmp(name, "model") == 0     ? c->model
							     : "";
		put_field(c, name, text);
	}
	keep_line(c, e, ORIGIN_RUN, OUTCOME_FAILED);
	free(status);
}

/* whether the current row of an earlier table would be the same today, but for the file */
static bool
is_of_this_run(const struct catalogue *c, const struct csv_reader *csv)
{
	return (csv_find(csv, PREDICTIONS_MUSIC) >= 0) == c->heard &&
	    strcmp(field_text(csv, csv_find(csv, "model")), c->model) == 0 &&
	    strcmp(field_text(csv, csv_find(csv, EXCERPT)), c->excerpt) == 0;
}

static bool
is_of_this_file(const struct entry *e, const struct csv_reader *csv)
{
	char size[32];

	snprintf(size, sizeof(size), "%lld", (long long)e->size);
	return strcmp(field_text(csv, csv_find(csv, SIZE)), size) == 0 &&
	    strcmp(field_text(csv, csv_find(csv, CHANGED)), e->changed) == 0;
}

/* a row about a file that this run does not look at */
static void
take_outside(struct catalogue *c, const struct csv_reader *csv, const long *at, bool fits,
    enum origin origin)
{
	const char *path = field_text(csv, csv_find(csv, ROLE_TRACK));
	struct stat st;
	struct entry *e;

	if (stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
		c->n_gone += origin == ORIGIN_TABLE;
		return;
	}
	c->n_outside += origin == ORIGIN_TABLE;
	c->n_stale += origin == ORIGIN_TABLE && !fits;
	if (!fits)
		return;
	e = entry_of(c, path);
	if (num_parse_int(field_text(csv, csv_find(csv, SIZE)), 0, INT64_MAX, &e->size) != NULL)
		e->size = 0;
	snprintf(e->changed, sizeof(e->changed), "%s", field_text(csv, csv_find(csv, CHANGED)));
	take_row(c, e, csv, at, origin);
}

int
catalogue_add_table(struct catalogue *c, struct csv_reader *csv, enum origin origin)
{
	bool complete = true;
	long *at;
	int rc;

	if (csv_find(csv, ROLE_TRACK) < 0 || csv_find(csv, SIZE) < 0 ||
	    csv_find(csv, CHANGED) < 0 || csv_find(csv, "model") < 0)
		return catalogue_error(c,
		    "%s: is no table of a library: it lacks a column track, size, mtime or model",
		    csv_file(csv));
	csv_must_end(csv);
	at = find_columns(c, csv);
	for (size_t i = 0; i < c->n_columns; i++)
		complete &= at[i] >= 0;
	while ((rc = csv_read_row(csv)) > 0) {
		bool fits = complete && is_of_this_run(c, csv);
		size_t i = string_table_find(&c->paths, field_text(csv, at[0]));
		struct entry *e = i != STRING_TABLE_NONE ? &c->entries[i] : NULL;

		if (e == NULL || !e->listed)
			take_outside(c, csv, at, fits, origin);
		else if (fits && is_of_this_file(e, csv))
			take_row(c, e, csv, at, origin);
	}
	free(at);
	return rc < 0 ? fail_csv(c, csv) : 0;
}

/* a row of decode's log; an answer comes with another table */
static void
take_log_row(struct catalogue *c, size_t i, const char *status)
{
	enum outcome outcome = outcome_of(status);

	if (outcome == OUTCOME_FAILED)
		fail_entry(c, i, status + strlen(FAILED));
	else if (outcome == OUTCOME_NO_AUDIO)
		c->entries[i].outcome = OUTCOME_NO_AUDIO;
}

static void
drop_row(struct entry *e)
{
	free(e->line);
	e->line = NULL;
	e->origin = ORIGIN_NONE;
	e->outcome = OUTCOME_NONE;
}

int
catalogue_add_run(struct catalogue *c, struct csv_reader *csv, bool cut)
{
	bool has_header = csv_read_header(csv) == 0;
	bool is_log = has_header && !predictions_are(csv);
	struct entry *last = NULL;
	long *at, status;
	int rc;

	if (!has_header)
		return cut ? 0 : fail_csv(c, csv);
	if (!is_log && (csv_find(csv, PREDICTIONS_MUSIC) >= 0) != c->heard)
		return 0; /* of a host that hears otherwise */
	csv_must_end(csv);
	status = csv_find(csv, "status");
	at = find_columns(c, csv);
	while ((rc = csv_read_row(csv)) > 0) {
		size_t i = string_table_find(&c->paths, field_text(csv, at[0]));

		if (i == STRING_TABLE_NONE)
			continue;
		last = &c->entries[i];
		if (is_log)
			take_log_row(c, i, field_text(csv, status));
		else if ((last->outcome != OUTCOME_FAILED || last->origin != ORIGIN_RUN) &&
		    strcmp(field_text(csv, status), PREDICTIONS_NOT_HEARD) != 0)
			take_row(c, last, csv, at, ORIGIN_RUN);
	}
	free(at);
	if (cut && !is_log && last != NULL && last->outcome != OUTCOME_FAILED)
		drop_row(last);
	return rc < 0 && !cut ? fail_csv(c, csv) : 0;
}

void
catalogue_forget_failed(struct catalogue *c)
{
	for (size_t i = 0; i < c->n_listed; i++) {
		if (c->entries[i].outcome == OUTCOME_FAILED && c->entries[i].origin == ORIGIN_TABLE)
			drop_row(&c->entries[i]);
	}
}

bool
catalogue_needs_work(const struct catalogue *c, size_t i)
{
	return c->entries[i].origin == ORIGIN_NONE && c->entries[i].outcome == OUTCOME_NONE;
}

void
catalogue_fail_rest(struct catalogue *c)
{
	for (size_t i = 0; i < c->n_listed; i++) {
		const struct entry *e = &c->entries[i];
		bool no_audio = e->outcome == OUTCOME_NO_AUDIO;

		if (e->origin == ORIGIN_NONE && !(e->found && no_audio))
			fail_entry(c, i, no_audio ? "is no music" : "no answer came");
	}
}

struct counts
catalogue_count(const struct catalogue *c)
{
	struct counts n = {0};

	for (size_t i = 0; i < c->n_listed; i++) {
		const struct entry *e = &c->entries[i];
		bool now = e->origin == ORIGIN_RUN;

		n.n_old += e->outcome == OUTCOME_ANSWERED && !now;
		n.n_new += e->outcome == OUTCOME_ANSWERED && now;
		n.n_silent += e->outcome == OUTCOME_SILENT;
		n.n_unlike += e->outcome == OUTCOME_UNLIKE;
		n.n_no_music += e->outcome == OUTCOME_NO_MUSIC;
		n.n_failed += e->outcome == OUTCOME_FAILED;
		n.n_failed_now += e->outcome == OUTCOME_FAILED && now;
	}
	return n;
}
