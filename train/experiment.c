/* SPDX-License-Identifier: MIT */
#include "experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "calibrate.h"
#include "cli/progress.h"
#include "model/prediction.h"

/* networks and the scaler of their inputs */
struct fitted {
	struct ensemble *ensemble;
	struct scaler *scaler; /* NULL: the rows came scaled */
	float *x;              /* all rows as they take them */
};

struct observation {
	const struct experiment_options *options;
	const char *what;
};

static void
observe(void *user, size_t epoch, const struct fit_score *train, const struct fit_score *validation)
{
	const struct observation *o = user;
	FILE *f = o->options->history;

	progress_show((long)epoch, (long)o->options->recipe.epochs, "epoch, loss %.4f%s", train->loss,
	    o->what);
	if (f == NULL || *o->what != '\0')
		return;
	fprintf(f, "%zu,%.9g,%.9g,", epoch, train->loss, train->accuracy);
	if (validation != NULL)
		fprintf(f, "%.9g,%.9g\n", validation->loss, validation->accuracy);
	else
		fputs(",\n", f);
	if (fflush(f) != 0)
		die("cannot write the history:");
}

/* a model holds floats, and divides by its deviations */
static void
check_scaler(const struct scaler *s)
{
	for (size_t i = 0; i < s->n; i++) {
		float mean = (float)s->mean[i], std = (float)s->std[i], floor = (float)s->floor[i];

		if (!isfinite(mean) || !isfinite(std) || !(std > 0) || !isfinite(floor) ||
		    (s->curve[i] == SCALER_LOG && !(floor > 0)))
			die("the numbers of the column '%s' are too large, or too close together, for a "
			    "model", s->names[i]);
	}
}

static struct fitted
fit(const struct experiment_options *o, const struct dataset *d, const struct partition *p,
    bool rescale, struct rng *rng, const char *what)
{
	struct observation observation = {o, what};
	struct fitted f = {0};

	if (rescale) {
		f.scaler = scaler_new(d->n_features, (const char *const *)d->table->features);
		scaler_fit(f.scaler, &o->preparation, d->table->values, d->n_rows, p->train.rows,
		    p->train.n);
		check_scaler(f.scaler);
	}
	f.x = dataset_inputs(d, f.scaler);
	f.ensemble = fit_ensemble(&o->recipe, d, f.x, p, rng, observe, &observation);
	progress_clear();
	if (f.ensemble == NULL)
		die("the loss is no longer finite: lower --learning-rate");
	return f;
}

static void
fitted_free(struct fitted *f)
{
	ensemble_free(f->ensemble);
	scaler_free(f->scaler);
	free(f->x);
}

/* probabilities[rows->n][n_classes], tempered as the ensemble says; the caller frees */
static float *
answers(const struct fitted *f, const struct dataset *d, const struct row_list *rows)
{
	float *probabilities = xcalloc(rows->n * d->n_classes, sizeof(*probabilities));

	fit_predict(f->ensemble, f->x, rows, probabilities);
	return probabilities;
}

/* the temperature that is asked for, or the best for rows that were not trained on */
static double
temperature_for(const struct experiment_options *o, const struct fitted *f,
    const struct dataset *d, const struct row_list *rows)
{
	float *probabilities;
	double t;

	if (o->temperature > 0)
		return o->temperature;
	probabilities = answers(f, d, rows);
	t = calibrate(d, rows, probabilities);
	free(probabilities);
	return t;
}

static struct score
score_part(const struct fitted *f, const struct dataset *d, const struct row_list *rows,
    FILE *predictions)
{
	float *probabilities = answers(f, d, rows);
	struct csv_writer out = {.file = predictions};
	struct score s = score_of(d, rows, probabilities);

	if (predictions != NULL)
		score_write_tracks(d, rows, probabilities, &out);
	free(probabilities);
	return s;
}

/* the answers to all rows of a list, each by networks that did not see its track */
struct held_out {
	struct row_list rows; /* fold after fold */
	size_t *end;          /* [n_folds]: where the rows of a fold end */
	float *probabilities; /* [rows.n][n_classes], not tempered */
};

static void
held_out_free(struct held_out *h)
{
	row_list_free(&h->rows);
	free(h->end);
	free(h->probabilities);
}

static struct held_out
answer_folds(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, struct rng *rng)
{
	size_t *fold = xcalloc(d->n_groups, sizeof(*fold)), k = d->n_classes;
	struct held_out h = {
		.rows = {xcalloc(rows->n, sizeof(size_t)), 0},
		.end = xcalloc(o->n_folds, sizeof(*h.end)),
		.probabilities = xcalloc(rows->n * k, sizeof(*h.probabilities)),
	};

	partition_folds(d, rows, o->n_folds, rng, fold);
	for (size_t i = 0; i < o->n_folds; i++) {
		struct partition p = partition_of_fold(d, rows, fold, i);
		char *what = xasprintf(", fold %zu of %zu", i + 1, o->n_folds);
		struct fitted f = fit(o, d, &p, true, rng, what);

		fit_predict(f.ensemble, f.x, &p.test, &h.probabilities[h.rows.n * k]);
		memcpy(&h.rows.rows[h.rows.n], p.test.rows, p.test.n * sizeof(*p.test.rows));
		h.rows.n += p.test.n;
		h.end[i] = h.rows.n;
		fitted_free(&f);
		partition_free(&p);
		free(what);
	}
	free(fold);
	return h;
}

/* the temperature for one fold, from the answers to all others */
static double
temperature_of_fold(const struct dataset *d, const struct held_out *h, size_t begin, size_t end)
{
	size_t k = d->n_classes, n_after = h->rows.n - end;
	struct row_list others = {xcalloc(h->rows.n, sizeof(size_t)), begin + n_after};
	float *probabilities = xcalloc(h->rows.n * k, sizeof(*probabilities));
	double t;

	memcpy(others.rows, h->rows.rows, begin * sizeof(size_t));
	memcpy(others.rows + begin, h->rows.rows + end, n_after * sizeof(size_t));
	memcpy(probabilities, h->probabilities, begin * k * sizeof(float));
	memcpy(probabilities + begin * k, h->probabilities + end * k, n_after * k * sizeof(float));
	t = calibrate(d, &others, probabilities);
	row_list_free(&others);
	free(probabilities);
	return t;
}

/* fills in e's folds; returns the temperature for networks trained on all of the rows */
static double
cross_validate(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, struct rng *rng, struct experiment *e)
{
	struct held_out h = answer_folds(o, d, rows, rng);
	size_t k = d->n_classes, begin = 0;
	float *tempered = xcalloc(h.rows.n * k, sizeof(*tempered));
	double t = o->temperature;

	memcpy(tempered, h.probabilities, h.rows.n * k * sizeof(*tempered));
	e->folds = xcalloc(o->n_folds, sizeof(*e->folds));
	for (e->n_folds = 0; e->n_folds < o->n_folds; e->n_folds++) {
		size_t end = h.end[e->n_folds];
		struct row_list part = {h.rows.rows + begin, end - begin};
		struct csv_writer out = {.file = o->predictions};

		if (o->temperature == 0)
			t = temperature_of_fold(d, &h, begin, end);
		ensemble_temper(&tempered[begin * k], part.n, k, t);
		e->folds[e->n_folds] = score_of(d, &part, &tempered[begin * k]);
		if (o->predictions != NULL)
			score_write_tracks(d, &part, &tempered[begin * k], &out);
		begin = end;
	}
	e->held_out = score_of(d, &h.rows, tempered);
	if (o->temperature == 0)
		t = calibrate(d, &h.rows, h.probabilities);
	free(tempered);
	held_out_free(&h);
	return t;
}

/* the rows of a list, copied */
static struct row_list
copy(const struct row_list *rows)
{
	return row_list_join(rows, &(struct row_list){0});
}

/* what is trained on, watched and tested */
static struct partition
make_partition(const struct experiment_options *o, const struct dataset *d,
    const struct row_list *rows, struct rng *rng)
{
	struct partition p;

	if (o->given == NULL)
		return o->by_rows ? partition_rows(rows, o->test_share, o->validation_share, rng)
		    : partition_groups(d, rows, o->test_share, o->validation_share, rng);
	if (o->given->validation.n > 0) {
		p.train = copy(&o->given->train);
		p.validation = copy(&o->given->validation);
	} else {
		p = partition_groups(d, &o->given->train, 0, o->validation_share, rng);
		row_list_free(&p.test);
	}
	p.test = copy(&o->given->test);
	return p;
}

/* all rows that may be trained on; and with_test all others too */
static struct row_list
rows_at_hand(const struct experiment_options *o, const struct dataset *d, bool with_test)
{
	struct row_list seen, all;

	if (o->given == NULL)
		return row_list_all(d);
	seen = row_list_join(&o->given->train, &o->given->validation);
	if (!with_test)
		return seen;
	all = row_list_join(&seen, &o->given->test);
	row_list_free(&seen);
	return all;
}

static void
check(const struct experiment_options *o, const struct dataset *d, const struct row_list *rows,
    const struct partition *p)
{
	size_t n_groups = partition_n_groups(d, rows);

	if (o->scaler != NULL)
		check_scaler(o->scaler);
	if (p->train.n == 0)
		die("no row is left to train on");
	if (o->n_folds > n_groups)
		die("--folds: %zu folds of %zu tracks", o->n_folds, n_groups);
	if (o->n_folds > 0 && o->scaler != NULL && !scaler_is_affine(o->scaler))
		die("--folds: rows scaled through a curve or clipped cannot be scaled anew for each "
		    "fold: give raw rows with --log, --logit or --clip");
	if (o->temperature == 0 && p->validation.n == 0 && o->n_folds == 0)
		warn("no rows to fit a temperature on, it stays 1: see --validation, "
		    "--validation-share and --folds");
}

struct experiment
experiment_run(const struct experiment_options *o, const struct dataset *d)
{
	struct experiment e = {0};
	struct csv_writer out = {.file = o->predictions};
	struct row_list rows = rows_at_hand(o, d, false);
	struct partition p;
	struct fitted f;
	struct rng rng;
	double over_all = 1; /* the temperature for networks trained on all rows */

	rng_seed(&rng, o->seed);
	p = make_partition(o, d, &rows, &rng);
	check(o, d, &rows, &p);
	if (o->history != NULL)
		fputs("epoch,loss,accuracy,val_loss,val_accuracy\n", o->history);
	if (o->predictions != NULL)
		prediction_write_header(&out, d->n_classes, d->classes);
	f = fit(o, d, &p, o->scaler == NULL, &rng, "");
	if (o->n_folds > 0)
		over_all = cross_validate(o, d, &rows, &rng, &e);
	f.ensemble->temperature = p.validation.n > 0 || o->n_folds == 0
	    ? temperature_for(o, &f, d, &p.validation) : over_all;
	e.train = score_part(&f, d, &p.train, NULL);
	e.validation = score_part(&f, d, &p.validation, NULL);
	/* with folds every track is held out once, and those predictions are the ones to look at */
	e.test = score_part(&f, d, &p.test, o->n_folds == 0 ? o->predictions : NULL);
	partition_free(&p);
	row_list_free(&rows);
	if (o->n_folds == 0)
		over_all = f.ensemble->temperature;
	if (o->refit) {
		fitted_free(&f);
		rows = rows_at_hand(o, d, true);
		p = partition_all(&rows);
		f = fit(o, d, &p, o->scaler == NULL, &rng, ", on all rows");
		f.ensemble->temperature = over_all;
		partition_free(&p);
		row_list_free(&rows);
	}
	e.ensemble = f.ensemble;
	e.scaler = f.scaler;
	free(f.x);
	return e;
}

void
experiment_free(struct experiment *e)
{
	ensemble_free(e->ensemble);
	scaler_free(e->scaler);
	free(e->folds);
}

/* mean and deviation of one number over the folds */
static void
over_folds(const struct experiment *e, size_t number, double *mean, double *std)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < e->n_folds; i++)
		sum += score_number(&e->folds[i], number);
	*mean = sum / (double)e->n_folds;
	for (size_t i = 0; i < e->n_folds; i++)
		squares += pow(score_number(&e->folds[i], number) - *mean, 2);
	*std = sqrt(squares / (double)e->n_folds);
}

static const char *
split_name(const struct experiment_options *o)
{
	return o->given != NULL ? "given" : o->by_rows ? "rows" : "tracks";
}

struct json *
experiment_report(const struct experiment *e, const struct experiment_options *o)
{
	struct json *v = json_new_object(), *folds, *means, *stds;

	json_set(v, "train", score_to_json(&e->train));
	json_set(v, "validation", score_to_json(&e->validation));
	json_set(v, "test", score_to_json(&e->test));
	json_set(v, "split", json_new_string(split_name(o)));
	json_set(v, "seed", json_new_number((double)o->seed));
	json_set(v, "temperature", json_new_number(e->ensemble->temperature));
	if (e->n_folds == 0)
		return v;
	json_set(v, "held_out", score_to_json(&e->held_out));
	folds = json_set(v, "folds", json_new_array());
	for (size_t i = 0; i < e->n_folds; i++)
		json_push(folds, score_to_json(&e->folds[i]));
	means = json_set(v, "mean", json_new_object());
	stds = json_set(v, "std", json_new_object());
	for (size_t i = 0; i < SCORE_NUMBERS; i++) {
		double mean, std;

		over_folds(e, i, &mean, &std);
		json_set(means, score_number_name(i), json_new_number(mean));
		json_set(stds, score_number_name(i), json_new_number(std));
	}
	return v;
}

static void
print_score(const char *name, const struct score *s, FILE *f)
{
	if (s->rows == 0)
		fprintf(f, "%-12s no rows\n", name);
	else
		fprintf(f, "%-12s accuracy %.3f by segment, %.3f +- %.3f by track, loss %.3f, "
		    "calibration error %.3f (%zu rows, %zu tracks)\n", name, s->segment.accuracy,
		    s->track.accuracy, s->track.accuracy_se, s->segment.loss, s->track.ece, s->rows,
		    s->tracks);
}

void
experiment_print(const struct experiment *e, const struct experiment_options *o, FILE *f)
{
	char name[32];

	print_score("train", &e->train, f);
	print_score("validation", &e->validation, f);
	print_score("test", &e->test, f);
	snprintf(name, sizeof(name), "%zu folds", e->n_folds);
	if (e->n_folds > 0)
		print_score(name, &e->held_out, f);
	if (o->temperature == 0)
		fprintf(f, "temperature  %.3g\n", e->ensemble->temperature);
	fprintf(f, "split by %s\n", o->given != NULL ? "the files given" : o->by_rows
	    ? "rows: pieces of one track are on both sides, a new song will do worse"
	    : "tracks: none is on two sides");
}
