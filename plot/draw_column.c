/* SPDX-License-Identifier: MIT */
#include "draw.h"

#include "label.h"

#define MARGIN 28
#define HEAD 62
#define AXIS 30
#define NAMES_MAX 210

static double
names_px(const struct column *c)
{
	double widest = 60;

	for (size_t i = 0; i < c->n_groups; i++) {
		double px = page_text_px(label_columns(c->groups[i].label), PAGE_PT_TEXT);

		widest = px > widest ? px : widest;
	}
	return (widest < NAMES_MAX ? widest : NAMES_MAX) + 14;
}

void
draw_column(struct page *page, const struct column *c, const char *name)
{
	int row_px = c->n_groups <= 40 ? 34 : 20, rows = row_px * (int)c->n_groups;
	double room = names_px(c);
	FILE *f = page->script;
	char note[80];

	page_begin(page, 860, 2 * MARGIN + HEAD + AXIS + (rows > 90 ? rows : 90));
	page_panel(page, MARGIN + room, MARGIN + HEAD, page->width_px - MARGIN - 20,
	    page->height_px - MARGIN - AXIS);
	page_text(page, MARGIN, MARGIN + 4, PAGE_LEFT, PAGE_PT_TITLE, PAGE_INK,
	    page->width_px - 2 * MARGIN, page->title != NULL ? page->title : name);
	snprintf(
	    note, sizeof(note), "%zu rows: quartiles and median, least to largest", c->n_values);
	page_text(page, MARGIN, MARGIN + 30, PAGE_LEFT, PAGE_PT_TEXT, PAGE_GREY,
	    page->width_px - 2 * MARGIN, note);
	fprintf(f,
	    "set yrange [%zu-0.5:-0.5]\nset xrange [*:*]\n"
	    "set border 1 lc rgb '" PAGE_GREY "'\nset grid xtics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set xtics autofreq nomirror out scale 0.5 format '%%g' font ',%d' textcolor rgb "
	    "'" PAGE_GREY "'\n$boxes << EOD\n",
	    c->n_groups, PAGE_PT_TEXT);
	for (size_t i = 0; i < c->n_groups; i++) {
		const struct column_group *g = &c->groups[i];

		fprintf(f, "%zu %.9g %.9g %.9g %.9g %.9g\n", i, g->min, g->lower, g->median,
		    g->upper, g->max);
	}
	fputs("EOD\n", f);
	for (size_t i = 0; i < c->n_groups; i++) {
		fputs("set label ", f);
		label_quote(f, *c->groups[i].label != '\0' ? c->groups[i].label : "(no label)",
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
