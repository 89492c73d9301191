/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/utf8.h"
#include "chart.h"
#include "cli/cli.h"
#include "cli/worker.h"
#include "drawing.h"
#include "fonts.h"
#include "options.h"
#include "tables/roles.h"

/* what is drawn, and where */
struct job {
	struct plot_options o;
	struct input *in;
	FILE *picture; /* NULL: it is text, or a script */
	struct drawing drawing;
};

/* the chart in the form that was asked for */
static void
show(struct job *job, const struct chart *chart, const void *state, int ask)
{
	if (job->o.script) {
		job->o.page.script = stdout;
		chart->draw(state, &job->o.page);
	} else if (job->picture != NULL) {
		if (drawing_make(&job->drawing, chart, state, &job->o.page, ask) != 0)
			die("cannot write the script:");
	} else if (chart->write != NULL) {
		chart->write(state, &job->o.text);
	}
}

/* in the worker: all that reads the table */
static int
work(int ask, void *user)
{
	struct job *job = user;
	bool as_text = job->picture == NULL && !job->o.script;
	struct csv_reader *csv = csv_reader_new(job->in);
	struct chart_request request = {.max_tracks = job->o.max_tracks};
	const struct chart *chart = plot_options_chart(&job->o, &request.argument);
	void *state;

	input_before_wait(job->in, cli_flush, stdout);
	if (csv_read_header(csv) != 0)
		die("%s", csv_error(csv));
	roles_guard(csv);
	chart = chart_find(chart, csv);
	state = chart != NULL ? chart->create(csv, &request) : NULL;
	if (state == NULL || chart_gather(chart, state, csv, as_text ? &job->o.text : NULL) != 0)
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
	    .confined = !job->o.no_sandbox};
	uint32_t missing;
	char why[512];

	if (chart_picture(&of_gnuplot, job->o.page.format, &missing, why, sizeof(why)) != 0)
		die("%s", why);
	if (missing != 0)
		warn_of_font(missing);
}

int
main(int argc, char **argv)
{
	struct job job = {.o = plot_options_parse(argc, argv)};
	int status;

	job.in = cli_input(NULL);
	if (job.o.output != NULL && !job.o.script)
		job.picture = cli_output(job.o.output);
	status = worker_run(&(struct worker){work, serve, &job}, !job.o.no_sandbox);
	if (status == EXIT_SUCCESS && job.picture != NULL)
		draw(&job);
	drawing_free(&job.drawing);
	return cli_finish(status);
}
