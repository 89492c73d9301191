/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "cli/cli.h"
#include "extract.h"
#include "io/input.h"
#include "weights.h"
#include "workers.h"

#define MAX_SECONDS 7200
#define OUTPUT_BUFFER ((size_t)64 * 1024)

enum {
	KEY_SET = CLI_LONG,
	KEY_MAX_SECONDS,
	KEY_OPTIONS,
};

static const struct cli_option option_table[] = {
	{KEY_SET, "set", "NAME", "feature set (default " FEATURE_SET_DEFAULT "); another word lists them"},
	{KEY_OPTIONS, "options", "PROGRAM", "print what PROGRAM needs for rows of the set (see the manual)"},
	{'w', "weights", "FILE", "what the set computes with (default: where it is fetched to)"},
	{KEY_MAX_SECONDS, "max-seconds", "S", "longest segment (default " CLI_STRING(MAX_SECONDS) "; none for sets "
	    "that need little memory)"},
	CLI_OPTION_JOBS,
	CLI_OPTION_KEEP_GOING,
	CLI_OPTION_OUTPUT,
	CLI_OPTION_QUIET,
	CLI_OPTION_END,
};

static const struct cli_program program = {
	.name = "mgc-featurize",
	.operands = "[FILE]",
	.summary = "Computes the audio features of each segment of a stream as a CSV row.",
	.example = "mgc-decode song.mp3 | mgc-featurize > features.csv",
	.options = option_table,
};

/* answers --options; for a set without weights "weights" is an empty line */
static int
print_options(const struct feature_set *set, const char *what, const char *weights)
{
	struct front_end f = feature_set_front_end(set);
	bool path = strcmp(what, "weights") == 0;
	char error[WEIGHTS_ERROR_LEN];
	char *text = path ? weights_path(set, weights, error) : front_end_options(&f, what);

	if (text == NULL && path)
		die("%s", error);
	if (text == NULL)
		cli_usage("--options: '%s': none of decode, split, live, featurize, all and weights",
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

int
main(int argc, char **argv)
{
	struct extract_options o = {.n_threads = 1, .remark = say, .note = say};
	char error[EXTRACT_ERROR_LEN];
	const char *output = NULL, *weights_file = NULL, *options_of = NULL;
	struct csv_writer writer = {0};
	struct input *in;
	void *weights;
	long n_lost;
	int key;

	cli_init(&program);
	o.set = feature_set_find(FEATURE_SET_DEFAULT);
	while ((key = cli_next(argc, argv)) != -1) {
		switch (key) {
		case KEY_SET:
			o.set = feature_set_find(optarg);
			if (o.set == NULL)
				cli_usage("--set: '%s': is none of %s", optarg, feature_set_names());
			break;
		case KEY_MAX_SECONDS: o.max_seconds = cli_double("max-seconds", 1e-3, 1e9); break;
		case KEY_OPTIONS: options_of = optarg; break;
		case 'w': weights_file = optarg; break;
		case 'j': o.n_threads = (size_t)cli_int("jobs", 1, WORKERS_MAX); break;
		case 'k': o.keep_going = true; break;
		case 'o': output = optarg; break;
		case 'q': o.note = NULL; break;
		}
	}
	if (argc - optind > 1)
		cli_usage("one input at most");
	if (weights_file != NULL && o.set->weights == NULL)
		cli_usage("--weights: set %s needs none", o.set->name);
	if (options_of != NULL)
		return print_options(o.set, options_of, weights_file);
	if (o.max_seconds <= 0) /* not given */
		o.max_seconds = o.set->patches == NULL ? MAX_SECONDS : INFINITY;
	o.kernel = kernel_find(getenv("MGC_SIMD"));
	if (o.kernel == NULL)
		cli_usage("MGC_SIMD: '%s': no such kernel on this machine", getenv("MGC_SIMD"));
	if (argv[optind] == NULL)
		cli_refuse_terminal(STDIN_FILENO, "pipe mgc-decode or mgc-split into it");
	if (weights_load(o.set, weights_file, &weights, error) != 0)
		die("%s", error);
	o.weights = weights;
	in = input_open(argv[optind]);
	if (in == NULL)
		die("%s:", argv[optind]);
	writer.file = cli_output(output);
	setvbuf(writer.file, NULL, isatty(fileno(writer.file)) ? _IOLBF : _IOFBF, OUTPUT_BUFFER);
	extract_header(o.set, &writer);
	n_lost = extract_rows(&o, in, &writer, error);
	if (n_lost < 0)
		die("%s", error);
	weights_free(o.set, weights);
	return cli_finish(n_lost > 0 ? EXIT_SKIPPED : EXIT_SUCCESS);
}
