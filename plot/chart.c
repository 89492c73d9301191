/* SPDX-License-Identifier: MIT */
#include "chart.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "gnuplot.h"

static bool
is_empty(const struct chart *chart)
{
	switch (chart->kind) {
	case CHART_TRACKS:
		return chart->data.tracks.n_tracks == 0;
	case CHART_CONFUSION:
		return chart->data.confusion.n_rows == 0;
	case CHART_RELIABILITY:
		return chart->data.reliability.scoring.n == 0;
	case CHART_HISTORY:
		return chart->data.history.n_epochs == 0;
	case CHART_LEARNING:
		return chart->data.learning.n_points == 0;
	case CHART_COLUMN:
		return chart->data.column.n_values == 0;
	}
	return true;
}

int
chart_read(struct chart *chart, struct table *t)
{
	int rc = -1;

	switch (chart->kind) {
	case CHART_TRACKS:
		rc = tracks_read(&chart->data.tracks, t, chart->max_tracks);
		break;
	case CHART_CONFUSION:
		rc = confusion_read(&chart->data.confusion, t);
		break;
	case CHART_RELIABILITY:
		rc = reliability_read(&chart->data.reliability, t);
		break;
	case CHART_HISTORY:
		rc = history_read(&chart->data.history, t);
		break;
	case CHART_LEARNING:
		rc = learning_read(&chart->data.learning, t);
		break;
	case CHART_COLUMN:
		rc = column_read(&chart->data.column, t, chart->column);
		break;
	}
	if (rc == 0 && is_empty(chart))
		return table_fail(t, "no rows below the header: nothing to draw");
	return rc;
}

void
chart_draw(const struct chart *chart, struct page *page)
{
	switch (chart->kind) {
	case CHART_TRACKS:
		if ((size_t)chart->data.tracks.n_tracks > chart->max_tracks)
			draw_summary(page, &chart->data.tracks);
		else
			draw_tracks(page, &chart->data.tracks);
		break;
	case CHART_CONFUSION:
		draw_confusion(page, &chart->data.confusion);
		break;
	case CHART_RELIABILITY:
		draw_reliability(page, &chart->data.reliability);
		break;
	case CHART_HISTORY:
		draw_history(page, &chart->data.history);
		break;
	case CHART_LEARNING:
		draw_learning(page, &chart->data.learning);
		break;
	case CHART_COLUMN:
		draw_column(page, &chart->data.column, chart->column);
		break;
	}
}

int
chart_picture(const struct chart *chart, struct page *page, FILE *out, char *why, size_t why_len)
{
	char *script = NULL;
	size_t len = 0;
	int rc = -1;

	page->script = open_memstream(&script, &len);
	if (page->script != NULL) {
		chart_draw(chart, page);
		rc = fclose(page->script);
	}
	if (rc != 0)
		snprintf(why, why_len, "cannot write the script: %s", strerror(errno));
	else
		rc = gnuplot_run(script, len, page_end_mark(page->format), out, why, why_len);
	free(script);
	return rc;
}

void
chart_write(const struct chart *chart, const struct text *text)
{
	switch (chart->kind) {
	case CHART_TRACKS:
		break;
	case CHART_CONFUSION:
		text_confusion(text, &chart->data.confusion);
		break;
	case CHART_RELIABILITY:
		text_reliability(text, &chart->data.reliability);
		break;
	case CHART_HISTORY:
		text_history(text, &chart->data.history);
		break;
	case CHART_LEARNING:
		text_learning(text, &chart->data.learning);
		break;
	case CHART_COLUMN:
		text_column(text, &chart->data.column, chart->column);
		break;
	}
}

void
chart_free(struct chart *chart)
{
	switch (chart->kind) {
	case CHART_TRACKS:
		tracks_free(&chart->data.tracks);
		break;
	case CHART_CONFUSION:
		confusion_free(&chart->data.confusion);
		break;
	case CHART_RELIABILITY:
		break;
	case CHART_HISTORY:
		history_free(&chart->data.history);
		break;
	case CHART_LEARNING:
		learning_free(&chart->data.learning);
		break;
	case CHART_COLUMN:
		column_free(&chart->data.column);
		break;
	}
}
