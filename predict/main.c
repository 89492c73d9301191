/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "classify.h"
#include "cli/cli.h"
#include "io/input.h"
#include "io/output.h"
#include "model/model.h"
#include "report.h"

enum {
	KEY_PER = CLI_LONG,
	KEY_SEGMENTS,
	KEY_REPORT,
	KEY_DESCRIBE,
	KEY_OPTIONS,
};

static const struct cli_option option_table[] = {
	{'m', "model", "FILE", "the model, as mgc-train wrote it (needed)"},
	{KEY_PER, "per", "WHAT", "a row for each track or segment (default track)"},
	{KEY_SEGMENTS, "segments", "FILE", "also write a row for each segment, to FILE"},
	{KEY_REPORT, "report", "FILE", "write scores as JSON to FILE; rows must carry labels"},
	{KEY_DESCRIBE, "describe", NULL, "print what the model says of itself, as JSON"},
	{KEY_OPTIONS, "options", "PROGRAM", "print what makes its rows: options of decode, split, live, "
	    "featurize"},
	ROLE_OPTIONS,
	CLI_OPTION_OUTPUT,
	CLI_OPTION_QUIET,
	CLI_OPTION_END,
};

static const struct cli_program program = {
	.name = "mgc-predict",
	.operands = "[FILE]",
	.summary = "Gives the probability of each class for rows of features, raw or scaled by the model.",
	.example = "mgc-predict -m MODEL features.csv",
	.options = option_table,
};

struct options {
	const char *model, *segments, *report, *output;
	const char *options_of; /* program whose options are asked for */
	bool describe, by_track, quiet;
	struct role_names roles;
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {.by_track = true};
	int key;

	while ((key = cli_next(argc, argv)) != -1) {
		switch (key) {
		case 'm': o.model = optarg; break;
		case KEY_PER:
			o.by_track = strcmp(optarg, "track") == 0;
			if (!o.by_track && strcmp(optarg, "segment") != 0)
				cli_usage("--per: '%s': neither track nor segment", optarg);
			break;
		case KEY_SEGMENTS: o.segments = optarg; break;
		case KEY_REPORT: o.report = optarg; break;
		case KEY_DESCRIBE: o.describe = true; break;
		case KEY_OPTIONS: o.options_of = optarg; break;
		case 'l': o.roles.label = optarg; break;
		case 'g': o.roles.group = optarg; break;
		case 'i': o.roles.ids = optarg; break;
		case 'o': o.output = optarg; break;
		case 'q': o.quiet = true; break;
		}
	}
	if (o.model == NULL)
		cli_usage("--model is needed");
	if (argc - optind > 1)
		cli_usage("one input at most");
	return o;
}

static void
describe(const struct model *m, const char *options_of, FILE *out)
{
	struct json *v;
	char *text;

	if (options_of != NULL) {
		text = front_end_options(&m->front_end, options_of);
		if (text == NULL)
			cli_usage("--options: '%s': none of decode, split, live, featurize and all",
			    options_of);
		if (*m->front_end.set == '\0')
			die("the model cannot be fed from audio: the table it was trained on does not say "
			    "how it was made");
	} else {
		v = model_describe(m);
		text = json_print(v, true);
		json_free(v);
	}
	fprintf(out, "%s\n", text);
	free(text);
}

/* a file beside the output, NULL where none is asked for */
static struct output *
open_beside(const char *path)
{
	struct output *out = path != NULL ? output_open(path) : NULL;

	if (path != NULL && out == NULL)
		die("%s:", path);
	return out;
}

static void
commit(struct output *out, const char *path)
{
	if (out != NULL && output_commit(out) != 0)
		die("%s:", path);
}

static void
write_report(const struct report *r, const char *path)
{
	struct output *file;

	if (report_n_rows(r) == 0)
		die("--report: no row carries a label");
	file = open_beside(path);
	report_write(r, output_file(file));
	commit(file, path);
}

static void
say(const char *text)
{
	warn("%s", text);
}

static void
predict(const struct model *m, const struct options *o, const char *path, FILE *file)
{
	struct csv_writer out = {.file = file}, segments_out = {0};
	struct classify_options how = {.by_track = o->by_track, .remark = o->quiet ? NULL : say};
	struct output *segments;
	struct csv_reader *reader;
	struct input *in = input_open(path);

	if (in == NULL)
		die("%s:", path);
	input_before_wait(in, cli_flush, file);
	reader = csv_reader_new(in);
	segments = open_beside(o->segments);
	if (segments != NULL) {
		segments_out.file = output_file(segments);
		how.segments = &segments_out;
	}
	if (o->report != NULL)
		how.report = report_new(m->n_classes, m->classes, o->by_track);
	if (classify(m, &o->roles, &how, reader, &out) != 0)
		die("%s", csv_error(reader));
	if (how.report != NULL)
		write_report(how.report, o->report);
	commit(segments, o->segments);
	report_free(how.report);
	csv_reader_free(reader);
}

int
main(int argc, char **argv)
{
	char error[512];
	struct options o;
	struct model *m;
	FILE *file;

	cli_init(&program);
	o = parse_options(argc, argv);
	m = model_read(o.model, error, sizeof(error));
	if (m == NULL)
		die("%s", error);
	file = cli_output(o.output);
	if (o.describe || o.options_of != NULL)
		describe(m, o.options_of, file);
	else
		predict(m, &o, argv[optind], file);
	model_free(m);
	return cli_finish(EXIT_SUCCESS);
}
