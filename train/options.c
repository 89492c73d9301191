/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cli/cli.h"
#include "model/model.h"

#define HIDDEN_MAX 8192 /* units of a layer */
#define SHARE_MAX 0.95
#define VALIDATION_SHARE 0.1
#define SUSPECTS_FOLDS 10
#define L2_MLP 0
#define L2_LOGISTIC 10
#define L2_MAX 1e9

/*
 * The recipes: what each stands for, in options. The names stand in the row of --recipe, in this
 * order.
 */
#define RECIPE_NAMES "default, original, ensemble, linear"

static const char *const recipes[] = {
    "",
    "--split rows --priors",
    ("--arch mlp,logistic --hidden 512,256,128 --ensemble 5 --epochs 120 --log --clip 4 "
     "--temperature fit"),
    "--arch logistic,lda --average geometric --shrinkage 0.2 --temperature fit",
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

/* "256,128,64" to hidden layers, "0" to none */
static const char *
parse_hidden(const char *text, void *to)
{
	char *copy = xstrdup(text), *rest = copy, *word;
	struct mlp_recipe *recipe = to;

	recipe->n_hidden = 0;
	while (strcmp(text, "0") != 0 && (word = next_word(&rest)) != NULL) {
		const char *why;
		int64_t units;

		why = num_parse_int(word, 1, HIDDEN_MAX, &units);
		if (why != NULL)
			cli_usage("--hidden: '%s': %s", word, why);
		if (recipe->n_hidden == NETWORK_LAYERS_MAX - 1)
			cli_usage("--hidden: at most %d layers", NETWORK_LAYERS_MAX - 1);
		recipe->hidden[recipe->n_hidden++] = (size_t)units;
	}
	free(copy);
	return NULL;
}

/* names of archs, and the penalty that each has by default */
static const struct {
	const char *name;
	double l2;
} archs[N_ARCHS] = {
    [ARCH_MLP] = {"mlp", L2_MLP},
    [ARCH_LOGISTIC] = {"logistic", L2_LOGISTIC},
    [ARCH_LDA] = {"lda", 0},
};

static const char *
parse_archs(const char *text, void *to)
{
	char *copy = xstrdup(text), *rest = copy, *word;
	struct recipe *r = to;

	r->n_archs = 0;
	while ((word = next_word(&rest)) != NULL) {
		enum arch arch = ARCH_MLP;

		while (arch < N_ARCHS && strcmp(word, archs[arch].name) != 0)
			arch++;
		if (arch == N_ARCHS)
			cli_usage("--arch: '%s': none of mlp, logistic and lda", word);
		for (size_t i = 0; i < r->n_archs; i++) {
			if (r->archs[i] == arch)
				cli_usage("--arch: '%s': twice", word);
		}
		r->archs[r->n_archs++] = arch;
	}
	free(copy);
	return NULL;
}

/* a number, or 0 for "fit" */
static const char *
parse_temperature(const char *text, void *to)
{
	if (strcmp(text, "fit") != 0)
		return num_parse_double(text, MODEL_TEMPERATURE_MIN, MODEL_TEMPERATURE_MAX, to);
	*(double *)to = 0;
	return NULL;
}

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {0, "scaler", "FILE", "what --fit learnt when it scaled the rows (default: rows are raw)",
	CLI_TEXT, AT(scaler)},
    {0, "features", "PATTERN", "use only the columns with such names, as 'mfcc_*'", CLI_TEXT,
	AT(roles.features)},
    {0, "recipe", "NAME", "how to learn (default: that of the feature set)", CLI_CHOICE, AT(recipe),
	.words = RECIPE_NAMES},
    {0, "split", "WHAT", "hold out all of an artist, of a track, or single rows", CLI_CHOICE,
	AT(experiment.split), "artists", .words = "artists, tracks, rows"},
    {0, "folds", "K", "also cross-validate over K folds of tracks", CLI_INTEGER,
	AT(experiment.n_folds), NULL, 2, FOLDS_MAX},
    {0, "refit", NULL, "after scoring, train the model that is kept on all rows", CLI_FLAG,
	AT(experiment.refit)},
    {0, "train", "FILE", "train on these: a list of tracks of TABLE; without TABLE, a table",
	CLI_TEXT, AT(given.train)},
    {0, "validation", "FILE", "the same, to watch and to fit the temperature on", CLI_TEXT,
	AT(given.validation)},
    {0, "test", "FILE", "the same, for the test", CLI_TEXT, AT(given.test)},
    {0, "duplicates", "FILE", "pairs of tracks to keep on one side, a pair a line", CLI_TEXT,
	AT(given.duplicates)},
    {0, "artists", "FILE", "tracks and their artists, a tab between (default: as the rows say)",
	CLI_TEXT, AT(given.artists)},
    {0, "test-share", "F", "share held out for the test", CLI_NUMBER, AT(experiment.test_share),
	"0.2", 0, SHARE_MAX},
    {0, "validation-share", "F",
	"share of the rest that is watched; default " CLI_STRING(VALIDATION_SHARE) ", of lists 0",
	CLI_NUMBER, AT(experiment.validation_share), NULL, 0, SHARE_MAX},
    PREPROCESSING_OPTIONS(struct options, experiment.preprocessing),
    {0, "arch", "NAME,...",
	"mlp (hidden layers), logistic (regression), lda (discriminant), or some", CLI_PARSE,
	AT(experiment.recipe), "mlp", .parse = parse_archs},
    {0, "average", "WHAT", "mean of the answers of several networks; geometric: of one layer each",
	CLI_CHOICE, AT(experiment.recipe.geometric), "arithmetic",
	.words = "arithmetic, geometric"},
    {0, "balance", NULL, "each class weighs the same, whatever its rows (default)", CLI_FLAG,
	AT(balance)},
    {0, "priors", NULL, "each row weighs the same: classes are as frequent as in the table",
	CLI_FLAG, AT(experiment.recipe.priors)},
    {0, "shrinkage", "F", "of the covariance of lda towards a round one", CLI_NUMBER,
	AT(experiment.recipe.shrinkage), "0.05", 1e-6, 1},
    {0, "ensemble", "N", "average N networks of mlp", CLI_INTEGER, AT(experiment.recipe.n_nets),
	"1", 1, MODEL_MEMBERS_MAX - 1},
    {0, "l2", "X,...",
	"penalty of squared weights, for each arch (default: mlp " CLI_STRING(
	    L2_MLP) ", logistic " CLI_STRING(L2_LOGISTIC) ")",
	CLI_TEXT, AT(l2)},
    {0, "temperature", "T", "temper the answers, fit: by what suits held-out rows", CLI_PARSE,
	AT(experiment.temperature), "1", .parse = parse_temperature},
    {0, "hidden", "N,...", "units of the hidden layers, 0: none", CLI_PARSE,
	AT(experiment.recipe.mlp), "256,128,64", .parse = parse_hidden},
    {0, "dropout", "F", "share of hidden units dropped", CLI_NUMBER,
	AT(experiment.recipe.mlp.dropout), "0.25", 0, SHARE_MAX},
    {0, "epochs", "N", "times through the training rows", CLI_INTEGER,
	AT(experiment.recipe.mlp.epochs), "60", 1, 1000000},
    {0, "batch", "N", "rows to a step", CLI_INTEGER, AT(experiment.recipe.mlp.batch_rows), "265", 1,
	65536},
    {0, "learning-rate", "F", "of Adam", CLI_NUMBER, AT(experiment.recipe.mlp.learning_rate),
	"0.001", 1e-9, 10},
    {0, "report", "FILE", "write the scores as JSON to FILE", CLI_TEXT, AT(report)},
    {0, "predictions", "FILE", "write what was predicted for held-out tracks", CLI_TEXT,
	AT(predictions)},
    {0, "suspects", "FILE",
	"write which tracks of the folds are taken for another class than theirs", CLI_TEXT,
	AT(suspects)},
    ROLE_OPTIONS(struct options, roles),
    CLI_SEED_OPTION(AT(experiment.seed)),
    {'o', "output", "FILE", "write the model to FILE (default: write none)", CLI_TEXT, AT(output)},
    CLI_QUIET(AT(quiet)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-train",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Trains a network on labelled rows of features.",
    .example = "mgc-scale --fit s.json < f.csv | mgc-train --scaler s.json -o m.safetensors",
    .options = option_table,
};

/* --l2: one number for all archs, or one for each; NULL: the defaults */
static void
parse_l2(const char *text, struct recipe *r)
{
	char *copy = xstrdup(text != NULL ? text : ""), *rest = copy, *word;
	size_t n = 0;

	for (size_t i = 0; i < r->n_archs; i++)
		r->l2[i] = archs[r->archs[i]].l2;
	while (text != NULL && (word = next_word(&rest)) != NULL) {
		const char *why;
		double l2;

		why = num_parse_double(word, 0, L2_MAX, &l2);
		if (why != NULL)
			cli_usage("--l2: '%s': %s", word, why);
		if (n == r->n_archs)
			cli_usage("--l2: more numbers than --arch has names");
		r->l2[n++] = l2;
	}
	for (size_t i = 1; n == 1 && i < r->n_archs; i++)
		r->l2[i] = r->l2[0];
	free(copy);
}

/* what follows from several options, and what does not go together */
static void
complete(struct options *o)
{
	struct experiment_options *e = &o->experiment;
	const struct preprocessing *p = &e->preprocessing;

	cli_suggest(recipes[o->recipe], o);
	if (o->roles.group != NULL && access(o->roles.group, R_OK) == 0) {
		o->given.artists = o->roles.group;
		o->roles.group = NULL;
	}
	if (o->suspects != NULL && e->n_folds == 0)
		e->n_folds = SUSPECTS_FOLDS;
	parse_l2(o->l2, &e->recipe);
	e->recipe.priors &= !o->balance;
	if (o->scaler != NULL && (p->log || p->logit || p->clip > 0))
		cli_usage("--scaler and --log, --logit or --clip: rows are scaled already, or raw");
	if (o->balance && cli_given(offsetof(struct options, experiment.recipe.priors)))
		cli_usage("--balance and --priors: rows weigh by class, or all the same");
	if (split_files_any(&o->given) && e->split == SPLIT_ROWS)
		cli_usage("--split rows: the split is given");
	/* all of given rows are trained on unless the user says otherwise */
	if (!cli_given(offsetof(struct options, experiment.validation_share)))
		e->validation_share = split_files_any(&o->given) ? 0 : VALIDATION_SHARE;
}

struct options
options_parse(int argc, char **argv)
{
	struct options o = {0};

	cli_parse(&program, argc, argv, &o);
	o.table = cli_operand(0);
	complete(&o);
	return o;
}

/* only answers of one layer have a geometric mean that is one layer again */
static void
check_average(struct recipe *r)
{
	bool layered = false;

	for (size_t i = 0; i < r->n_archs; i++)
		layered |= r->archs[i] == ARCH_MLP && r->mlp.n_hidden > 0;
	if (layered && r->geometric &&
	    cli_given(offsetof(struct options, experiment.recipe.geometric)))
		cli_usage("--average geometric: of networks without hidden layers alone");
	r->geometric &= !layered; /* a recipe said so of other networks than the user wants */
}

bool
options_suggest(struct options *o, const char *words)
{
	bool taken = *words != '\0' && !cli_given(offsetof(struct options, recipe));

	if (taken) {
		cli_suggest(words, o);
		complete(o);
	}
	check_average(&o->experiment.recipe);
	return taken;
}

char *
options_command(const char *suggested, int argc, char **argv)
{
	char *line = xasprintf("%s%s%s", program.name, *suggested != '\0' ? " " : "", suggested);

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
