/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/utf8.h"
#include "chart.h"
#include "cli/cli.h"
#include "cli/worker.h"
#include "drawing.h"
#include "fonts.h"
#include "label.h"
#include "tables/roles.h"

#define MAX_TRACKS 12 /* panels that a page holds at a readable size */
#define MAX_TRACKS_MOST 48
#define TOP_MOST 256

#define OPTIONS_MAX 48

/* whether a chart's option was given, and its argument */
struct asked {
	bool given;
	const char *argument; /* NULL: it takes none */
};

struct job {
	struct page page;
	struct text text;
	struct asked asked[OPTIONS_MAX]; /* by the chart's number in charts[] */
	const char *title, *output;
	size_t max_tracks;
	bool script, live, no_sandbox;
	/* what is drawn, and where: the input; the picture's file, NULL: text or a script */
	struct input *in;
	FILE *picture;
	struct drawing drawing;
};

static const char *
parse_asked(const char *arg, void *to)
{
	*(struct asked *)to = (struct asked){true, arg};
	return NULL;
}

static const char *
parse_size(const char *arg, void *to)
{
	return page_set_size(to, arg);
}

#define AT(field) CLI_AT(struct job, field)

static const struct cli_option own_options[] = {
    {'o', "output", "FILE", "draw into FILE.png, FILE.svg or FILE.pdf (default text)", CLI_TEXT,
	AT(output)},
    {'t', "title", "TEXT", "title of the chart (default its own)", CLI_TEXT, AT(title)},
    {0, "max-tracks", "N", "tracks shown at most; more are counted by class", CLI_INTEGER,
	AT(max_tracks), CLI_STRING(MAX_TRACKS), 0, MAX_TRACKS_MOST},
    {0, "size", "SIZE", "picture in pixels, WxH or W, 96 to the inch (default what it needs)",
	CLI_PARSE, AT(page), .parse = parse_size},
    {0, "top", "N", "as text: the N most probable classes, not all", CLI_INTEGER, AT(text.top),
	NULL, 1, TOP_MOST},
    {'w', "width", "N", "as text: columns (default the terminal's, else 80)", CLI_INTEGER,
	AT(text.columns), NULL, TEXT_COLUMNS_MIN, TEXT_COLUMNS_MAX},
    {0, "live", NULL, "as text, on a terminal: each chart in the place of the one before", CLI_FLAG,
	AT(live)},
    {0, "script", NULL, "print the script for gnuplot, do not run it", CLI_FLAG, AT(script)},
    CLI_NO_SANDBOX(AT(no_sandbox)),
    CLI_END,
};

/* --output, the charts', the rest */
static struct cli_option options[OPTIONS_MAX];

static const struct cli_program program = {
    .name = "mgc-plot",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Draws what mgc-predict, mgc-train or mgc-featurize wrote.",
    .example = "mgc-plot -o song.png prediction.csv",
    .options = options,
};

static void
list_options(void)
{
	size_t n = 0, n_own = sizeof(own_options) / sizeof(own_options[0]);

	options[n++] = own_options[0];
	for (size_t i = 0; charts[i] != NULL; i++) {
		if (charts[i]->option == NULL)
			continue;
		assert(n + n_own < OPTIONS_MAX);
		options[n++] =
		    (struct cli_option){0, charts[i]->option, charts[i]->argument, charts[i]->help,
			CLI_PARSE, offsetof(struct job, asked) + i * sizeof(struct asked),
			sizeof(struct asked), .parse = parse_asked};
	}
	memcpy(options + n, own_options + 1, (n_own - 1) * sizeof(*options));
}

static void
check_output(struct job *job)
{
	char *shown;

	job->page.format = page_format_of(job->output);
	if (job->page.format == PAGE_NONE)
		cli_usage("%s: the name of a picture ends in .png, .svg or .pdf", job->output);
	shown = label_fit(job->output, strlen(job->output) + 1, false);
	if (job->script) {
		if (strcmp(shown, job->output) != 0 || strchr(shown, '\'') != NULL)
			cli_usage("%s: no name that a script can hold", job->output);
		job->page.set_output = job->output;
	}
	free(shown);
}

/* the chart whose option was given, NULL: none was, so the table says; *argument is the option's */
static const struct chart *
chart_asked_for(const struct job *job, const char **argument)
{
	const struct chart *asked = NULL;

	*argument = NULL;
	for (size_t i = 0; charts[i] != NULL; i++) {
		if (!job->asked[i].given)
			continue;
		if (asked != NULL)
			cli_usage(
			    "--%s and --%s are different charts", asked->option, charts[i]->option);
		asked = charts[i];
		*argument = job->asked[i].argument;
	}
	return asked;
}

/* the chart in the form that was asked for */
static void
show(struct job *job, const struct chart *chart, const void *state, int ask)
{
	if (job->script) {
		job->page.script = stdout;
		chart->draw(state, &job->page);
	} else if (job->picture != NULL) {
		if (drawing_make(&job->drawing, chart, state, &job->page, ask) != 0)
			die("cannot write the script:");
	} else if (chart->write != NULL) {
		chart->write(state, &job->text);
	}
}

/* in the worker: all that reads the table */
static int
work(int ask, void *user)
{
	struct job *job = user;
	bool as_text = job->picture == NULL && !job->script;
	struct csv_reader *csv = csv_reader_new(job->in);
	struct chart_request request = {.max_tracks = job->max_tracks};
	const struct chart *chart = chart_asked_for(job, &request.argument);
	void *state;

	input_before_wait(job->in, cli_flush, stdout);
	if (csv_read_header(csv) != 0)
		die("%s", csv_error(csv));
	roles_guard(csv);
	chart = chart_find(chart, csv);
	state = chart != NULL ? chart->create(csv, &request) : NULL;
	if (state == NULL || chart_gather(chart, state, csv, as_text ? &job->text : NULL) != 0)
		die("%s", csv_error(csv));
	show(job, chart, state, ask);
	chart->free(state);
	csv_reader_free(csv);
	cli_flush(stdout);
	return EXIT_SUCCESS;
}

/* meanwhile: the script of a picture */
static void
serve(int answer, void *user)
{
	struct job *job = user;

	input_close(job->in); /* the worker alone reads it */
	if (job->picture != NULL && drawing_receive(&job->drawing, answer) != 0)
		die("cannot read the script:");
}

static void
warn_of_font(uint32_t c)
{
	char text[UTF8_LEN_MAX + 1] = "";

	utf8_put(c, text);
	warn("no font here has '%s' (U+%04" PRIX32 "), a square stands for it: %s has such", text,
	    c, fonts_package(c));
}

static void
draw(struct job *job)
{
	struct gnuplot_job of_gnuplot = {.script = job->drawing.script,
	    .script_len = job->drawing.len,
	    .out = job->picture,
	    .confined = !job->no_sandbox};
	uint32_t missing;
	char why[512];

	if (chart_picture(&of_gnuplot, job->page.format, &missing, why, sizeof(why)) != 0)
		die("%s", why);
	if (missing != 0)
		warn_of_font(missing);
}

int
main(int argc, char **argv)
{
	struct job job = {0};
	const char *argument;
	int status;

	list_options();
	text_init(&job.text, stdout);
	cli_parse(&program, argc, argv, &job);
	job.page.title = job.text.title = job.title;
	job.text.redraw = job.live && isatty(STDOUT_FILENO);
	chart_asked_for(&job, &argument); /* two are a usage error */
	if (job.output != NULL)
		check_output(&job);
	job.in = cli_input(NULL);
	if (job.output != NULL && !job.script)
		job.picture = cli_output(job.output);
	status = worker_run(&(struct worker){work, serve, &job}, !job.no_sandbox);
	if (status == EXIT_SUCCESS && job.picture != NULL)
		draw(&job);
	drawing_free(&job.drawing);
	return cli_finish(status);
}
