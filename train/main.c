/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/version.h"
#include "base/xmalloc.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "experiment.h"
#include "features/set.h"
#include "split_files.h"
#include "model/model.h"
#include "options.h"
#include "report.h"

/* What the rows were scaled by, its columns in the order of the table; NULL: they are raw. */
static struct scaler *
read_scaler(const char *path, const struct feature_table *t)
{
	struct scaler *s, *ordered;
	char error[512], hash[SCALER_HASH_LEN];

	if (path == NULL)
		return NULL;
	s = scaler_read(path, error, sizeof(error));
	if (s == NULL)
		die("%s", error);
	ordered = scaler_new(t->n_features, (const char *const *)t->features);
	for (size_t i = 0; i < t->n_features; i++) {
		size_t k = 0;

		while (k < s->n && strcmp(s->names[k], t->features[i]) != 0)
			k++;
		if (k == s->n)
			die("%s: does not scale the column '%s'", path, t->features[i]);
		ordered->curve[i] = s->curve[k];
		ordered->floor[i] = s->floor[k];
		ordered->mean[i] = s->mean[k];
		ordered->std[i] = s->std[k];
	}
	ordered->clip = s->clip;
	scaler_hash(s, hash);
	if (t->scaler != NULL && strcmp(t->scaler, hash) != 0)
		die("%s: not what the rows were scaled by: its hash is %s, theirs '%s'", path, hash,
		    t->scaler);
	scaler_free(s);
	return ordered;
}

/*
 * Rows that are scaled already, without the word of what, would give a model that cannot scale new
 * ones: its scaler would be that of scaled rows.
 */
static void
refuse_scaled(const struct feature_table *t)
{
	struct scaler *s = scaler_new(t->n_features, (const char *const *)t->features);
	bool looks_scaled = true;

	scaler_fit(s, &(struct preprocessing){0}, t->values, t->n_rows, NULL, 0);
	for (size_t i = 0; i < s->n; i++)
		looks_scaled &= fabs(s->mean[i]) < 1e-5 && fabs(s->std[i] - 1) < 1e-5;
	scaler_free(s);
	if (looks_scaled || t->scaler != NULL)
		die("the rows are scaled already: name what they were scaled by with --scaler");
}

/* How the rows were made from audio, of set "" where they do not say. */
static struct front_end
read_front_end(const struct feature_table *t, const char *name)
{
	struct front_end f = {.set = ""};
	const struct feature_set *set;

	if (t->front_end == NULL || *t->front_end == '\0')
		return f;
	if (!front_end_parse(t->front_end, &f))
		die("%s: front_end '%.80s': not a word of mgc-featurize", name, t->front_end);
	set = feature_set_find(f.set);
	if (set != NULL)
		f.live = set->live;
	return f;
}

/*
 * Takes the recipe of the rows' feature set where the user says nothing else, and says so. Returns
 * its options, "" where there are none.
 */
static const char *
take_recipe(
    struct options *o, const struct front_end *f, struct feature_table *table, const char *name)
{
	const struct feature_set *set = feature_set_find(f->set);

	if (!options_suggest(o, set != NULL ? set->recipe : ""))
		return "";
	if (!o->quiet)
		fprintf(stderr, "recipe       %s, as set %s learns best\n", set->recipe, set->name);
	if (o->roles.features != NULL && feature_table_keep_features(table, o->roles.features) == 0)
		die("%s: no column is like '%s'", name, o->roles.features);
	return set->recipe;
}

static void
write_report(const struct json *report, FILE *out)
{
	char *text = json_print(report, true);

	fprintf(out, "%s\n", text);
	free(text);
}

/* puts together what belongs in a model, and takes network and scaler over from e */
static struct model *
make_model(const struct options *o, const struct dataset *d, struct experiment *e,
    struct scaler *given, const struct front_end *front_end)
{
	struct model *m = model_new();

	m->scores = report_to_json(e, &o->experiment);
	m->scaler = e->scaler != NULL ? e->scaler : given;
	m->ensemble = e->ensemble;
	e->scaler = NULL;
	e->ensemble = NULL;
	m->typical = e->typical;
	e->typical = NULL;
	m->n_classes = d->n_classes;
	m->classes = xcalloc(d->n_classes, sizeof(*m->classes));
	for (size_t i = 0; i < d->n_classes; i++)
		m->classes[i] = xstrdup(d->classes[i]);
	m->dropout = o->experiment.recipe.mlp.dropout;
	m->front_end = *front_end;
	m->seed = o->experiment.seed;
	m->version = xstrdup(mgc_version);
	return m;
}

/* the table that is named first, for messages */
static const char *
table_name(const struct options *o)
{
	return o->table != NULL ? o->table : o->given.train != NULL ? o->given.train : "<stdin>";
}

static void
say(const char *text)
{
	warn("%s", text);
}

static void
show_progress(size_t epoch, size_t n_epochs, double loss, const char *what)
{
	if (n_epochs == 0)
		progress_clear();
	else
		progress_show((long)epoch, (long)n_epochs, "epoch, loss %.4f%s", loss, what);
}

int
main(int argc, char **argv)
{
	char error[SPLIT_FILES_ERROR_LEN];
	const char *recipe;
	struct options o = options_parse(argc, argv);
	struct front_end front_end;
	struct experiment e;
	struct partition split = {0};
	struct scaler *scaler;
	struct feature_table *table;
	struct dataset *d;
	struct model *m;
	bool by_artists;
	FILE *predictions, *suspects, *report, *model;

	table = split_files_read_table(&o.given, o.table, &o.roles, &split, error);
	if (table == NULL)
		die("%s", error);
	front_end = read_front_end(table, table_name(&o));
	recipe = take_recipe(&o, &front_end, table, table_name(&o));
	scaler = read_scaler(o.scaler, table);
	if (scaler == NULL && o.output != NULL)
		refuse_scaled(table);
	d = dataset_new(table, error, sizeof(error));
	if (d == NULL)
		die("%s: %s", table_name(&o), error);
	if (o.experiment.split == SPLIT_ARTISTS) {
		if (split_files_group_artists(&o.given, d, &by_artists, error) != 0)
			die("%s", error);
		o.experiment.split = by_artists ? SPLIT_ARTISTS : SPLIT_TRACKS;
	}
	if (split_files_read_lists(&o.given, o.table, d, &split, say, error) != 0)
		die("%s", error);
	if (split_files_any(&o.given))
		o.experiment.given = &split;
	predictions = cli_output_beside(o.predictions);
	suspects = cli_output_beside(o.suspects);
	report = cli_output_beside(o.report);
	/* the last: where it is, all the rest is */
	model = cli_output_beside(o.output);
	progress_init(o.quiet || isatty(STDOUT_FILENO));
	o.experiment.scaler = scaler;
	o.experiment.history = stdout;
	o.experiment.typical = o.output != NULL;
	o.experiment.predictions = predictions;
	o.experiment.suspects = suspects;

	o.experiment.progress = show_progress;
	o.experiment.remark = say;
	if (experiment_run(&o.experiment, d, &e, error) != 0)
		die("%s", error);
	if (!o.quiet)
		report_print(&e, &o.experiment, stderr);
	m = make_model(&o, d, &e, scaler, &front_end);
	m->command = options_command(recipe, argc, argv);
	if (model != NULL)
		model_write(m, model);
	if (report != NULL)
		write_report(m->scores, report);
	model_free(m);
	experiment_free(&e);
	partition_free(&split);
	dataset_free(d);
	feature_table_free(table);
	return cli_finish(EXIT_SUCCESS);
}
