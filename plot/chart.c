/* SPDX-License-Identifier: MIT */
#include "chart.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fonts.h"

#define CHART_ADDRESS(name) &chart_##name,

const struct chart *const charts[] = {CHARTS(CHART_ADDRESS) NULL};

/* Names the options that draw a table which no chart shows without one. Returns -1. */
static int
fail_without_option(struct csv_reader *csv)
{
	char options[160] = "";
	size_t len = 0;

	for (size_t i = 0; charts[i] != NULL; i++) {
		const struct chart *c = charts[i];

		if (c->option != NULL && c->reads(csv) && len < sizeof(options))
			len += (size_t)snprintf(options + len, sizeof(options) - len, "%s--%s%s%s",
			    len > 0 ? " or " : "", c->option, c->argument != NULL ? " " : "",
			    c->argument != NULL ? c->argument : "");
	}
	return csv_fail(
	    csv, "such a table has no chart of its own: say what to draw with %s", options);
}

const struct chart *
chart_find(const struct chart *asked, struct csv_reader *csv)
{
	if (asked != NULL && !asked->reads(csv)) {
		csv_fail(csv, "--%s: the table holds no %s", asked->option, asked->table);
		return NULL;
	}
	if (asked != NULL)
		return asked;
	for (size_t i = 0; charts[i] != NULL; i++) {
		if (charts[i]->option == NULL && charts[i]->reads(csv))
			return charts[i];
	}
	fail_without_option(csv);
	return NULL;
}

int
chart_gather(
    const struct chart *chart, void *state, struct csv_reader *csv, const struct text *text)
{
	bool by_row = text != NULL && chart->write_row != NULL, empty = true;
	int rc;

	while ((rc = csv_read_row(csv)) > 0) {
		if ((by_row ? chart->write_row(state, csv, text) : chart->add(state, csv)) != 0)
			return -1;
		empty = false;
	}
	if (rc < 0)
		return -1;
	if (empty)
		return csv_fail(csv, "no rows below the header: nothing to draw");
	if (by_row && chart->write_rest != NULL)
		chart->write_rest(state, text);
	return by_row || chart->finish == NULL ? 0 : chart->finish(state, csv);
}

char *
chart_script(const struct chart *chart, const void *state, struct page *page, size_t *len)
{
	char *script = NULL;

	page->script = open_memstream(&script, len);
	if (page->script == NULL)
		return NULL;
	chart->draw(state, page);
	if (fclose(page->script) == 0)
		return script;
	free(script);
	return NULL;
}

int
chart_picture(
    struct gnuplot_job *job, enum page_format format, uint32_t *missing, char *why, size_t why_len)
{
	char *shown;
	int rc;

	*missing = 0;
	job->end_mark = page_end_mark(format);
	/* pixels and PDF get this machine's characters; those of an SVG are its reader's */
	if (format == PAGE_SVG)
		return gnuplot_run(job, why, why_len);
	shown = fonts_replace_missing(job->script, missing);
	job->script = shown;
	job->script_len = strlen(shown);
	rc = gnuplot_run(job, why, why_len);
	free(shown);
	return rc;
}
