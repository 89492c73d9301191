/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <math.h>

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
	static const char *const names[] = {"artists", "tracks", "rows"};

	return o->given != NULL ? "given" : names[o->split];
}

struct json *
report_to_json(const struct experiment *e, const struct experiment_options *o)
{
	const struct tempering *t = &e->ensemble->tempering;
	struct json *v = json_new_object(), *folds, *means, *stds;

	json_set(v, "train", score_to_json(&e->train));
	json_set(v, "validation", score_to_json(&e->validation));
	json_set(v, "test", score_to_json(&e->test));
	json_set(v, "split", json_new_string(split_name(o)));
	json_set(v, "seed", json_new_number((double)o->seed));
	json_set(v, "temperature", json_new_number(t->temperature));
	if (t->spread != 0)
		json_set(v, "temperature_spread", json_new_number(t->spread));
	if (e->n_folds == 0)
		return v;
	json_set(v, "held_out", score_to_json(&e->held_out));
	folds = json_set(v, "folds", json_new_array());
	for (size_t i = 0; i < e->n_folds; i++)
		json_push(folds, score_to_json(&e->folds[i]));
	means = json_set(v, "mean", json_new_object());
	stds = json_set(v, "std", json_new_object());
	for (size_t i = 0; i < SCORE_NUMBERS; i++) {
		char name[SCORE_NAME_LEN];
		double mean, std;

		score_number_name(i, name);
		over_folds(e, i, &mean, &std);
		json_set(means, name, json_new_number(mean));
		json_set(stds, name, json_new_number(std));
	}
	return v;
}

static void
print_score(const char *name, const struct score *s, FILE *f)
{
	if (s->segment.n == 0)
		fprintf(f, "%-12s no rows\n", name);
	else
		fprintf(f,
		    "%-12s accuracy %.3f by segment, %.3f +- %.3f by track, loss %.3f, "
		    "calibration error %.3f (%zu rows, %zu tracks)\n",
		    name, metrics_accuracy(&s->segment), metrics_accuracy(&s->track), s->track_se,
		    metrics_loss(&s->segment), metrics_ece(&s->track), s->segment.n, s->track.n);
}

void
report_print(const struct experiment *e, const struct experiment_options *o, FILE *f)
{
	static const char *const splits[] = {
	    "artists: none is on two sides",
	    "tracks: none is on two sides, but artists may be",
	    "rows: pieces of one track are on both sides, a new song will do worse",
	};
	char name[32];

	print_score("train", &e->train, f);
	print_score("validation", &e->validation, f);
	print_score("test", &e->test, f);
	snprintf(name, sizeof(name), "%zu folds", e->n_folds);
	if (e->n_folds > 0)
		print_score(name, &e->held_out, f);
	if (o->temperature == 0)
		fprintf(f, "temperature  %.3g\n", e->ensemble->tempering.temperature);
	fprintf(f, "split by %s\n", o->given != NULL ? "the files given" : splits[o->split]);
}
