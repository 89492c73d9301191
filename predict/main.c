/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/die.h"
#include "classify.h"
#include "cli/cli.h"
#include "io/input.h"
#include "model/model.h"
#include "report.h"

struct options {
	const char *model, *segments, *report, *heard, *output;
	const char *options_of; /* program whose options are asked for */
	double reject;
	bool by_segment, describe, quiet, no_formulas, json;
	enum csv_notation format;
	struct role_names roles;
};

#define AT(field) CLI_AT(struct options, field)

static const struct cli_option option_table[] = {
    {'m', "model", "FILE", "the model, as mgc-train wrote it (needed)", CLI_TEXT, AT(model)},
    {0, "per", "WHAT", "a row for each", CLI_CHOICE, AT(by_segment), "track",
	.words = "track, segment"},
    {0, "segments", "FILE", "also write a row for each segment, to FILE", CLI_TEXT, AT(segments)},
    {0, "reject", "Q", "no answer for a track that is less typical of the model's songs",
	CLI_NUMBER, AT(reject), "0", 0, 1},
    {0, "report", "FILE", "write scores as JSON to FILE; rows must carry labels", CLI_TEXT,
	AT(report)},
    CLI_FORMAT(AT(format)),
    {0, "json", NULL, "the same as --format jsonl; with --describe all on one line", CLI_FLAG,
	AT(json)},
    {0, "heard", "TABLE", "rows of set audioset: say what tracks sound like, and what is no music",
	CLI_TEXT, AT(heard)},
    {0, "no-formulas", NULL, "put ' before texts that a spreadsheet would compute, as =A1",
	CLI_FLAG, AT(no_formulas)},
    {0, "describe", NULL, "print what the model says of itself, as JSON", CLI_FLAG, AT(describe)},
    {0, "options", "PROGRAM",
	"print what makes its rows: options of decode, split, live, "
	"featurize",
	CLI_TEXT, AT(options_of)},
    ROLE_OPTIONS(struct options, roles),
    CLI_OUTPUT(AT(output)),
    CLI_QUIET(AT(quiet)),
    CLI_END,
};

static const struct cli_program program = {
    .name = "mgc-predict",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary =
	"Gives the probability of each class for rows of features, raw or scaled by the model.",
    .example = "mgc-predict -m MODEL features.csv",
    .options = option_table,
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = {0};

	cli_parse(&program, argc, argv, &o);
	if (o.model == NULL)
		cli_usage("--model is needed");
	if (o.json && cli_given(offsetof(struct options, format)) && o.format != CSV_JSONL)
		cli_usage("--json: is --format jsonl, not csv");
	if (o.json)
		o.format = CSV_JSONL;
	if (o.no_formulas && o.format != CSV_CSV)
		cli_usage("--no-formulas is for --format csv");
	if (o.reject > 0 && o.by_segment)
		cli_usage("--reject and --per segment: tracks alone are typical, or not");
	return o;
}

static void
describe(const struct model *m, const char *options_of, bool pretty, FILE *out)
{
	struct json *v;
	char *text;

	if (options_of != NULL) {
		text = front_end_options(&m->front_end, options_of);
		if (text == NULL)
			cli_usage("--options: '%s': none of decode, split, live, featurize and all",
			    options_of);
		if (*m->front_end.set == '\0')
			die("the model cannot be fed from audio: the table it was trained on does "
			    "not say "
			    "how it was made");
	} else {
		v = model_describe(m);
		text = json_print(v, pretty);
		json_free(v);
	}
	fprintf(out, "%s\n", text);
	free(text);
}

static void
say(const char *text)
{
	warn("%s", text);
}

/* opens the table of --heard, which may be live too; NULL: there is none */
static struct csv_reader *
open_heard(const char *path, FILE *out)
{
	struct input *in;

	if (path == NULL)
		return NULL;
	in = input_open(path);
	if (in == NULL)
		die("%s:", path);
	input_before_wait(in, cli_flush, out);
	return csv_reader_new(in);
}

static void
predict(const struct model *m, const struct options *o, FILE *file)
{
	struct csv_writer out = {.notation = o->format, .no_formulas = o->no_formulas};
	struct csv_writer segments = out;
	struct classify_options how = {
	    .by_track = !o->by_segment, .reject = o->reject, .remark = o->quiet ? NULL : say};
	struct input *in = cli_input(NULL);
	struct csv_reader *reader = csv_reader_new(in);
	struct csv_reader *heard = open_heard(o->heard, file);
	FILE *report = cli_output_beside(o->report);

	out.file = file;
	if (heard != NULL) {
		how.hearing = hearing_new(heard);
		if (how.hearing == NULL)
			die("%s", csv_error(heard));
	}
	input_before_wait(in, cli_flush, file);
	segments.file = cli_output_beside(o->segments);
	if (segments.file != NULL)
		how.segments = &segments;
	if (report != NULL)
		how.report = report_new(m->n_classes, m->classes, how.by_track);
	if (classify(m, &o->roles, &how, reader, &out) != 0) {
		if (how.hearing != NULL && *hearing_error(how.hearing) != '\0')
			die("%s", hearing_error(how.hearing));
		die("%s", csv_error(reader));
	}
	if (report != NULL) {
		if (report_n_rows(how.report) == 0)
			die("--report: no row carries a label");
		report_write(how.report, report);
		report_free(how.report);
	}
	csv_reader_free(reader);
	hearing_free(how.hearing);
	csv_reader_free(heard);
	csv_writer_clear(&out);
	csv_writer_clear(&segments);
}

int
main(int argc, char **argv)
{
	char error[512];
	struct options o = parse_options(argc, argv);
	struct model *m = model_read(o.model, error, sizeof(error));
	FILE *file;

	if (m == NULL)
		die("%s", error);
	if (o.reject > 0 && m->typical == NULL)
		die("--reject: %s does not say what songs are typical of it", o.model);
	file = cli_output(o.output);
	if (o.describe || o.options_of != NULL)
		describe(m, o.options_of, !o.json, file);
	else
		predict(m, &o, file);
	model_free(m);
	return cli_finish(EXIT_SUCCESS);
}
