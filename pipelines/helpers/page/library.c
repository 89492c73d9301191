/* SPDX-License-Identifier: MIT */
#include "library.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "tables/field.h"
#include "tables/predictions.h"

#define FAILED "failed: "
#define FOLDER_SONGS_MIN 3 /* fewer do not make a folder of one kind */

static const char *const remark_columns[N_REMARKS] = {"music", "sounds_like", "typical"};

struct columns {
	struct predictions predictions;
	long genre, model, remark[N_REMARKS];
	double least_typical;
};

const char *
library_text(const struct library *l, size_t text)
{
	return l->texts.list[text];
}

const char *
library_failure(const struct library *l, const struct song *s)
{
	const char *status = library_text(l, s->status);

	return strncmp(status, FAILED, strlen(FAILED)) == 0 ? status + strlen(FAILED) : NULL;
}

/* a class by a label, whatever its case; -1: none */
static long
class_of_label(const struct library *l, const char *label)
{
	for (size_t i = 0; i < l->n_classes; i++) {
		if (strcasecmp(l->classes[i], label) == 0)
			return (long)i;
	}
	return -1;
}

static void
take_answer(struct library *l, struct song *s, const struct predictions_row *row)
{
	s->answered = true;
	s->first = s->second = row->predicted;
	s->p_first = row->p[s->first];
	for (size_t i = 0; i < l->n_classes; i++) {
		if (i != s->first && (s->second == s->first || row->p[i] > s->p_second)) {
			s->second = i;
			s->p_second = row->p[i];
		}
	}
	l->n_answered++;
	l->genres[s->first].n++;
	l->genres[s->first].confidence += s->p_first;
}

/* where the name begins, and the folder: all before, "." where there is none */
static void
take_path(struct library *l, struct song *s, const char *track)
{
	const char *slash = strrchr(track, '/');
	char *folder;

	s->track = xstrdup(track);
	s->name = slash != NULL ? (size_t)(slash + 1 - track) : 0;
	folder = slash == NULL ? xstrdup(".") : xstrndup(track, slash > track ? s->name - 1 : 1);
	s->folder = string_table_add(&l->folders, folder);
	free(folder);
}

/* by its status, or else by how typical it is, where the table says that */
static bool
is_unlike(const struct columns *c, const char *status, const char *typical)
{
	double q;

	if (strcmp(status, PREDICTIONS_UNLIKE) == 0)
		return true;
	return strcmp(status, "ok") == 0 && num_parse_double(typical, 0, 1, &q) == NULL &&
	    q < c->least_typical;
}

static void
take_row(struct library *l, const struct columns *c, const struct csv_reader *csv,
    const struct predictions_row *row)
{
	const char *label = field_text(csv, c->genre), *model = field_text(csv, c->model);
	struct song s = {0};
	long labelled;

	if (*label == '\0')
		label = row->label;
	take_path(l, &s, row->track);
	s.status = string_table_add(&l->texts, row->status);
	s.label = string_table_add(&l->texts, label);
	l->has_label |= *label != '\0';
	for (int i = 0; i < N_REMARKS; i++) {
		const char *remark = field_text(csv, c->remark[i]);

		s.remark[i] = string_table_add(&l->texts, remark);
		l->has_remark[i] |= *remark != '\0';
	}
	if (*model != '\0')
		string_table_add(&l->models, model);
	labelled = class_of_label(l, label);
	s.comparable = labelled >= 0;
	s.labelled = s.comparable ? (size_t)labelled : 0;
	s.unlike = is_unlike(c, row->status, library_text(l, s.remark[REMARK_TYPICAL]));
	l->n_unlike += s.unlike;
	if (row->answered)
		take_answer(l, &s, row);
	l->n_failed += library_failure(l, &s) != NULL;
	xgrow(&l->songs, &l->cap, l->n + 1, sizeof(*l->songs));
	l->songs[l->n++] = s;
}

/* a key to sort songs by: qsort hands over nothing else */
struct key {
	double x;
	size_t folder, class, song;
};

static int
compare_keys(const void *a, const void *b)
{
	const struct key *p = a, *q = b;

	if (p->folder != q->folder)
		return p->folder < q->folder ? -1 : 1;
	if (p->class != q->class)
		return p->class < q->class ? -1 : 1;
	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return p->song < q->song ? -1 : p->song > q->song;
}

/* the songs with an answer, by confidence, or first by folder and class */
static size_t *
sort_songs(const struct library *l, bool by_folder)
{
	struct key *keys = xcalloc(l->n_answered, sizeof(*keys));
	size_t *order = xcalloc(l->n_answered, sizeof(*order)), n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct song *s = &l->songs[i];

		if (s->answered)
			keys[n++] = (struct key){
			    s->p_first, by_folder ? s->folder : 0, by_folder ? s->first : 0, i};
	}
	if (n > 0)
		qsort(keys, n, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < n; i++)
		order[i] = keys[i].song;
	free(keys);
	return order;
}

/* what there is to say of the folder of by_folder[begin..end-1] */
static struct folder
judge_folder(const struct library *l, size_t begin, size_t end)
{
	struct folder f = {.begin = begin, .end = end};
	size_t n_usual = 0, run = 0;

	for (size_t i = begin; i < end; i++) {
		const struct song *s = &l->songs[l->by_folder[i]];

		run = i > begin && s->first == l->songs[l->by_folder[i - 1]].first ? run + 1 : 1;
		if (run > n_usual) {
			n_usual = run;
			f.usual = s->first;
		}
		f.labelled |= s->comparable;
	}
	for (size_t i = begin; i < end; i++) {
		const struct song *s = &l->songs[l->by_folder[i]];

		if (f.labelled ? !s->comparable || s->first == s->labelled : s->first == f.usual)
			continue;
		f.n_out++;
		f.disagreement += s->p_first / (double)(end - begin);
	}
	return f;
}

static int
compare_folders(const void *a, const void *b)
{
	const struct folder *p = a, *q = b;

	if (p->disagreement != q->disagreement)
		return p->disagreement > q->disagreement ? -1 : 1;
	return p->begin < q->begin ? -1 : p->begin > q->begin;
}

static void
list_folders(struct library *l)
{
	size_t cap = 0;

	for (size_t i = 0, end; i < l->n_answered; i = end) {
		struct folder f;

		for (end = i + 1; end < l->n_answered &&
		     l->songs[l->by_folder[end]].folder == l->songs[l->by_folder[i]].folder;
		     end++)
			;
		f = judge_folder(l, i, end);
		if (end - i < FOLDER_SONGS_MIN || f.n_out == 0)
			continue;
		xgrow(&l->listed, &cap, l->n_listed + 1, sizeof(*l->listed));
		l->listed[l->n_listed++] = f;
	}
	if (l->n_listed > 0)
		qsort(l->listed, l->n_listed, sizeof(*l->listed), compare_folders);
}

static int
read_rows(struct library *l, struct columns *c, struct csv_reader *csv)
{
	struct predictions_row row;
	int rc;

	while ((rc = csv_read_row(csv)) > 0) {
		if (predictions_parse(&c->predictions, csv, &row) != 0)
			return -1;
		if (*row.segment != '\0')
			return csv_fail(csv, "is of a segment: a report is of whole songs");
		take_row(l, c, csv, &row);
	}
	return rc;
}

int
library_read(struct library *l, struct csv_reader *csv, double least_typical)
{
	struct columns c = {.genre = csv_find(csv, "genre"),
	    .model = csv_find(csv, "model"),
	    .least_typical = least_typical};
	int rc;

	*l = (struct library){0};
	for (int i = 0; i < N_REMARKS; i++)
		c.remark[i] = csv_find(csv, remark_columns[i]);
	if (!predictions_are(csv) || csv_find(csv, "track") < 0)
		return csv_fail(
		    csv, "is no table of predictions: it lacks a column track or predicted");
	rc = predictions_init(&c.predictions, csv);
	if (rc == 0) {
		l->n_classes = c.predictions.n_classes;
		l->classes = xcalloc(l->n_classes, sizeof(*l->classes));
		l->genres = xcalloc(l->n_classes, sizeof(*l->genres));
		for (size_t i = 0; i < l->n_classes; i++)
			l->classes[i] = xstrdup(c.predictions.classes[i]);
		rc = read_rows(l, &c, csv);
	}
	if (rc == 0) {
		l->sure = sort_songs(l, false);
		l->by_folder = sort_songs(l, true);
		list_folders(l);
	}
	predictions_clear(&c.predictions);
	return rc;
}

void
library_clear(struct library *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->songs[i].track);
	for (size_t i = 0; i < l->n_classes; i++)
		free(l->classes[i]);
	free(l->songs);
	free(l->classes);
	free(l->genres);
	free(l->sure);
	free(l->by_folder);
	free(l->listed);
	string_table_free(&l->folders);
	string_table_free(&l->texts);
	string_table_free(&l->models);
}
