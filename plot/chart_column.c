/* SPDX-License-Identifier: MIT */
/* How the values of one column are spread, for each label: quartiles, median, least and largest. */
#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "chart.h"
#include "groups.h"
#include "label.h"

#define HEAD 62
#define AXIS 30
#define NAMES_MIN 60 /* px, left of the boxes */
#define NAMES_MAX 210

struct column {
	const char *name; /* the caller's */
	struct groups groups;
};

static void
column_free(void *state)
{
	struct column *c = state;

	groups_clear(&c->groups);
	free(c);
}

static void *
column_create(struct csv_reader *csv, const struct chart_request *request)
{
	struct column *c = xcalloc(1, sizeof(*c));

	c->name = request->argument;
	if (groups_init(&c->groups, csv, c->name) == 0)
		return c;
	column_free(c);
	return NULL;
}

static int
column_add(void *state, struct csv_reader *csv)
{
	struct column *c = state;

	return groups_add(&c->groups, csv);
}

static int
column_finish(void *state, struct csv_reader *csv)
{
	struct column *c = state;

	(void)csv;
	groups_sort(&c->groups);
	return 0;
}

static double
names_px(const struct groups *g)
{
	double px = page_text_px(groups_name_columns(g), PAGE_PT_TEXT);

	return fmin(fmax(px, NAMES_MIN), NAMES_MAX) + 14;
}

/* a box from quartile to quartile, its median and a line from least to largest, per label */
static void
column_draw(const void *state, struct page *page)
{
	const struct column *c = state;
	const struct groups *g = &c->groups;
	int row_px = g->n <= 40 ? 34 : 20, rows = row_px * (int)g->n;
	double room = names_px(g);
	FILE *f = page->script;
	char note[80];

	page_begin(page, 860, 2 * PAGE_MARGIN + HEAD + AXIS + (rows > 90 ? rows : 90));
	page_panel(page, PAGE_MARGIN + room, PAGE_MARGIN + HEAD, page->width_px - PAGE_MARGIN - 20,
	    page->height_px - PAGE_MARGIN - AXIS);
	snprintf(
	    note, sizeof(note), "%zu rows: quartiles and median, least to largest", g->n_values);
	page_head(page, page->width_px - 2 * PAGE_MARGIN, c->name, note);
	fprintf(f,
	    "set yrange [%zu-0.5:-0.5]\nset xrange [*:*]\n"
	    "set border 1 lc rgb '" PAGE_GREY "'\nset grid xtics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set xtics autofreq nomirror out scale 0.5 format '%%g' font ',%d' textcolor rgb "
	    "'" PAGE_GREY "'\n$boxes << EOD\n",
	    g->n, PAGE_PT_TEXT);
	for (size_t i = 0; i < g->n; i++) {
		fprintf(f, "%zu", i);
		for (int q = 0; q <= 4; q++)
			fprintf(f, " %.9g", group_quantile(&g->list[i], q / 4.0));
		putc('\n', f);
	}
	fputs("EOD\n", f);
	for (size_t i = 0; i < g->n; i++) {
		fputs("set label ", f);
		label_quote(f, group_name(&g->list[i]),
		    (size_t)((room - 10) / page_text_px(1, PAGE_PT_TEXT)));
		fprintf(f,
		    " at graph 0, first %zu right offset character -1,0 font ',%d' textcolor rgb "
		    "'" PAGE_INK "' noenhanced\n",
		    i, PAGE_PT_TEXT);
	}
	fputs(
	    "plot $boxes using 2:1:($6-$2):(0) with vectors nohead lw 1.5 lc rgb '" PAGE_GREY
	    "', $boxes using 4:1:3:5:($1-0.28):($1+0.28) with boxxyerror lc rgb '" PAGE_MUTED
	    "', $boxes using 4:($1-0.28):(0):(0.56) with vectors nohead lw 2.5 lc rgb '" PAGE_ACCENT
	    "'\n",
	    f);
	page_end(page);
}

static void
column_write(const void *state, const struct text *text)
{
	const struct column *c = state;
	const struct groups *g = &c->groups;
	size_t names = groups_name_columns(g);

	names = names > 10 ? names : 10;
	names = names < TEXT_NAME_COLUMNS_MAX ? names : TEXT_NAME_COLUMNS_MAX;
	text_title(text, c->name);
	text_cell(text, "label", names, false);
	fprintf(text->out, " %7s %10s %10s %10s %10s %10s\n", "rows", "least", "lower", "median",
	    "upper", "largest");
	for (size_t i = 0; i < g->n; i++) {
		text_cell(text, group_name(&g->list[i]), names, false);
		fprintf(text->out, " %7zu", g->list[i].n_values);
		for (int q = 0; q <= 4; q++)
			fprintf(text->out, " %10.4g", group_quantile(&g->list[i], q / 4.0));
		putc('\n', text->out);
	}
}

const struct chart chart_column = {
    .option = "column",
    .argument = "NAME",
    .help = "any table: how that column is spread, by label",
    .table = "columns",
    .reads = groups_read,
    .create = column_create,
    .add = column_add,
    .finish = column_finish,
    .draw = column_draw,
    .write = column_write,
    .free = column_free,
};
