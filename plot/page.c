/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "label.h"

#define WHOLE_TICS_MAX 10
#define PX_PER_PT (96.0 / 72)
#define COLUMN_EM 0.62 /* mean width of a letter of DejaVu Sans to its size, on the safe side */

static const char *const aligns[] = {"left", "center", "right"};

enum page_format
page_format_of(const char *path)
{
	static const char *const suffixes[] = {"", ".png", ".svg", ".pdf"};
	const char *dot = strrchr(path, '.');

	for (int i = PAGE_PNG; dot != NULL && i <= PAGE_PDF; i++) {
		if (strcasecmp(dot, suffixes[i]) == 0)
			return (enum page_format)i;
	}
	return PAGE_NONE;
}

const char *
page_end_mark(enum page_format format)
{
	/* of a PNG the last chunk's type and checksum, which are always the same */
	static const char *const marks[] = {"", "IEND\xae\x42\x60\x82", "</svg>", "%%EOF"};

	return marks[format];
}

const char *
page_set_size(struct page *page, const char *text)
{
	char *end;
	long w, h;

	if (strspn(text, "0123456789x") != strlen(text))
		return "not WIDTHxHEIGHT or WIDTH";
	w = strtol(text, &end, 10);
	h = *end == 'x' ? strtol(end + 1, &end, 10) : *end == '\0' ? 0 : -1;
	if (h < 0 || *text == '\0' || *end != '\0' || end[-1] == 'x')
		return "not WIDTHxHEIGHT or WIDTH";
	if (w < PAGE_SIDE_MIN || (strchr(text, 'x') != NULL && h < PAGE_SIDE_MIN))
		return "too small";
	if (w > PAGE_SIDE_MAX || h > PAGE_SIDE_MAX || w * h > PAGE_PIXELS_MAX)
		return "too large";
	page->width_px = (int)w;
	page->height_px = (int)h;
	return NULL;
}

/*
 * The terminals disagree about the size of a point; fontscale makes them equal, so that a page is
 * laid out the same in each.
 */
static void
set_terminal(const struct page *page)
{
	int w = page->width_px, h = page->height_px;

	switch (page->format) {
	case PAGE_NONE:
		break;
	case PAGE_PNG:
		fprintf(page->script,
		    "if (strstrt(GPVAL_TERMINALS, 'pngcairo')) set terminal pngcairo noenhanced "
		    "size %d,%d font 'sans-serif,10'; else set terminal png noenhanced truecolor "
		    "size %d,%d font 'sans-serif,10'\n",
		    w, h, w, h);
		break;
	case PAGE_SVG:
		fprintf(page->script,
		    "set terminal svg noenhanced size %d,%d fontscale 1.3333 font 'sans-serif,10' "
		    "background '#FFFFFF'\n",
		    w, h);
		break;
	case PAGE_PDF:
		fprintf(page->script,
		    "set terminal pdfcairo noenhanced size %.4f,%.4f fontscale 0.75 "
		    "font 'sans-serif,10' background '#FFFFFF'\n",
		    w / 96.0, h / 96.0);
		break;
	}
}

void
page_begin(struct page *page, int width_px, int height_px)
{
	FILE *f = page->script;

	if (page->width_px == 0)
		page->width_px = width_px < PAGE_SIDE_MAX ? width_px : PAGE_SIDE_MAX;
	if (page->height_px == 0)
		page->height_px = height_px < PAGE_SIDE_MAX ? height_px : PAGE_SIDE_MAX;
	fputs("set encoding utf8\n", f);
	set_terminal(page);
	if (page->set_output != NULL) {
		/* a name that begins with '|' would be a command */
		fputs(page->set_output[0] == '|' ? "set output './'." : "set output ", f);
		label_quote(f, page->set_output, strlen(page->set_output) + 1);
		putc('\n', f);
	}
	fputs("set termoption noenhanced\n"
	      "set multiplot\n"
	      "unset key\n"
	      "set style fill solid 1 noborder\n"
	      "set palette defined (0 '#FFFFFF', 0.25 '#C6DBEF', 0.6 '#4292C6', 1 '#08306B')\n"
	      "set cbrange [0:1]\n"
	      "unset colorbox\n",
	    f);
}

void
page_end(struct page *page)
{
	fputs("unset multiplot\nunset output\n", page->script);
}

void
page_panel(struct page *page, double left, double top, double right, double bottom)
{
	double w = page->width_px, h = page->height_px;

	fprintf(page->script,
	    "\nunset label\nunset tics\nunset grid\nunset border\nset autoscale\n"
	    "set lmargin at screen %.6f\nset rmargin at screen %.6f\n"
	    "set tmargin at screen %.6f\nset bmargin at screen %.6f\n",
	    left / w, right / w, 1 - top / h, 1 - bottom / h);
}

const char *
page_whole_tics(double range)
{
	/* in wider ranges those of autofreq are whole anyway */
	return range <= WHOLE_TICS_MAX ? "1" : "autofreq";
}

double
page_text_px(size_t columns, int pt)
{
	return (double)columns * pt * PX_PER_PT * COLUMN_EM;
}

/* the quoted text of a label and what all labels share */
static void
put_text(struct page *page, int pt, double max_px, const char *text)
{
	double columns = max_px / page_text_px(1, pt);

	label_quote(page->script, text, columns > 1 ? (size_t)columns : 1);
}

void
page_text(struct page *page, double x, double y, enum page_align align, int pt, const char *colour,
    double max_px, const char *text)
{
	fputs("set label ", page->script);
	put_text(page, pt, max_px, text);
	fprintf(page->script,
	    " at screen %.6f,%.6f %s font ',%d' textcolor rgb '%s' noenhanced front\n",
	    x / page->width_px, 1 - y / page->height_px, aligns[align], pt, colour);
}

void
page_head(struct page *page, double max_px, const char *title, const char *note)
{
	page_text(page, PAGE_MARGIN, PAGE_MARGIN + 4, PAGE_LEFT, PAGE_PT_TITLE, PAGE_INK, max_px,
	    page->title != NULL ? page->title : title);
	if (note != NULL)
		page_text(page, PAGE_MARGIN, PAGE_MARGIN + 30, PAGE_LEFT, PAGE_PT_TEXT, PAGE_GREY,
		    max_px, note);
}

void
page_mark(struct page *page, double x, double y, double dx, enum page_align align, int pt,
    const char *colour, double max_px, const char *text)
{
	fputs("set label ", page->script);
	put_text(page, pt, max_px, text);
	fprintf(page->script,
	    " at first %.9g,%.9g %s offset character %g,0 font ',%d' textcolor rgb '%s' "
	    "noenhanced front\n",
	    x, y, aligns[align], dx, pt, colour);
}
