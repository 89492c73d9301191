/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "cli/cli.h"
#include "extract.h"
#include "io/input.h"
#include "tables/feature_table.h"
#include "weights.h"
#include "workers.h"

#define MAX_SECONDS 7200

struct options {
	struct extract_options extract;
	const char *options_of; /* program whose options are asked for */
	const char *weights, *output;
	bool quiet;
};

static const char *
parse_set(const char *arg, void *to)
{
	const struct feature_set *set = feature_set_find(arg);

	if (set == NULL)
		cli_usage("--set: '%s': is none of %s", arg, feature_set_names());
	*(const struct feature_set **)to = set;
	return NULL;
}

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {0, "set", "NAME", "feature set; another word lists them", CLI_PARSE, AT(extract.set),
	FEATURE_SET_DEFAULT, .parse = parse_set},
    {0, "options", "PROGRAM", "print what PROGRAM needs for rows of the set (see the manual)",
	CLI_TEXT, AT(options_of)},
    {'w', "weights", "FILE", "what the set computes with (default: where it is fetched to)",
	CLI_TEXT, AT(weights)},
    {0, "max-seconds", "S",
	"longest segment; default " CLI_STRING(MAX_SECONDS) ", no end for sets of small memory",
	CLI_NUMBER, AT(extract.max_seconds), NULL, 1e-3, 1e9},
    {'j', "jobs", "N", "threads; the output is the same for any number", CLI_INTEGER,
	AT(extract.n_threads), "1", 1, WORKERS_MAX},
    CLI_KEEP_GOING(AT(extract.keep_going)),
    CLI_OUTPUT(AT(output)),
    CLI_QUIET(AT(quiet)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-featurize",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Computes the audio features of each segment of a stream as a CSV row.",
    .example = "mgc-decode song.mp3 | mgc-featurize > features.csv",
    .options = option_table,
};

/* where they are, once they have been read: MGC_WEIGHTS may be a file of another set */
static char *
find_weights(const struct feature_set *set, const char *weights, char *error)
{
	char *path = weights_path(set, weights, error);
	struct weights read;

	if (path == NULL || *path == '\0')
		return path;
	if (weights_load(set, weights, &read, error) != 0) {
		free(path);
		return NULL;
	}
	weights_free(set, &read);
	return path;
}

/* the file of weights that --options asks for, "" for a set without; NULL: it asks for others */
static char *
answer_weights(const struct feature_set *set, const char *what, const char *weights)
{
	bool for_all = strcmp(what, "weights-system") == 0;
	char error[WEIGHTS_ERROR_LEN] = "no HOME: nobody says where a user's weights are to be";
	char *path;

	if (strcmp(what, "weights") == 0)
		path = find_weights(set, weights, error);
	else if (for_all || strcmp(what, "weights-user") == 0)
		path = weights_place(set, for_all);
	else
		return NULL;
	if (path == NULL)
		die("%s", error);
	return path;
}

/* the columns that say what music is like, on one line */
static int
print_tags(const struct feature_set *set)
{
	const char *space = "";

	for (size_t i = 0; i < set->n_columns; i++) {
		int source = set->columns[i].source;

		if (source >= set->first_tag && source < set->end_tag) {
			printf("%s%s", space, set->columns[i].name);
			space = " ";
		}
	}
	putchar('\n');
	return cli_finish(EXIT_SUCCESS);
}

/* answers --options */
static int
print_options(const struct feature_set *set, const char *what, const char *weights)
{
	struct front_end f = feature_set_front_end(set);
	char *text;

	if (strcmp(what, "tags") == 0)
		return print_tags(set);
	text = answer_weights(set, what, weights);
	if (text == NULL)
		text = front_end_options(&f, what);
	if (text == NULL)
		cli_usage("--options: '%s': none of decode, split, live, featurize, all, tags, "
			  "weights, weights-user and weights-system",
		    what);
	printf("%s\n", text);
	free(text);
	return cli_finish(EXIT_SUCCESS);
}

static void
say(const char *text)
{
	warn("%s", text);
}

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {.extract.remark = say};
	struct extract_options *e = &o.extract;

	cli_parse(&program, argc, argv, &o);
	if (o.weights != NULL && e->set->weights == NULL)
		cli_usage("--weights: set %s needs none", e->set->name);
	if (e->max_seconds <= 0) /* not given */
		e->max_seconds = e->set->patches == NULL ? MAX_SECONDS : INFINITY;
	e->kernel = kernel_find(getenv("MGC_SIMD"));
	if (e->kernel == NULL)
		cli_usage("MGC_SIMD: '%s': no such kernel on this machine", getenv("MGC_SIMD"));
	e->note = o.quiet ? NULL : say;
	return o;
}

int
main(int argc, char **argv)
{
	struct options o = parse_options(argc, argv);
	const struct feature_set *set = o.extract.set;
	char error[EXTRACT_ERROR_LEN];
	struct csv_writer writer = {0};
	struct input *in;
	struct weights weights;
	long n_lost;

	if (o.options_of != NULL)
		return print_options(set, o.options_of, o.weights);
	in = cli_input("pipe mgc-decode or mgc-split into it");
	if (weights_load(set, o.weights, &weights, error) != 0)
		die("%s", error);
	o.extract.weights = weights.shared;
	writer.file = cli_output(o.output);
	feature_table_write_header(&writer, set);
	n_lost = extract_rows(&o.extract, in, &writer, error);
	if (n_lost < 0)
		die("%s", error);
	weights_free(set, &weights);
	return cli_finish(n_lost > 0 ? EXIT_SKIPPED : EXIT_SUCCESS);
}
