/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "chart.h"
#include "cli/cli.h"
#include "label.h"

#define MAX_TRACKS 12 /* panels that a page holds at a readable size */
#define MAX_TRACKS_MOST 48
#define TOP_MOST 256

#define OPTIONS_MAX 48

enum {
	KEY_SCRIPT = CLI_LONG,
	KEY_SIZE,
	KEY_MAX_TRACKS,
	KEY_TOP,
	KEY_CHART = CLI_LONG + 100, /* and up: the option of charts[key - KEY_CHART] */
};

static const struct cli_option own_options[] = {
	{'o', "output", "FILE", "draw into FILE.png, FILE.svg or FILE.pdf (default text)"},
	{'t', "title", "TEXT", "title of the chart (default its own)"},
	{KEY_MAX_TRACKS, "max-tracks", "N",
	"panels at most; more are counted by class (default " CLI_STRING(MAX_TRACKS) ")"},
	{KEY_SIZE, "size", "WxH", "picture in pixels, 96 to the inch (default what it needs)"},
	{KEY_TOP, "top", "N", "as text: the N most probable classes (default all)"},
	{'w', "width", "N", "as text: columns (default the terminal's, else 80)"},
	{KEY_SCRIPT, "script", NULL, "print the script for gnuplot, do not run it"},
	CLI_OPTION_END,
};

/* the charts' after --output, then the rest */
static struct cli_option options[OPTIONS_MAX];

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
	const struct chart *chart; /* asked for by its option, NULL: the table says */
	struct chart_request request;
	const char *input, *output;
	bool script;
};

static void
list_options(void)
{
	size_t n = 0, n_own = sizeof(own_options) / sizeof(own_options[0]);

	options[n++] = own_options[0];
	for (int i = 0; charts[i] != NULL; i++) {
		if (charts[i]->option == NULL)
			continue;
		assert(n + n_own < OPTIONS_MAX);
		options[n++] = (struct cli_option){
		    KEY_CHART + i, charts[i]->option, charts[i]->argument, charts[i]->help};
	}
	memcpy(options + n, own_options + 1, (n_own - 1) * sizeof(*options));
}

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
ask_for(struct job *job, const struct chart *chart)
{
	if (job->chart != NULL && job->chart != chart)
		cli_usage("--%s and --%s are different charts", job->chart->option, chart->option);
	job->chart = chart;
	job->request.argument = optarg;
}

static void
parse_option(struct job *job, int key)
{
	const char *why;

	switch (key) {
	case 'o':
		job->output = optarg;
		break;
	case 't':
		job->page.title = job->text.title = optarg;
		break;
	case KEY_MAX_TRACKS:
		job->request.max_tracks = (size_t)cli_int("max-tracks", 1, MAX_TRACKS_MOST);
		break;
	case KEY_SIZE:
		why = page_set_size(&job->page, optarg);
		if (why != NULL)
			cli_usage("--size: '%s': %s", optarg, why);
		break;
	case KEY_TOP:
		job->text.top = (size_t)cli_int("top", 1, TOP_MOST);
		break;
	case 'w':
		job->text.columns = (size_t)cli_int("width", TEXT_COLUMNS_MIN, TEXT_COLUMNS_MAX);
		break;
	case KEY_SCRIPT:
		job->script = true;
		break;
	default:
		ask_for(job, charts[key - KEY_CHART]);
	}
}

static void
parse(int argc, char **argv, struct job *job)
{
	int key;

	while ((key = cli_next(argc, argv)) != -1)
		parse_option(job, key);
	if (argc - optind > 1)
		cli_usage("%s: one table at a time", argv[optind + 1]);
	job->input = argv[optind];
	if (job->output != NULL)
		parse_output(job);
}

/* the chart in the form that was asked for */
static void
show(struct job *job, const struct chart *chart, const void *state, FILE *picture)
{
	char why[512];

	if (job->script) {
		job->page.script = stdout;
		chart->draw(state, &job->page);
	} else if (picture != NULL) {
		if (chart_picture(chart, state, &job->page, picture, why, sizeof(why)) != 0)
			die("%s", why);
	} else if (chart->write != NULL) {
		chart->write(state, &job->text);
	}
}

int
main(int argc, char **argv)
{
	struct job job = {.request.max_tracks = MAX_TRACKS};
	const struct chart *chart;
	struct csv_reader *csv;
	struct input *in;
	FILE *picture = NULL;
	void *state;
	bool as_text;

	list_options();
	cli_init_old(&program);
	text_init(&job.text, stdout);
	parse(argc, argv, &job);
	in = input_open(job.input);
	if (in == NULL)
		die("%s:", job.input);
	if (job.output != NULL && !job.script)
		picture = cli_output(job.output);
	as_text = picture == NULL && !job.script;
	input_before_wait(in, cli_flush, stdout);
	csv = csv_reader_new(in);
	if (csv_read_header(csv) != 0)
		die("%s", csv_error(csv));
	chart = chart_find(job.chart, csv);
	state = chart != NULL ? chart->create(csv, &job.request) : NULL;
	if (state == NULL || chart_gather(chart, state, csv, as_text ? &job.text : NULL) != 0)
		die("%s", csv_error(csv));
	show(&job, chart, state, picture);
	chart->free(state);
	csv_reader_free(csv);
	return cli_finish(EXIT_SUCCESS);
}
