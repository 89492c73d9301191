/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cli/cli.h"
#include "model/model.h"

#define SEED_MAX INT64_C(999999999999999) /* what JSON carries without an exponent */
#define EPOCHS 60
#define BATCH 265
#define LEARNING_RATE 1e-3
#define DROPOUT 0.25
#define HIDDEN 256,128,64
#define TEST_SHARE 0.2
#define VALIDATION_SHARE 0.1
#define N_NETS 1
#define L2_MLP 0
#define L2_LOGISTIC 10
#define ENSEMBLE_NETS 5
#define ENSEMBLE_HIDDEN "512,256,128"
#define ENSEMBLE_EPOCHS 120
#define ENSEMBLE_CLIP 4
#define LIST_STRING_(...) #__VA_ARGS__
#define LIST_STRING(...) LIST_STRING_(__VA_ARGS__)

enum {
	KEY_SCALER = CLI_LONG,
	KEY_FEATURES,
	KEY_RECIPE,
	KEY_SPLIT,
	KEY_FOLDS,
	KEY_REFIT,
	KEY_TRAIN,
	KEY_VALIDATION,
	KEY_TEST,
	KEY_DUPLICATES,
	KEY_TEST_SHARE,
	KEY_VALIDATION_SHARE,
	KEY_LOG,
	KEY_LOGIT,
	KEY_CLIP,
	KEY_ARCH,
	KEY_ENSEMBLE,
	KEY_L2,
	KEY_TEMPERATURE,
	KEY_HIDDEN,
	KEY_DROPOUT,
	KEY_EPOCHS,
	KEY_BATCH,
	KEY_LEARNING_RATE,
	KEY_REPORT,
	KEY_PREDICTIONS,
};

static const struct cli_option option_table[] = {
	{KEY_SCALER, "scaler", "FILE", "what --fit learnt when it scaled the rows "
	    "(default: rows are raw)"},
	{KEY_FEATURES, "features", "PATTERN", "use only the columns with such names, as 'mfcc_*'"},
	{KEY_RECIPE, "recipe", "NAME", "default, original or ensemble (default: that of the feature set)"},
	{KEY_SPLIT, "split", "WHAT", "hold out whole tracks or single rows (default tracks)"},
	{KEY_FOLDS, "folds", "K", "also cross-validate over K folds of tracks (default 0: do not)"},
	{KEY_REFIT, "refit", NULL, "after scoring, train the model that is kept on all rows"},
	{KEY_TRAIN, "train", "FILE", "train on these: a list of tracks of TABLE; without TABLE, a "
	    "table"},
	{KEY_VALIDATION, "validation", "FILE", "the same, to watch and to fit the temperature on"},
	{KEY_TEST, "test", "FILE", "the same, for the test"},
	{KEY_DUPLICATES, "duplicates", "FILE", "pairs of tracks to keep on one side, a pair a line"},
	{KEY_TEST_SHARE, "test-share", "F", "share held out for the test (default "
	    CLI_STRING(TEST_SHARE) ")"},
	{KEY_VALIDATION_SHARE, "validation-share", "F", "share of the rest that is watched (default "
	    CLI_STRING(VALIDATION_SHARE) ")"},
	PREPARATION_OPTIONS(KEY_LOG, KEY_LOGIT, KEY_CLIP),
	{KEY_ARCH, "arch", "NAME,...", "mlp (hidden layers), logistic (regression), or both "
	    "(default mlp)"},
	{KEY_ENSEMBLE, "ensemble", "N", "average N networks of mlp (default " CLI_STRING(N_NETS) ")"},
	{KEY_L2, "l2", "X,...", "penalty of squared weights, for each arch (default: mlp "
	    CLI_STRING(L2_MLP) ", logistic " CLI_STRING(L2_LOGISTIC) ")"},
	{KEY_TEMPERATURE, "temperature", "T", "temper the answers, fit: by what suits held-out rows "
	    "(default 1)"},
	{KEY_HIDDEN, "hidden", "N,...", "units of the hidden layers, 0: none (default "
	    LIST_STRING(HIDDEN) ")"},
	{KEY_DROPOUT, "dropout", "F", "share of hidden units dropped (default "
	    CLI_STRING(DROPOUT) ")"},
	{KEY_EPOCHS, "epochs", "N", "times through the training rows (default "
	    CLI_STRING(EPOCHS) ")"},
	{KEY_BATCH, "batch", "N", "rows to a step (default " CLI_STRING(BATCH) ")"},
	{KEY_LEARNING_RATE, "learning-rate", "F", "of Adam (default "
	    CLI_STRING(LEARNING_RATE) ")"},
	{KEY_REPORT, "report", "FILE", "write the scores as JSON to FILE"},
	{KEY_PREDICTIONS, "predictions", "FILE", "write what was predicted for held-out tracks"},
	ROLE_OPTIONS,
	CLI_OPTION_SEED,
	{'o', "output", "FILE", "write the model to FILE (default: write none)"},
	CLI_OPTION_QUIET,
	CLI_OPTION_END,
};

static const struct cli_program program = {
	.name = "mgc-train",
	.operands = "[FILE]",
	.summary = "Trains a network on labelled rows of features.",
	.example = "mgc-scale --fit s.json < f.csv | mgc-train --scaler s.json -o m.safetensors",
	.options = option_table,
};

/* the words of a list, in place: the next one, NULL at the end */
static char *
next_word(char **rest)
{
	char *word = *rest, *comma = word != NULL ? strchr(word, ',') : NULL;

	if (comma != NULL)
		*comma++ = '\0';
	*rest = comma;
	return word;
}

/* "256,128,64" to hidden layers */
static void
parse_hidden(const char *text, struct recipe *recipe)
{
	char *copy = xstrdup(text), *rest = copy, *word;

	recipe->n_hidden = 0;
	while (strcmp(text, "0") != 0 && (word = next_word(&rest)) != NULL) {
		const char *why;
		int64_t units;

		why = num_parse_int(word, 1, 8192, &units);
		if (why != NULL)
			cli_usage("--hidden: '%s': %s", word, why);
		if (recipe->n_hidden == NETWORK_LAYERS_MAX - 1)
			cli_usage("--hidden: at most %d layers", NETWORK_LAYERS_MAX - 1);
		recipe->hidden[recipe->n_hidden++] = (size_t)units;
	}
	free(copy);
}

static void
parse_archs(const char *text, struct recipe *r)
{
	char *copy = xstrdup(text), *rest = copy, *word;

	r->n_archs = 0;
	while ((word = next_word(&rest)) != NULL) {
		bool logistic = strcmp(word, "logistic") == 0;

		if (!logistic && strcmp(word, "mlp") != 0)
			cli_usage("--arch: '%s': neither mlp nor logistic", word);
		if (r->n_archs == ARCHS_MAX || (r->n_archs == 1 &&
		    (r->archs[0] == ARCH_LOGISTIC) == logistic))
			cli_usage("--arch: '%s': twice", word);
		r->archs[r->n_archs++] = logistic ? ARCH_LOGISTIC : ARCH_MLP;
	}
	free(copy);
}

/* One number for all archs, or one for each; NULL: the defaults. When --arch is known. */
static void
parse_l2(const char *text, struct recipe *r)
{
	char *copy = xstrdup(text != NULL ? text : ""), *rest = copy, *word;
	size_t n = 0;

	for (size_t i = 0; i < r->n_archs; i++)
		r->l2[i] = r->archs[i] == ARCH_LOGISTIC ? L2_LOGISTIC : L2_MLP;
	while (text != NULL && (word = next_word(&rest)) != NULL) {
		const char *why;
		double l2;

		why = num_parse_double(word, 0, 1e9, &l2);
		if (why != NULL)
			cli_usage("--l2: '%s': %s", word, why);
		if (n == r->n_archs)
			cli_usage("--l2: more numbers than --arch has names");
		r->l2[n++] = l2;
	}
	if (n == 1 && r->n_archs == 2)
		r->l2[1] = r->l2[0];
	free(copy);
}

static void
parse_recipe_name(struct experiment_options *e)
{
	e->by_rows = strcmp(optarg, "original") == 0;
	if (strcmp(optarg, "ensemble") == 0) {
		parse_archs("mlp,logistic", &e->recipe);
		parse_hidden(ENSEMBLE_HIDDEN, &e->recipe);
		e->recipe.n_nets = ENSEMBLE_NETS;
		e->recipe.epochs = ENSEMBLE_EPOCHS;
		e->preparation.log = true;
		e->preparation.clip = ENSEMBLE_CLIP;
		e->temperature = 0;
	} else if (!e->by_rows && strcmp(optarg, "default") != 0) {
		cli_usage("--recipe: '%s': none of default, original and ensemble", optarg);
	}
}

static void
parse_split(bool *by_rows)
{
	*by_rows = strcmp(optarg, "rows") == 0;
	if (!*by_rows && strcmp(optarg, "tracks") != 0)
		cli_usage("--split: '%s': neither tracks nor rows", optarg);
}

/* 0: to be fitted */
static double
parse_temperature(void)
{
	return strcmp(optarg, "fit") == 0 ? 0
	    : cli_double("temperature", MODEL_TEMPERATURE_MIN, MODEL_TEMPERATURE_MAX);
}

static bool
parse_recipe(int key, struct experiment_options *e)
{
	struct recipe *r = &e->recipe;

	switch (key) {
	case KEY_RECIPE: parse_recipe_name(e); return true;
	case KEY_SPLIT: parse_split(&e->by_rows); return true;
	case KEY_LOG: e->preparation.log = true; return true;
	case KEY_LOGIT: e->preparation.logit = true; return true;
	case KEY_CLIP: e->preparation.clip = cli_double("clip", 1e-3, 1e6); return true;
	case KEY_ARCH: parse_archs(optarg, r); return true;
	case KEY_ENSEMBLE: r->n_nets = (size_t)cli_int("ensemble", 1, MODEL_MEMBERS_MAX - 1); return true;
	case KEY_TEMPERATURE: e->temperature = parse_temperature(); return true;
	case KEY_FOLDS: e->n_folds = (size_t)cli_int("folds", 2, FOLDS_MAX); return true;
	case KEY_REFIT: e->refit = true; return true;
	case KEY_TEST_SHARE: e->test_share = cli_double("test-share", 0, 0.95); return true;
	case KEY_VALIDATION_SHARE:
		e->validation_share = cli_double("validation-share", 0, 0.95);
		return true;
	case KEY_HIDDEN: parse_hidden(optarg, r); return true;
	case KEY_DROPOUT: r->dropout = cli_double("dropout", 0, 0.95); return true;
	case KEY_EPOCHS: r->epochs = (size_t)cli_int("epochs", 1, 1000000); return true;
	case KEY_BATCH: r->batch_rows = (size_t)cli_int("batch", 1, 65536); return true;
	case KEY_LEARNING_RATE: r->learning_rate = cli_double("learning-rate", 1e-9, 10); return true;
	case 's': e->seed = (uint64_t)cli_int("seed", 0, SEED_MAX); return true;
	}
	return false;
}

/* what does not go together */
static void
check(struct options *o)
{
	struct experiment_options *e = &o->experiment;
	const struct preparation *p = &e->preparation;

	if (o->scaler != NULL && (p->log || p->logit || p->clip > 0))
		cli_usage("--scaler and --log, --logit or --clip: rows are scaled already, or raw");
	if (given_any(&o->given) && e->by_rows)
		cli_usage("--split rows: the split is given");
	/* all of given rows are trained on unless the user says otherwise */
	if (e->validation_share < 0)
		e->validation_share = given_any(&o->given) ? 0 : VALIDATION_SHARE;
}

static struct options
parse(int argc, char **argv)
{
	static const size_t hidden[] = {HIDDEN};
	struct options o = {
		.experiment = {
			.recipe = {
				.n_hidden = sizeof(hidden) / sizeof(hidden[0]),
				.dropout = DROPOUT,
				.learning_rate = LEARNING_RATE,
				.epochs = EPOCHS,
				.batch_rows = BATCH,
				.n_archs = 1,
				.archs = {ARCH_MLP},
				.n_nets = N_NETS,
			},
			.temperature = 1,
			.test_share = TEST_SHARE,
			.validation_share = -1, /* not said */
			.seed = CLI_SEED,
		},
	};
	const char *l2 = NULL;
	int key;

	memcpy(o.experiment.recipe.hidden, hidden, sizeof(hidden));
	while ((key = cli_next(argc, argv)) != -1) {
		if (parse_recipe(key, &o.experiment)) {
			o.names_recipe |= key == KEY_RECIPE;
			continue;
		}
		switch (key) {
		case KEY_SCALER: o.scaler = optarg; break;
		case KEY_TRAIN: o.given.train = optarg; break;
		case KEY_VALIDATION: o.given.validation = optarg; break;
		case KEY_TEST: o.given.test = optarg; break;
		case KEY_DUPLICATES: o.given.duplicates = optarg; break;
		case KEY_FEATURES: o.roles.features = optarg; break;
		case KEY_L2: l2 = optarg; break;
		case KEY_REPORT: o.report = optarg; break;
		case KEY_PREDICTIONS: o.predictions = optarg; break;
		case 'l': o.roles.label = optarg; break;
		case 'g': o.roles.group = optarg; break;
		case 'i': o.roles.ids = optarg; break;
		case 'o': o.output = optarg; break;
		case 'q': o.quiet = true; break;
		}
	}
	if (argc - optind > 1)
		cli_usage("one input at most");
	o.table = argv[optind];
	parse_l2(l2, &o.experiment.recipe);
	check(&o);
	return o;
}

struct options
options_parse(int argc, char **argv)
{
	cli_init(&program);
	return parse(argc, argv);
}

struct options
options_parse_with(const char *recipe, int *argc, char ***argv)
{
	static char *copy, **all; /* kept: options point to them */
	char *word, *rest;
	int n = 0;

	rest = copy = xstrdup(recipe);
	all = xcalloc((size_t)*argc + strlen(recipe) + 1, sizeof(*all));
	all[n++] = (*argv)[0];
	for (; (word = strtok_r(rest, " ", &rest)) != NULL; n++)
		all[n] = word;
	memcpy(&all[n], &(*argv)[1], (size_t)(*argc - 1) * sizeof(*all));
	*argc += n - 1;
	*argv = all;
	cli_restart();
	return parse(*argc, *argv);
}

char *
options_command(int argc, char **argv)
{
	char *line = xstrdup(program.name);

	for (int i = 1; i < argc; i++) {
		char *longer = xasprintf("%s %s", line, argv[i]);

		free(line);
		line = longer;
	}
	/* a model's header is UTF-8; the name of a file need not be */
	for (const char *at = line, *next = line; utf8_next(&next) != 0; at = next) {
		if (next - at == 1 && (unsigned char)*at >= 0x80)
			line[at - line] = '?';
	}
	return line;
}
