/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

struct table {
	struct csv_reader *csv;
	long track, segment, start, label, predicted;              /* columns, -1: not there */
	long epoch, loss, accuracy, val_loss, val_accuracy, value; /* the same */
	long series, songs, error;                                 /* the same */
	size_t n_classes;
	size_t *class_columns; /* of p_<class>, [n_classes] */
	const char **classes;  /* [n_classes] */
	double *p;             /* the current row, [n_classes] */
};

struct table *
table_new(struct csv_reader *csv)
{
	struct table *t = xcalloc(1, sizeof(*t));

	t->csv = csv;
	return t;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	csv_reader_free(t->csv);
	free(t->class_columns);
	free(t->classes);
	free(t->p);
	free(t);
}

const char *
table_error(const struct table *t)
{
	return csv_error(t->csv);
}

int
table_fail(struct table *t, const char *fmt, ...)
{
	char msg[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	return csv_fail(t->csv, "%s", msg);
}

size_t
table_n_classes(const struct table *t)
{
	return t->n_classes;
}

const char *const *
table_classes(const struct table *t)
{
	return t->classes;
}

long
table_find_class(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->n_classes; i++) {
		if (strcmp(t->classes[i], name) == 0)
			return (long)i;
	}
	return -1;
}

/* the columns p_<class>, in the order of the table */
static int
find_classes(struct table *t)
{
	size_t cap_columns = 0, cap_classes = 0;

	for (size_t i = 0; i < csv_n_columns(t->csv); i++) {
		const char *name = csv_name(t->csv, i);

		if (strncmp(name, "p_", 2) != 0)
			continue;
		if (t->n_classes == TABLE_CLASSES_MAX)
			return table_fail(t, "has more than %d classes", TABLE_CLASSES_MAX);
		xgrow(&t->class_columns, &cap_columns, t->n_classes + 1, sizeof(*t->class_columns));
		xgrow(&t->classes, &cap_classes, t->n_classes + 1, sizeof(*t->classes));
		t->class_columns[t->n_classes] = i;
		t->classes[t->n_classes++] = name + 2;
	}
	t->p = xcalloc(t->n_classes, sizeof(*t->p));
	return 0;
}

int
table_read_header(struct table *t, enum table_kind *kind)
{
	if (csv_read_header(t->csv) != 0)
		return -1;
	t->track = csv_find(t->csv, "track");
	t->segment = csv_find(t->csv, "segment");
	t->start = csv_find(t->csv, "start");
	t->label = csv_find(t->csv, "label");
	t->predicted = csv_find(t->csv, "predicted");
	t->epoch = csv_find(t->csv, "epoch");
	t->loss = csv_find(t->csv, "loss");
	t->accuracy = csv_find(t->csv, "accuracy");
	t->val_loss = csv_find(t->csv, "val_loss");
	t->val_accuracy = csv_find(t->csv, "val_accuracy");
	t->series = csv_find(t->csv, "series");
	t->songs = csv_find(t->csv, "songs");
	t->error = csv_find(t->csv, "error");
	t->value = -1;
	if (t->predicted >= 0) {
		*kind = TABLE_PREDICTIONS;
		if (find_classes(t) != 0)
			return -1;
		if (t->n_classes == 0)
			return table_fail(t, "has no column p_<class> beside 'predicted'");
	} else if (t->epoch >= 0 && t->loss >= 0 && t->accuracy >= 0) {
		*kind = TABLE_HISTORY;
	} else if (t->series >= 0 && t->songs >= 0 && t->accuracy >= 0) {
		*kind = TABLE_LEARNING;
	} else if (t->track >= 0) {
		*kind = TABLE_FEATURES;
	} else {
		return table_fail(
		    t, "is the header of neither predictions nor a history nor features");
	}
	return 0;
}

/* text of a column that may be missing */
static const char *
text(const struct table *t, long column)
{
	return column >= 0 ? csv_field(t->csv, (size_t)column) : "";
}

/* A field as a number that a chart can hold. Returns 0, or -1 with table_error. */
static int
number(struct table *t, long column, double *out)
{
	if (csv_number(t->csv, (size_t)column, out) != 0)
		return -1;
	if (*out >= -TABLE_NUMBER_MAX && *out <= TABLE_NUMBER_MAX)
		return 0;
	return table_fail(t, "column %.80s: '%.40s' is too large to draw",
	    csv_name(t->csv, (size_t)column), csv_field(t->csv, (size_t)column));
}

/* A number that may be missing or empty. Returns 1, 0: not there, -1 with table_error. */
static int
optional_number(struct table *t, long column, double *out)
{
	if (*text(t, column) == '\0')
		return 0;
	return number(t, column, out) == 0 ? 1 : -1;
}

int
table_next_prediction(struct table *t, struct table_prediction *row)
{
	int rc = csv_read_row(t->csv);
	long predicted;

	if (rc <= 0)
		return rc;
	row->track = text(t, t->track);
	row->segment = text(t, t->segment);
	row->label = text(t, t->label);
	rc = optional_number(t, t->start, &row->start_s);
	if (rc < 0)
		return -1;
	row->has_start = rc == 1;
	predicted = table_find_class(t, text(t, t->predicted));
	if (predicted < 0)
		return table_fail(
		    t, "predicted '%.80s' is none of the classes", text(t, t->predicted));
	row->predicted = (size_t)predicted;
	for (size_t i = 0; i < t->n_classes; i++) {
		if (csv_number(t->csv, t->class_columns[i], &t->p[i]) != 0)
			return -1;
		if (t->p[i] < 0 || t->p[i] > 1)
			return table_fail(t, "column p_%.80s: '%.40s' is no probability",
			    t->classes[i], csv_field(t->csv, t->class_columns[i]));
	}
	row->p = t->p;
	return 1;
}

/* a share in [0, 1] of the column of that name, *x already read */
static int
check_share(struct table *t, const char *name, double x)
{
	if (x >= 0 && x <= 1)
		return 0;
	return table_fail(t, "column %s: %.9g is not in the range 0 to 1", name, x);
}

int
table_next_epoch(struct table *t, struct table_epoch *row)
{
	int rc = csv_read_row(t->csv), has_loss, has_accuracy;

	if (rc <= 0)
		return rc;
	if (number(t, t->epoch, &row->epoch) != 0 || number(t, t->loss, &row->loss) != 0 ||
	    number(t, t->accuracy, &row->accuracy) != 0 ||
	    check_share(t, "accuracy", row->accuracy) != 0)
		return -1;
	has_loss = optional_number(t, t->val_loss, &row->val_loss);
	has_accuracy = has_loss < 0 ? -1 : optional_number(t, t->val_accuracy, &row->val_accuracy);
	if (has_accuracy < 0)
		return -1;
	row->has_validation = has_loss == 1 && has_accuracy == 1;
	if (row->has_validation && check_share(t, "val_accuracy", row->val_accuracy) != 0)
		return -1;
	return 1;
}

int
table_next_point(struct table *t, struct table_point *row)
{
	int rc = csv_read_row(t->csv);

	if (rc <= 0)
		return rc;
	row->series = text(t, t->series);
	row->error = 0;
	if (number(t, t->songs, &row->songs) != 0 || number(t, t->accuracy, &row->accuracy) != 0 ||
	    check_share(t, "accuracy", row->accuracy) != 0 ||
	    optional_number(t, t->error, &row->error) < 0 ||
	    check_share(t, "error", row->error) != 0)
		return -1;
	return 1;
}

int
table_choose(struct table *t, const char *column)
{
	t->value = csv_find(t->csv, column);
	return t->value >= 0 ? 0 : table_fail(t, "has no column '%.80s'", column);
}

int
table_next_value(struct table *t, struct table_value *row)
{
	int rc = csv_read_row(t->csv);

	if (rc <= 0)
		return rc;
	row->label = text(t, t->label);
	return number(t, t->value, &row->x) == 0 ? 1 : -1;
}
