/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "chart.h"
#include "cli/cli.h"
#include "label.h"

#define MAX_TRACKS 12 /* panels that a page holds at a readable size */
#define MAX_TRACKS_MOST 48

enum {
	KEY_CONFUSION = CLI_LONG,
	KEY_RELIABILITY,
	KEY_COLUMN,
	KEY_SCRIPT,
	KEY_SIZE,
	KEY_MAX_TRACKS,
	KEY_TOP,
};

static const struct cli_option options[] = {
	{'o', "output", "FILE", "draw into FILE.png, FILE.svg or FILE.pdf (default text)"},
	{KEY_CONFUSION, "confusion", NULL, "labelled predictions: the confusion matrix"},
	{KEY_RELIABILITY, "reliability", NULL, "labelled predictions: are they right as often as they "
	    "say"},
	{KEY_COLUMN, "column", "NAME", "any table: how that column is spread, by label"},
	{'t', "title", "TEXT", "title of the chart (default its own)"},
	{KEY_MAX_TRACKS, "max-tracks", "N",
	    "panels at most; more are counted by class (default " CLI_STRING(MAX_TRACKS) ")"},
	{KEY_SIZE, "size", "WxH", "picture in pixels, 96 to the inch (default what it needs)"},
	{KEY_TOP, "top", "N", "as text: the N most probable classes (default all)"},
	{'w', "width", "N", "as text: columns (default the terminal's, else 80)"},
	{KEY_SCRIPT, "script", NULL, "print the script for gnuplot, do not run it"},
	CLI_OPTION_END,
};

static const struct cli_program program = {
	.name = "mgc-plot",
	.operands = "[FILE]",
	.summary = "Draws what mgc-predict, mgc-train or mgc-featurize wrote.",
	.example = "mgc-plot -o song.png prediction.csv",
	.options = options,
};

struct job {
	struct page page;
	struct text text;
	struct chart chart;
	const char *input, *output;
	bool confusion, reliability, script;
};

static void
parse_output(struct job *job)
{
	char *shown = label_fit(job->output, strlen(job->output) + 1, false);

	job->page.format = page_format_of(job->output);
	if (job->page.format == PAGE_NONE)
		cli_usage("%s: the name of a picture ends in .png, .svg or .pdf", job->output);
	if (job->script) {
		if (strcmp(shown, job->output) != 0 || strchr(shown, '\'') != NULL)
			cli_usage("%s: no name that a script can hold", job->output);
		job->page.set_output = job->output;
	}
	free(shown);
}

static void
parse(int argc, char **argv, struct job *job)
{
	const char *why;
	int key;

	while ((key = cli_next(argc, argv)) != -1) {
		switch (key) {
		case 'o':
			job->output = optarg;
			break;
		case KEY_CONFUSION:
			job->confusion = true;
			break;
		case KEY_RELIABILITY:
			job->reliability = true;
			break;
		case KEY_COLUMN:
			job->chart.column = optarg;
			break;
		case 't':
			job->page.title = job->text.title = optarg;
			break;
		case KEY_MAX_TRACKS:
			job->chart.max_tracks = (size_t)cli_int("max-tracks", 1, MAX_TRACKS_MOST);
			break;
		case KEY_SIZE:
			why = page_set_size(&job->page, optarg);
			if (why != NULL)
				cli_usage("--size: '%s': %s", optarg, why);
			break;
		case KEY_TOP:
			job->text.top = (size_t)cli_int("top", 1, TABLE_CLASSES_MAX);
			break;
		case 'w':
			job->text.columns =
			    (size_t)cli_int("width", TEXT_COLUMNS_MIN, TEXT_COLUMNS_MAX);
			break;
		case KEY_SCRIPT:
			job->script = true;
			break;
		}
	}
	if (argc - optind > 1)
		cli_usage("%s: one table at a time", argv[optind + 1]);
	job->input = argv[optind];
	if (job->confusion + job->reliability + (job->chart.column != NULL) > 1)
		cli_usage("--confusion, --reliability and --column are different charts");
	if (job->output != NULL)
		parse_output(job);
}

/* which chart a table of this kind gives */
static enum chart_kind
choose(const struct job *job, enum table_kind kind)
{
	if (job->confusion && kind != TABLE_PREDICTIONS)
		die("--confusion: the table holds no predictions");
	if (job->reliability && kind != TABLE_PREDICTIONS)
		die("--reliability: the table holds no predictions");
	if (job->chart.column != NULL)
		return CHART_COLUMN;
	if (kind == TABLE_FEATURES)
		die("the table holds features: say which one to draw with --column NAME");
	if (kind == TABLE_HISTORY)
		return CHART_HISTORY;
	if (kind == TABLE_LEARNING)
		return CHART_LEARNING;
	return job->confusion ? CHART_CONFUSION : job->reliability ? CHART_RELIABILITY : CHART_TRACKS;
}

/* predictions as text, each row when it comes */
static void
write_rows(struct text *text, struct table *t)
{
	struct table_prediction row;
	int rc;

	while ((rc = table_next_prediction(t, &row)) > 0)
		text_prediction(text, t, &row);
	if (rc == 0 && text->n_rows == 0)
		rc = table_fail(t, "no rows below the header: nothing to draw");
	if (rc < 0)
		die("%s", table_error(t));
}

/* the chart in the form that was asked for */
static void
show(struct job *job, FILE *picture)
{
	char why[512];

	if (job->script) {
		job->page.script = stdout;
		chart_draw(&job->chart, &job->page);
	} else if (picture != NULL) {
		if (chart_picture(&job->chart, &job->page, picture, why, sizeof(why)) != 0)
			die("%s", why);
	} else {
		chart_write(&job->chart, &job->text);
	}
}

int
main(int argc, char **argv)
{
	struct job job = {.chart.max_tracks = MAX_TRACKS};
	FILE *picture = NULL;
	struct input *in;
	struct table *table;
	enum table_kind kind;

	cli_init_old(&program);
	text_init(&job.text, stdout);
	parse(argc, argv, &job);
	in = input_open(job.input);
	if (in == NULL)
		die("%s:", job.input);
	if (job.output != NULL && !job.script)
		picture = cli_output(job.output);
	input_before_wait(in, cli_flush, stdout);
	table = table_new(csv_reader_new(in));
	if (table_read_header(table, &kind) != 0)
		die("%s", table_error(table));
	job.chart.kind = choose(&job, kind);
	if (job.chart.kind == CHART_TRACKS && picture == NULL && !job.script) {
		write_rows(&job.text, table);
	} else {
		if (chart_read(&job.chart, table) != 0)
			die("%s", table_error(table));
		show(&job, picture);
		chart_free(&job.chart);
	}
	table_free(table);
	return cli_finish(EXIT_SUCCESS);
}
