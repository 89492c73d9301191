/* SPDX-License-Identifier: MIT */
#ifndef PLOT_PAGE_H
#define PLOT_PAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * A page of a picture as a script for gnuplot. Places are pixels from the top left corner, 96 to
 * the inch; each panel has its own axes. Text goes through page_text and page_mark alone, which
 * quote it: nothing from a file becomes a command or markup.
 */
#define PAGE_SIDE_MIN 160
#define PAGE_SIDE_MAX 8192
#define PAGE_PIXELS_MAX 40000000L

/* Okabe and Ito's colours, which colour-blind readers tell apart, and greys */
#define PAGE_ACCENT "#0072B2"
#define PAGE_SECOND "#D55E00"
#define PAGE_MUTED "#B3C7D6"
#define PAGE_INK "#222222"
#define PAGE_GREY "#6B6B6B"
#define PAGE_RULE "#E6E6E6"

/* px: white around what a page holds */
#define PAGE_MARGIN 28

/* points: of text */
#define PAGE_PT_TITLE 15
#define PAGE_PT_HEAD 12
#define PAGE_PT_TEXT 10
#define PAGE_PT_SMALL 8

enum page_format {
	PAGE_NONE, /* the script does not say: whoever runs gnuplot does */
	PAGE_PNG,
	PAGE_SVG,
	PAGE_PDF,
};

enum page_align {
	PAGE_LEFT,
	PAGE_CENTRE,
	PAGE_RIGHT,
};

struct page {
	FILE *script;
	enum page_format format;
	const char *set_output;  /* file name to be put into the script, NULL: none */
	const char *title;       /* the user's, NULL: the chart's own */
	int width_px, height_px; /* 0: what the chart wants */
};

/* The format a file name's suffix asks for, whatever its case; PAGE_NONE when it is another one. */
enum page_format
page_format_of(const char *path);

/* What a whole file of that format ends in, newlines aside; "" for PAGE_NONE. */
const char *
page_end_mark(enum page_format format);

/*
 * The user's size, "800x600", or "800": the height is what the chart wants. Returns NULL or a
 * static reason.
 */
const char *
page_set_size(struct page *page, const char *text);

/* Begins the script of a page that wants this size; the user's size wins and is put in *page. */
void
page_begin(struct page *page, int width_px, int height_px);

void
page_end(struct page *page);

/*
 * The next plot command draws into this rectangle. Forgets axes and text of the panel before, so
 * text of a panel comes between page_panel and its plot command.
 */
void
page_panel(struct page *page, double left, double top, double right, double bottom);

/* Text at a place of the page, clipped to max_px of width. `colour` is one of PAGE_*. */
void
page_text(struct page *page, double x, double y, enum page_align align, int pt, const char *colour,
    double max_px, const char *text);

/*
 * The page's title, the user's or else this one, in its top left corner, and below it a note in
 * grey (NULL: none), each clipped to max_px of width. Part of the panel, as page_text is.
 */
void
page_head(struct page *page, double max_px, const char *title, const char *note);

/*
 * Text at a point of the panel's axes, moved right by dx (may be negative) of its letters' widths;
 * clipped to max_px.
 */
void
page_mark(struct page *page, double x, double y, double dx, enum page_align align, int pt,
    const char *colour, double max_px, const char *text);

/* Where gnuplot is to put the numbers of an axis that spans `range` whole things: at whole ones. */
const char *
page_whole_tics(double range);

/* how wide a text of that many columns is at most, about: letters of DejaVu Sans, digits and m */
double
page_text_px(size_t columns, int pt);

#endif
