/* SPDX-License-Identifier: MIT */
#include "classify.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_table.h"
#include "base/xmalloc.h"
#include "tables/field.h"
#include "tables/predictions.h"

struct classifier {
	const struct model *model;
	const struct classify_options *options;
	struct predictions_form form;
	struct csv_reader *in;
	struct csv_writer *out;
	struct roles roles;
	char scaler[SCALER_HASH_LEN]; /* the model's own */
	char *front_end;              /* of the rows, NULL: none yet, or they do not say */
	size_t *columns;              /* of the model's features */
	struct ensemble_batch *batch;
	float *x, *probabilities;

	/* the track that rows are being added up for */
	struct string_table tracks; /* all so far: the last one is open */
	char *label;
	double *sum;
	double *x_sum;               /* of the inputs of its sound rows */
	struct typical_ruler *ruler; /* NULL: the model has none */
	size_t n_rows;
	size_t n_sound;            /* of them, which the answer is the mean of */
	enum piece piece;          /* of the first row that is not sound */
	const struct heard *heard; /* NULL: nobody listens */
};

static int
find_features(struct classifier *c)
{
	const struct scaler *s = c->model->scaler;

	for (size_t i = 0; i < s->n; i++) {
		long column = csv_find(c->in, s->names[i]);

		if (column < 0)
			return csv_fail(
			    c->in, "no column '%.80s', which the model needs", s->names[i]);
		c->columns[i] = (size_t)column;
	}
	return 0;
}

/* how typical the open track is, to *typical; false: the model does not say, or there is nothing */
static bool
find_typical(struct classifier *c, float *typical)
{
	const struct typical *t = c->model->typical;

	if (c->ruler == NULL || c->n_sound == 0)
		return false;
	for (size_t i = 0; i < t->n_features; i++)
		c->x_sum[i] /= (double)c->n_sound;
	*typical = (float)typical_share(t, typical_distance(c->ruler, c->x_sum));
	return true;
}

/* the open track is complete */
static void
end_track(struct classifier *c)
{
	const struct model *m = c->model;
	struct prediction p = {
	    .segment = "",
	    .start = "",
	    .label = c->label,
	    .probabilities = c->probabilities,
	    .heard = c->heard,
	};
	float typical;

	if (c->n_rows == 0)
		return;
	p.track = c->tracks.list[c->tracks.n - 1];
	p.piece = c->n_sound > 0 ? PIECE_SOUND : c->piece;
	for (size_t i = 0; i < m->n_classes; i++) {
		c->probabilities[i] = (float)(c->sum[i] / (double)c->n_sound);
		c->sum[i] = 0;
	}
	if (prediction_answered(&p) && find_typical(c, &typical)) {
		p.typical = &typical;
		p.unlike = (double)typical < c->options->reject;
	}
	memset(c->x_sum, 0, m->scaler->n * sizeof(*c->x_sum));
	c->n_rows = c->n_sound = 0;
	if (c->options->report != NULL && prediction_answered(&p) && !p.unlike)
		report_add_track(c->options->report, c->label, c->probabilities);
	if (c->options->by_track)
		predictions_write(c->out, &c->form, &p);
}

/* the row is of the open track, or opens the next one */
static int
begin_row(struct classifier *c)
{
	const char *track = field_text(c->in, c->roles.group);

	if (c->n_rows > 0 && strcmp(track, c->tracks.list[c->tracks.n - 1]) == 0)
		return 0;
	end_track(c);
	if (c->options->by_track && string_table_find(&c->tracks, track) != STRING_TABLE_NONE)
		return csv_fail(
		    c->in, "track '%.80s' comes again after other tracks: sort the rows", track);
	/* without averages nobody minds a track that comes again, nor should names pile up */
	if (!c->options->by_track)
		string_table_free(&c->tracks);
	string_table_add(&c->tracks, track);
	free(c->label);
	c->label = xstrdup(field_text(c->in, c->roles.label));
	if (c->options->hearing == NULL)
		return 0;
	c->heard = hearing_of(c->options->hearing, track);
	return c->heard != NULL ? 0 : -1;
}

static bool
same_front_end(const struct front_end *a, const struct front_end *b)
{
	char *x = front_end_print(a), *y = front_end_print(b);
	bool same = strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

/* the first row says how it was made: as the model's rows, or so that it can tell nothing of it */
static int
check_first(struct classifier *c)
{
	const struct front_end *model = &c->model->front_end;
	struct front_end rows, live = *model;
	char *ours, *text;

	if (*c->front_end == '\0' || *model->set == '\0')
		return 0;
	if (!front_end_parse(c->front_end, &rows))
		return csv_fail(
		    c->in, "front_end '%.80s': not a word of mgc-featurize", c->front_end);
	ours = front_end_print(model);
	rows.excerpt = model->excerpt; /* the middle of a song is music as the whole is */
	if (strcmp(rows.set, model->set) != 0 || rows.rate != model->rate) {
		csv_fail(c->in,
		    "rows are of '%.80s', the model of '%.80s': another feature set, or rate",
		    c->front_end, ours);
		free(ours);
		return -1;
	}
	if (model->live.seconds > 0) {
		live.cut = model->live;
		live.max_samples = rows.max_samples; /* what has no end is not limited */
	}
	if (c->options->remark != NULL && !same_front_end(&rows, model) &&
	    !same_front_end(&rows, &live)) {
		text = xasprintf(
		    "%s: rows are of '%s', the model was trained on '%s': its answers may "
		    "be less good",
		    csv_file(c->in), c->front_end, ours);
		c->options->remark(text);
		free(text);
	}
	free(ours);
	return 0;
}

static int
check_front_end(struct classifier *c, enum piece *piece)
{
	bool first = c->front_end == NULL;

	*piece = PIECE_SOUND;
	if (c->roles.front_end < 0)
		return 0;
	if (roles_same_front_end(c->in, c->roles.front_end, &c->front_end, piece) != 0)
		return -1;
	return first ? check_first(c) : 0;
}

/* the features of the current row as the networks take them: a raw row is scaled here */
static int
read_features(struct classifier *c)
{
	const struct scaler *s = c->model->scaler;
	const char *scaler = field_text(c->in, c->roles.scaler);
	bool raw = c->roles.scaler < 0;

	if (!raw && strcmp(scaler, c->scaler) != 0)
		return csv_fail(c->in,
		    "scaled by another scaler, '%.40s', than the model's, '%s': give "
		    "raw rows, or scale them with mgc-scale -m",
		    scaler, c->scaler);
	for (size_t i = 0; i < s->n; i++) {
		double x;

		if (csv_number(c->in, c->columns[i], &x) != 0)
			return -1;
		if (raw)
			x = scaler_apply(s, i, x);
		if (!(fabs(x) <= (double)FLT_MAX))
			return csv_fail(c->in, "column %.80s: '%.40s': too large", s->names[i],
			    csv_field(c->in, c->columns[i]));
		c->x[i] = (float)x;
	}
	return 0;
}

/* the answer to the current row, added to that of its track; -1 with csv_error */
static int
answer(struct classifier *c)
{
	const struct model *m = c->model;

	ensemble_predict(m->ensemble, c->batch, gemm_plain, c->x, 1, c->probabilities);
	for (size_t i = 0; i < m->n_classes; i++) {
		if (!isfinite(c->probabilities[i]))
			return csv_fail(c->in, "features so large that the network overflows");
		c->sum[i] += (double)c->probabilities[i];
	}
	for (size_t i = 0; i < m->scaler->n; i++)
		c->x_sum[i] += (double)c->x[i];
	c->n_sound++;
	return 0;
}

static int
take_row(struct classifier *c)
{
	struct prediction p;
	enum piece piece;

	if (check_front_end(c, &piece) != 0 || read_features(c) != 0 || begin_row(c) != 0)
		return -1;
	if (piece == PIECE_SOUND && answer(c) != 0)
		return -1;
	if (piece != PIECE_SOUND && c->n_rows == c->n_sound)
		c->piece = piece;
	c->n_rows++;
	p = (struct prediction){
	    .track = c->tracks.list[c->tracks.n - 1],
	    .segment = field_text(c->in, c->roles.segment),
	    .start = field_text(c->in, c->roles.start),
	    .label = field_text(c->in, c->roles.label),
	    .probabilities = c->probabilities,
	    .piece = piece,
	    .heard = c->heard,
	};
	if (c->options->report != NULL && prediction_answered(&p))
		report_add_segment(c->options->report, p.label, c->probabilities);
	if (!c->options->by_track)
		predictions_write(c->out, &c->form, &p);
	if (c->options->segments != NULL)
		predictions_write(c->options->segments, &c->form, &p);
	return 0;
}

int
classify(const struct model *m, const struct role_names *names,
    const struct classify_options *options, struct csv_reader *in, struct csv_writer *out)
{
	struct classifier c = {
	    .model = m,
	    .options = options,
	    .form = {m->n_classes, m->classes, m->name, options->hearing != NULL},
	    .in = in,
	    .out = out,
	};
	long n_rows = 0;
	int rc = csv_read_header(in);

	scaler_hash(m->scaler, c.scaler);
	c.columns = xcalloc(m->scaler->n, sizeof(*c.columns));
	c.x = xcalloc(m->scaler->n, sizeof(*c.x));
	c.probabilities = xcalloc(m->n_classes, sizeof(*c.probabilities));
	c.sum = xcalloc(m->n_classes, sizeof(*c.sum));
	c.x_sum = xcalloc(m->scaler->n, sizeof(*c.x_sum));
	c.batch = ensemble_batch_new(m->ensemble, 1);
	c.ruler = m->typical != NULL ? typical_ruler_new(m->typical) : NULL;
	if (rc == 0)
		rc = roles_find(in, names, &c.roles);
	if (rc == 0)
		rc = find_features(&c);
	if (rc == 0)
		predictions_write_header(out, &c.form);
	if (rc == 0 && options->segments != NULL)
		predictions_write_header(options->segments, &c.form);
	while (rc == 0 && (rc = csv_read_row(in)) > 0) {
		rc = take_row(&c);
		n_rows++;
	}
	if (rc == 0 && n_rows == 0)
		rc = csv_fail(in, "no rows");
	if (rc == 0)
		end_track(&c);
	if (rc == 0 && options->hearing != NULL)
		rc = hearing_finish(options->hearing);
	roles_free(&c.roles);
	string_table_free(&c.tracks);
	ensemble_batch_free(c.batch);
	typical_ruler_free(c.ruler);
	free(c.columns);
	free(c.x);
	free(c.probabilities);
	free(c.sum);
	free(c.x_sum);
	free(c.front_end);
	free(c.label);
	return rc;
}
