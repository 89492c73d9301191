/* SPDX-License-Identifier: MIT */
#include "scaling.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/* a whole table: the features as numbers, all else as text */
struct scaling_rows {
	size_t n_columns, n_features, n_rows;
	long *feature; /* of each column: which feature it is, -1: none */
	char **names;
	double *values; /* [n_rows][n_features] */
	size_t values_cap;
	char *text; /* the other fields of all rows, row by row, each with its NUL */
	size_t text_len, text_cap;
};

static void
write_header(const struct csv_reader *in, struct csv_writer *out)
{
	for (size_t i = 0; i < csv_n_columns(in); i++)
		csv_put(out, csv_name(in, i));
	csv_put(out, ROLE_SCALER);
	csv_end_row(out);
}

static int
check_table(struct csv_reader *in)
{
	roles_guard(in);
	if (csv_find(in, ROLE_SCALER) < 0)
		return 0;
	return csv_fail(in, "the rows are scaled already: they have a column '" ROLE_SCALER "'");
}

/* one field, as number `column` of the scaler */
static int
put_scaled(const struct scaler *s, size_t column, struct csv_reader *in, size_t field,
    struct csv_writer *out)
{
	double x;

	if (csv_number(in, field, &x) != 0)
		return -1;
	x = scaler_apply(s, column, x);
	if (!(fabs(x) <= (double)FLT_MAX))
		return csv_fail(in, "column %.80s: '%.40s': too large to be scaled",
		    csv_name(in, field), csv_field(in, field));
	csv_put_float(out, (float)x);
	return 0;
}

int
scaling_apply(const struct scaler *s, struct csv_reader *in, struct csv_writer *out)
{
	size_t n_columns, n_rows = 0;
	char hash[SCALER_HASH_LEN], *front_end = NULL;
	enum piece piece;
	long *by_column; /* which of the scaler's, -1: none */
	long made;       /* the column front_end */
	int rc = 0;

	if (csv_read_header(in) != 0 || check_table(in) != 0)
		return -1;
	scaler_hash(s, hash);
	made = csv_find(in, ROLE_FRONT_END);
	n_columns = csv_n_columns(in);
	by_column = xreallocarray(NULL, n_columns, sizeof(*by_column));
	for (size_t i = 0; i < n_columns; i++)
		by_column[i] = -1;
	for (size_t i = 0; rc == 0 && i < s->n; i++) {
		long column = csv_find(in, s->names[i]);

		if (column < 0)
			rc = csv_fail(in, "no column '%.80s', which the scaler names", s->names[i]);
		else
			by_column[column] = (long)i;
	}
	if (rc == 0)
		write_header(in, out);
	while (rc == 0 && (rc = csv_read_row(in)) > 0) {
		rc = roles_same_front_end(in, made, &front_end, &piece);
		for (size_t i = 0; rc == 0 && i < n_columns; i++) {
			if (by_column[i] < 0)
				csv_put(out, csv_field(in, i));
			else
				rc = put_scaled(s, (size_t)by_column[i], in, i, out);
		}
		if (rc == 0) {
			csv_put(out, hash);
			csv_end_row(out);
		}
		n_rows++;
	}
	if (rc == 0 && n_rows == 0)
		rc = csv_fail(in, "no rows");
	free(front_end);
	free(by_column);
	return rc;
}

static int
keep_row(struct scaling_rows *t, struct csv_reader *in)
{
	double *row;

	xgrow(&t->values, &t->values_cap, (t->n_rows + 1) * t->n_features, sizeof(*t->values));
	row = &t->values[t->n_rows * t->n_features];
	for (size_t i = 0; i < t->n_columns; i++) {
		const char *field = csv_field(in, i);
		size_t len;

		if (t->feature[i] >= 0) {
			if (csv_number(in, i, &row[t->feature[i]]) != 0)
				return -1;
			continue;
		}
		len = strlen(field) + 1;
		xgrow(&t->text, &t->text_cap, t->text_len + len, 1);
		memcpy(t->text + t->text_len, field, len);
		t->text_len += len;
	}
	t->n_rows++;
	return 0;
}

static void
rows_free(struct scaling_rows *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->n_columns; i++)
		free(t->names[i]);
	free(t->names);
	free(t->feature);
	free(t->values);
	free(t->text);
	free(t);
}

static struct scaling_rows *
rows_new(const struct csv_reader *in, const struct roles *roles)
{
	struct scaling_rows *t = xcalloc(1, sizeof(*t));

	t->n_columns = csv_n_columns(in);
	t->n_features = roles->n_features;
	t->feature = xreallocarray(NULL, t->n_columns, sizeof(*t->feature));
	t->names = xcalloc(t->n_columns, sizeof(*t->names));
	for (size_t i = 0; i < t->n_columns; i++) {
		t->names[i] = xstrdup(csv_name(in, i));
		t->feature[i] = -1;
	}
	for (size_t i = 0; i < t->n_features; i++)
		t->feature[roles->features[i]] = (long)i;
	return t;
}

static struct scaler *
fit(const struct scaling_rows *t, const struct preprocessing *what)
{
	const char **names = xcalloc(t->n_features, sizeof(*names));
	struct scaler *s;

	for (size_t i = 0; i < t->n_columns; i++) {
		if (t->feature[i] >= 0)
			names[t->feature[i]] = t->names[i];
	}
	s = scaler_new(t->n_features, names);
	free(names);
	scaler_fit(s, what, t->values, t->n_rows, NULL, 0);
	return s;
}

/* squares of numbers past 1e150 have no sum */
static int
check_finite(const struct scaler *s, struct csv_reader *in)
{
	for (size_t i = 0; i < s->n; i++) {
		if (!isfinite(s->mean[i]) || !isfinite(s->std[i]))
			return csv_fail(
			    in, "column %.80s holds numbers too large to be scaled", s->names[i]);
	}
	return 0;
}

struct scaling_rows *
scaling_fit(struct csv_reader *in, const struct role_names *names, const struct preprocessing *what,
    struct scaler **scaler)
{
	struct scaling_rows *t = NULL;
	struct roles roles = {0};
	char *front_end = NULL;
	enum piece piece;
	int rc = csv_read_header(in);

	if (rc == 0)
		rc = check_table(in);
	if (rc == 0)
		rc = roles_find(in, names, &roles);
	if (rc == 0 && roles.n_features == 0)
		rc = csv_fail(in, "no column holds features");
	if (rc == 0) {
		t = rows_new(in, &roles);
		while ((rc = csv_read_row(in)) > 0) {
			if (roles_same_front_end(in, roles.front_end, &front_end, &piece) != 0 ||
			    keep_row(t, in) != 0) {
				rc = -1;
				break;
			}
		}
	}
	if (rc == 0 && t->n_rows == 0)
		rc = csv_fail(in, "no rows");
	roles_free(&roles);
	free(front_end);
	if (rc == 0) {
		*scaler = fit(t, what);
		if (check_finite(*scaler, in) == 0)
			return t;
		scaler_free(*scaler);
		*scaler = NULL;
	}
	rows_free(t);
	return NULL;
}

void
scaling_write(struct scaling_rows *t, const struct scaler *s, struct csv_writer *out)
{
	const char *text = t->text;
	char hash[SCALER_HASH_LEN];

	scaler_hash(s, hash);
	for (size_t i = 0; i < t->n_columns; i++)
		csv_put(out, t->names[i]);
	csv_put(out, ROLE_SCALER);
	csv_end_row(out);
	for (size_t r = 0; r < t->n_rows; r++) {
		const double *row = &t->values[r * t->n_features];

		for (size_t i = 0; i < t->n_columns; i++) {
			if (t->feature[i] >= 0) {
				size_t c = (size_t)t->feature[i];

				csv_put_float(out, (float)scaler_apply(s, c, row[c]));
			} else {
				csv_put(out, text);
				text += strlen(text) + 1;
			}
		}
		csv_put(out, hash);
		csv_end_row(out);
	}
	rows_free(t);
}
