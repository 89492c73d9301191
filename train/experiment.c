/* SPDX-License-Identifier: MIT */
#include "experiment.h"

#include <math.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/xmalloc.h"
#include "cli/progress.h"
#include "model/prediction.h"

/* a network and the scaler of its inputs */
struct fitted {
	struct network *network;
	struct scaler *scaler; /* NULL: the rows came scaled */
	float *x;              /* all rows as it takes them */
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
		float mean = (float)s->mean[i], std = (float)s->std[i];

		if (!isfinite(mean) || !isfinite(std) || !(std > 0))
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
		scaler_fit(f.scaler, d->table->values, d->n_rows, p->train.rows, p->train.n);
		check_scaler(f.scaler);
	}
	f.x = dataset_inputs(d, f.scaler);
	f.network = fit_network(&o->recipe, d, f.x, p, rng, observe, &observation);
	progress_clear();
	if (f.network == NULL)
		die("the loss is no longer finite: lower --learning-rate");
	return f;
}

static void
fitted_free(struct fitted *f)
{
	network_free(f->network);
	scaler_free(f->scaler);
	free(f->x);
}

static struct score
score_part(const struct fitted *f, const struct dataset *d, const struct row_list *rows,
    FILE *predictions)
{
	float *probabilities = xcalloc(rows->n * d->n_classes, sizeof(*probabilities));
	struct csv_writer out = {.file = predictions};
	struct score s;

	fit_predict(f->network, f->x, rows, probabilities);
	s = score_of(d, rows, probabilities);
	if (predictions != NULL)
		score_write_tracks(d, rows, probabilities, &out);
	free(probabilities);
	return s;
}

static void
cross_validate(const struct experiment_options *o, const struct dataset *d, struct rng *rng,
    struct experiment *e)
{
	size_t *fold = xcalloc(d->n_tracks, sizeof(*fold));

	partition_folds(d, o->n_folds, rng, fold);
	e->folds = xcalloc(o->n_folds, sizeof(*e->folds));
	for (e->n_folds = 0; e->n_folds < o->n_folds; e->n_folds++) {
		struct partition p = partition_of_fold(d, fold, e->n_folds);
		char *what = xasprintf(", fold %zu of %zu", e->n_folds + 1, o->n_folds);
		struct fitted f = fit(o, d, &p, true, rng, what);

		e->folds[e->n_folds] = score_part(&f, d, &p.test, o->predictions);
		fitted_free(&f);
		partition_free(&p);
		free(what);
	}
	free(fold);
}

struct experiment
experiment_run(const struct experiment_options *o, const struct dataset *d)
{
	struct experiment e = {0};
	struct csv_writer out = {.file = o->predictions};
	struct partition p;
	struct fitted f;
	struct rng rng;

	if (o->scaler != NULL)
		check_scaler(o->scaler);
	rng_seed(&rng, o->seed);
	p = o->by_rows ? partition_rows(d, o->test_share, o->validation_share, &rng)
	    : partition_tracks(d, o->test_share, o->validation_share, &rng);
	if (p.train.n == 0)
		die("no row is left to train on");
	if (o->history != NULL)
		fputs("epoch,loss,accuracy,val_loss,val_accuracy\n", o->history);
	if (o->predictions != NULL)
		prediction_write_header(&out, d->n_classes, d->classes);
	f = fit(o, d, &p, o->scaler == NULL, &rng, "");
	e.train = score_part(&f, d, &p.train, NULL);
	e.validation = score_part(&f, d, &p.validation, NULL);
	/* with folds every track is held out once, and those predictions are the ones to look at */
	e.test = score_part(&f, d, &p.test, o->n_folds == 0 ? o->predictions : NULL);
	partition_free(&p);
	if (o->n_folds > 0)
		cross_validate(o, d, &rng, &e);
	if (o->refit) {
		fitted_free(&f);
		p = partition_all(d);
		f = fit(o, d, &p, o->scaler == NULL, &rng, ", on all rows");
		partition_free(&p);
	}
	e.network = f.network;
	e.scaler = f.scaler;
	free(f.x);
	return e;
}

void
experiment_free(struct experiment *e)
{
	network_free(e->network);
	scaler_free(e->scaler);
	free(e->folds);
}

/* mean and deviation of one number over the folds */
static void
over_folds(const struct experiment *e, double (*number)(const struct score *), double *mean,
    double *std)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < e->n_folds; i++)
		sum += number(&e->folds[i]);
	*mean = sum / (double)e->n_folds;
	for (size_t i = 0; i < e->n_folds; i++)
		squares += pow(number(&e->folds[i]) - *mean, 2);
	*std = sqrt(squares / (double)e->n_folds);
}

static double
loss_of(const struct score *s)
{
	return s->loss;
}

static double
accuracy_of(const struct score *s)
{
	return s->accuracy;
}

static double
track_accuracy_of(const struct score *s)
{
	return s->track_accuracy;
}

static const struct {
	const char *name;
	double (*number)(const struct score *);
} numbers[] = {
	{"loss", loss_of},
	{"accuracy", accuracy_of},
	{"track_accuracy", track_accuracy_of},
};

struct json *
experiment_report(const struct experiment *e, const struct experiment_options *o)
{
	struct json *v = json_new_object(), *folds, *means, *stds;

	json_set(v, "train", score_to_json(&e->train));
	json_set(v, "validation", score_to_json(&e->validation));
	json_set(v, "test", score_to_json(&e->test));
	json_set(v, "split", json_new_string(o->by_rows ? "rows" : "tracks"));
	json_set(v, "seed", json_new_number((double)o->seed));
	if (e->n_folds == 0)
		return v;
	folds = json_set(v, "folds", json_new_array());
	for (size_t i = 0; i < e->n_folds; i++)
		json_push(folds, score_to_json(&e->folds[i]));
	means = json_set(v, "mean", json_new_object());
	stds = json_set(v, "std", json_new_object());
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		double mean, std;

		over_folds(e, numbers[i].number, &mean, &std);
		json_set(means, numbers[i].name, json_new_number(mean));
		json_set(stds, numbers[i].name, json_new_number(std));
	}
	return v;
}

static void
print_score(const char *name, const struct score *s, FILE *f)
{
	if (s->rows == 0)
		fprintf(f, "%-12s no rows\n", name);
	else
		fprintf(f, "%-12s accuracy %.3f by segment, %.3f by track, loss %.3f (%zu rows, "
		    "%zu tracks)\n", name, s->accuracy, s->track_accuracy, s->loss, s->rows,
		    s->tracks);
}

void
experiment_print(const struct experiment *e, const struct experiment_options *o, FILE *f)
{
	double mean, std, track_mean, track_std;

	print_score("train", &e->train, f);
	print_score("validation", &e->validation, f);
	print_score("test", &e->test, f);
	if (e->n_folds > 0) {
		over_folds(e, accuracy_of, &mean, &std);
		over_folds(e, track_accuracy_of, &track_mean, &track_std);
		fprintf(f, "%zu folds     accuracy %.3f +- %.3f by segment, %.3f +- %.3f by track\n",
		    e->n_folds, mean, std, track_mean, track_std);
	}
	fprintf(f, "split by %s\n", o->by_rows
	    ? "rows: pieces of one track are on both sides, a new song will do worse"
	    : "tracks: none is on two sides");
}
