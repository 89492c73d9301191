/* SPDX-License-Identifier: MIT */
#include "tables/predictions.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "stats/metrics.h"
#include "tables/field.h"
#include "tables/roles.h"

#define PREDICTED "predicted"
#define CONFIDENCE "confidence"
#define STATUS "status"
#define CLASS_PREFIX "p_" /* of the columns with a class's probability */
#define TYPICAL "typical"
#define MODEL "model"
#define SOUNDS_LIKE "sounds_like"

char **
predictions_columns(const struct predictions_form *form, size_t *n)
{
	static const char *const fixed[] = {
	    ROLE_TRACK, ROLE_SEGMENT, ROLE_START, ROLE_LABEL, PREDICTED, CONFIDENCE};
	size_t n_fixed = sizeof(fixed) / sizeof(fixed[0]);
	char **columns = xcalloc(n_fixed + form->n_classes + 5, sizeof(*columns));

	*n = 0;
	for (size_t i = 0; i < n_fixed; i++)
		columns[(*n)++] = xstrdup(fixed[i]);
	for (size_t i = 0; i < form->n_classes; i++)
		columns[(*n)++] = xasprintf(CLASS_PREFIX "%s", form->classes[i]);
	columns[(*n)++] = xstrdup(STATUS);
	if (form->model != NULL)
		columns[(*n)++] = xstrdup(TYPICAL);
	if (form->heard) {
		columns[(*n)++] = xstrdup(PREDICTIONS_MUSIC);
		columns[(*n)++] = xstrdup(SOUNDS_LIKE);
	}
	if (form->model != NULL)
		columns[(*n)++] = xstrdup(MODEL);
	return columns;
}

void
predictions_write_header(struct csv_writer *w, const struct predictions_form *form)
{
	size_t n;
	char **columns = predictions_columns(form, &n);

	for (size_t i = 0; i < n; i++) {
		csv_put(w, columns[i]);
		free(columns[i]);
	}
	csv_end_row(w);
	free(columns);
}

bool
prediction_answered(const struct prediction *p)
{
	return p->piece == PIECE_SOUND && (p->heard == NULL || p->heard->status == NULL);
}

static void
put_probability(struct csv_writer *w, const float *p)
{
	if (p != NULL)
		csv_put_float(w, *p);
	else
		csv_put(w, "");
}

static void
put_heard(struct csv_writer *w, const struct heard *heard)
{
	if (heard != NULL && heard->music >= 0)
		csv_put_float(w, (float)heard->music);
	else
		csv_put(w, "");
	csv_put(w, heard != NULL ? heard->sounds_like : "");
}

static const char *
status_of(const struct prediction *p)
{
	if (p->piece == PIECE_SOUND && !prediction_answered(p))
		return p->heard->status;
	return prediction_answered(p) && p->unlike ? PREDICTIONS_UNLIKE : piece_name(p->piece);
}

void
predictions_write(
    struct csv_writer *w, const struct predictions_form *form, const struct prediction *p)
{
	bool answered = prediction_answered(p), named = answered && !p->unlike;
	size_t winner = answered ? metrics_winner(p->probabilities, form->n_classes) : 0;

	csv_put(w, p->track);
	csv_put_number(w, p->segment);
	csv_put_number(w, p->start);
	csv_put(w, p->label);
	csv_put(w, named ? form->classes[winner] : "");
	put_probability(w, named ? &p->probabilities[winner] : NULL);
	for (size_t i = 0; i < form->n_classes; i++)
		put_probability(w, answered ? &p->probabilities[i] : NULL);
	csv_put(w, status_of(p));
	if (form->model != NULL)
		put_probability(w, p->typical);
	if (form->heard)
		put_heard(w, p->heard);
	if (form->model != NULL)
		csv_put(w, form->model);
	csv_end_row(w);
}

bool
predictions_is_number(const char *column)
{
	static const char *const names[] = {
	    ROLE_SEGMENT, ROLE_START, CONFIDENCE, PREDICTIONS_MUSIC, TYPICAL};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(column, names[i]) == 0)
			return true;
	}
	return strncmp(column, CLASS_PREFIX, strlen(CLASS_PREFIX)) == 0;
}

bool
predictions_are(const struct csv_reader *csv)
{
	return csv_find(csv, PREDICTED) >= 0;
}

int
predictions_init(struct predictions *p, struct csv_reader *csv)
{
	size_t cap_columns = 0, cap_classes = 0;

	*p = (struct predictions){
	    .track = csv_find(csv, ROLE_TRACK),
	    .segment = csv_find(csv, ROLE_SEGMENT),
	    .start = csv_find(csv, ROLE_START),
	    .label = csv_find(csv, ROLE_LABEL),
	    .predicted = csv_find(csv, PREDICTED),
	    .status = csv_find(csv, STATUS),
	    .sounds_like = csv_find(csv, SOUNDS_LIKE),
	};
	csv_must_end(csv);
	for (size_t i = 0; i < csv_n_columns(csv); i++) {
		const char *name = csv_name(csv, i);

		if (strncmp(name, CLASS_PREFIX, strlen(CLASS_PREFIX)) != 0)
			continue;
		if (p->n_classes == PREDICTIONS_CLASSES_MAX)
			return csv_fail(csv, "has more than %d classes", PREDICTIONS_CLASSES_MAX);
		xgrow(&p->class_columns, &cap_columns, p->n_classes + 1, sizeof(*p->class_columns));
		xgrow(&p->classes, &cap_classes, p->n_classes + 1, sizeof(*p->classes));
		p->class_columns[p->n_classes] = i;
		p->classes[p->n_classes++] = name + strlen(CLASS_PREFIX);
	}
	if (p->n_classes == 0)
		return csv_fail(csv, "has no column p_<class> beside 'predicted'");
	p->p = xcalloc(p->n_classes, sizeof(*p->p));
	return 0;
}

void
predictions_clear(struct predictions *p)
{
	free(p->class_columns);
	free(p->classes);
	free(p->p);
}

int
predictions_parse(struct predictions *p, struct csv_reader *csv, struct predictions_row *row)
{
	long predicted;
	int rc;

	row->track = field_text(csv, p->track);
	row->segment = field_text(csv, p->segment);
	row->label = field_text(csv, p->label);
	row->sounds_like = field_text(csv, p->sounds_like);
	rc = field_optional(csv, p->start, &row->start_s);
	if (rc < 0)
		return -1;
	row->has_start = rc == 1;
	row->status = *field_text(csv, p->status) != '\0' ? field_text(csv, p->status) : "ok";
	row->answered = strcmp(row->status, "ok") == 0;
	if (!row->answered)
		return 0;
	predicted = predictions_find_class(p, field_text(csv, p->predicted));
	if (predicted < 0)
		return csv_fail(
		    csv, "predicted '%.80s' is none of the classes", field_text(csv, p->predicted));
	row->predicted = (size_t)predicted;
	for (size_t i = 0; i < p->n_classes; i++) {
		if (csv_number(csv, p->class_columns[i], &p->p[i]) != 0)
			return -1;
		if (p->p[i] < 0 || p->p[i] > 1)
			return csv_fail(csv, "column p_%.80s: '%.40s' is no probability",
			    p->classes[i], csv_field(csv, p->class_columns[i]));
	}
	row->p = p->p;
	return 0;
}

bool
predictions_judge(const struct csv_reader *csv, double reject, struct predictions_verdict *v)
{
	const char *status = field_text(csv, csv_find(csv, STATUS));
	const char *typical = field_text(csv, csv_find(csv, TYPICAL));
	double q, p, most = -1;

	if ((strcmp(status, "ok") != 0 && strcmp(status, PREDICTIONS_UNLIKE) != 0) ||
	    num_parse_double(typical, 0, 1, &q) != NULL)
		return false;
	*v = (struct predictions_verdict){"", "", PREDICTIONS_UNLIKE};
	if ((double)(float)q < reject)
		return true;
	v->status = "ok";
	for (size_t i = 0; i < csv_n_columns(csv); i++) {
		const char *name = csv_name(csv, i);

		if (strncmp(name, CLASS_PREFIX, strlen(CLASS_PREFIX)) != 0)
			continue;
		if (num_parse_double(csv_field(csv, i), 0, 1, &p) != NULL)
			return false;
		if (p > most) {
			most = p;
			v->predicted = name + strlen(CLASS_PREFIX);
			v->confidence = csv_field(csv, i);
		}
	}
	return most >= 0;
}

long
predictions_find_class(const struct predictions *p, const char *name)
{
	for (size_t i = 0; i < p->n_classes; i++) {
		if (strcmp(p->classes[i], name) == 0)
			return (long)i;
	}
	return -1;
}
