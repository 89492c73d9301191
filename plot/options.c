/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "label.h"

#define MAX_TRACKS 12 /* panels that a page holds at a readable size */
#define MAX_TRACKS_MOST 48
#define TOP_MOST 256

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

#define AT(field) CLI_AT(struct plot_options, field)

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
			CLI_PARSE, offsetof(struct plot_options, asked) + i * sizeof(struct asked),
			sizeof(struct asked), .parse = parse_asked};
	}
	memcpy(options + n, own_options + 1, (n_own - 1) * sizeof(*options));
}

static void
check_output(struct plot_options *o)
{
	char *shown;

	o->page.format = page_format_of(o->output);
	if (o->page.format == PAGE_NONE)
		cli_usage("%s: the name of a picture ends in .png, .svg or .pdf", o->output);
	shown = label_fit(o->output, strlen(o->output) + 1, false);
	if (o->script) {
		if (strcmp(shown, o->output) != 0 || strchr(shown, '\'') != NULL)
			cli_usage("%s: no name that a script can hold", o->output);
		o->page.set_output = o->output;
	}
	free(shown);
}

const struct chart *
plot_options_chart(const struct plot_options *o, const char **argument)
{
	const struct chart *asked = NULL;

	*argument = NULL;
	for (size_t i = 0; charts[i] != NULL; i++) {
		if (!o->asked[i].given)
			continue;
		if (asked != NULL)
			cli_usage(
			    "--%s and --%s are different charts", asked->option, charts[i]->option);
		asked = charts[i];
		*argument = o->asked[i].argument;
	}
	return asked;
}

struct plot_options
plot_options_parse(int argc, char **argv)
{
	struct plot_options o = {0};
	const char *argument;

	list_options();
	text_init(&o.text, stdout);
	cli_parse(&program, argc, argv, &o);
	o.page.title = o.text.title = o.title;
	o.text.redraw = o.live && isatty(STDOUT_FILENO);
	plot_options_chart(&o, &argument); /* two are a usage error */
	if (o.output != NULL)
		check_output(&o);
	return o;
}
