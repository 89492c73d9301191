/* SPDX-License-Identifier: MIT */
/* The epochs of a training, as train wrote them: epoch,loss,accuracy,val_loss,val_accuracy. */
#include <stdlib.h>

#include "base/xmalloc.h"
#include "chart.h"
#include "tables/history.h"

#define EPOCHS_MAX ((size_t)1000000)
#define HEAD 62 /* px, title and panel names */
#define AXIS 56 /* px, numbers and name of the lower axis */
#define KEY 300 /* px, what the colours mean, right of the title */
#define RULE "\u2500\u2500"
#define SCALE 64 /* px, numbers left of a panel */

struct history {
	struct history_columns columns;
	struct history_epoch *epochs; /* [n_epochs] */
	size_t n_epochs, cap;
	bool has_validation; /* some epoch has */
};

static bool
history_reads(const struct csv_reader *csv)
{
	struct history_columns columns;

	return history_find(csv, &columns);
}

static void *
history_create(struct csv_reader *csv, const struct chart_request *request)
{
	struct history *h = xcalloc(1, sizeof(*h));

	(void)request;
	history_find(csv, &h->columns);
	return h;
}

static int
history_add(void *state, struct csv_reader *csv)
{
	struct history *h = state;
	struct history_epoch e;

	if (history_parse(csv, &h->columns, &e) != 0)
		return -1;
	if (h->n_epochs == EPOCHS_MAX)
		return csv_fail(csv, "more than %zu epochs", EPOCHS_MAX);
	xgrow(&h->epochs, &h->cap, h->n_epochs + 1, sizeof(*h->epochs));
	h->epochs[h->n_epochs++] = e;
	h->has_validation |= e.has_validation;
	return 0;
}

static void
history_free(void *state)
{
	struct history *h = state;

	free(h->epochs);
	free(h);
}

/* $accuracy and $loss: epoch, train, validation ('-' where there is none) */
static void
put_data(FILE *f, const struct history *h)
{
	fputs("$accuracy << EOD\n", f);
	for (size_t i = 0; i < h->n_epochs; i++) {
		const struct history_epoch *e = &h->epochs[i];

		fprintf(f, "%.9g %.9g ", e->epoch, 100 * e->accuracy);
		fprintf(f, e->has_validation ? "%.9g\n" : "-\n", 100 * e->val_accuracy);
	}
	fputs("EOD\n$loss << EOD\n", f);
	for (size_t i = 0; i < h->n_epochs; i++) {
		const struct history_epoch *e = &h->epochs[i];

		fprintf(f, "%.9g %.9g ", e->epoch, e->loss);
		fprintf(f, e->has_validation ? "%.9g\n" : "-\n", e->val_loss);
	}
	fputs("EOD\n", f);
}

/* one panel; `data` names the block, `format` is that of the numbers on the left */
static void
draw_panel(struct page *page, const struct history *h, double left, double right, const char *head,
    const char *data, const char *format, const char *range)
{
	double top = PAGE_MARGIN + HEAD, bottom = page->height_px - PAGE_MARGIN - AXIS;
	double first = h->epochs[0].epoch, last = first;
	const char *style = h->n_epochs <= 30 ? "linespoints pt 7 ps 0.6" : "lines";

	for (size_t i = 1; i < h->n_epochs; i++) {
		double epoch = h->epochs[i].epoch;

		first = epoch < first ? epoch : first;
		last = epoch > last ? epoch : last;
	}
	page_panel(page, left + SCALE, top, right, bottom);
	page_text(page, left + SCALE, top - 18, PAGE_LEFT, PAGE_PT_HEAD, PAGE_INK,
	    right - left - SCALE, head);
	page_text(page, (left + SCALE + right) / 2, bottom + 42, PAGE_CENTRE, PAGE_PT_TEXT,
	    PAGE_GREY, right - left, "epoch");
	fprintf(page->script,
	    "set border 3 lc rgb '" PAGE_GREY "'\n"
	    "set grid ytics lt 1 lc rgb '" PAGE_RULE "'\n"
	    "set tics nomirror out scale 0.5 font ',%d' textcolor rgb '" PAGE_GREY "'\n"
	    "set xtics %s nomirror format '%%g'\nset ytics autofreq nomirror format '%s'\n"
	    "set xrange [%.9g:%.9g]\n%s\n",
	    PAGE_PT_TEXT, page_whole_tics(last - first), format,
	    first == last ? first - 0.5 : first, first == last ? last + 0.5 : last, range);
	fprintf(
	    page->script, "plot %s using 1:2 with %s lw 2 lc rgb '" PAGE_ACCENT "'", data, style);
	if (h->has_validation)
		fprintf(page->script, ", %s using 1:3 with %s lw 2 lc rgb '" PAGE_SECOND "'", data,
		    style);
	putc('\n', page->script);
}

/* accuracy beside loss, train and validation, by epoch */
static void
history_draw(const void *state, struct page *page)
{
	const struct history *h = state;
	double middle, right;

	page_begin(page, 1200, 500);
	middle = page->width_px / 2.0;
	right = page->width_px - PAGE_MARGIN;
	fputs("set datafile missing '-'\n", page->script);
	put_data(page->script, h);
	draw_panel(page, h, PAGE_MARGIN, middle - PAGE_MARGIN / 2.0, "accuracy", "$accuracy",
	    "%.0f %%", "set yrange [*<99:100]");
	page_panel(page, 0, 0, 1, 1);
	page_head(page, page->width_px - 2 * PAGE_MARGIN - KEY, "Training history", NULL);
	page_text(page, right - (h->has_validation ? KEY / 2 : 0), PAGE_MARGIN + 4, PAGE_RIGHT,
	    PAGE_PT_HEAD, PAGE_ACCENT, KEY / 2, RULE " train");
	if (h->has_validation)
		page_text(page, right, PAGE_MARGIN + 4, PAGE_RIGHT, PAGE_PT_HEAD, PAGE_SECOND,
		    KEY / 2 - 10, RULE " validation");
	fputs("plot [0:1] [0:1] -1\n", page->script);
	draw_panel(page, h, middle + PAGE_MARGIN / 2.0, right, "loss", "$loss", "%g",
	    "set yrange [*<0:1e-9<*]");
	page_end(page);
}

/*
 * The course of the training or the validation accuracy in one line of at most `width` columns;
 * each shows the mean over its epochs.
 */
static void
write_course(const struct text *text, const struct history *h, bool validation, size_t width)
{
	size_t n = h->n_epochs < width ? h->n_epochs : width;

	for (size_t i = 0; i < n; i++) {
		size_t from = i * h->n_epochs / n, to = (i + 1) * h->n_epochs / n;
		double sum = 0;

		for (size_t k = from; k < to; k++)
			sum += validation ? h->epochs[k].val_accuracy : h->epochs[k].accuracy;
		text_level(text, sum / (double)(to - from));
	}
}

static bool
all_validated(const struct history *h)
{
	for (size_t i = 0; i < h->n_epochs; i++) {
		if (!h->epochs[i].has_validation)
			return false;
	}
	return true;
}

/* the last epoch, the best one, and the course in one line each */
static void
history_write_text(const void *state, const struct text *text)
{
	const struct history *h = state;
	const struct history_epoch *last = &h->epochs[h->n_epochs - 1], *best = last;
	size_t width = text->columns > 13 ? text->columns - 13 : 1;
	char title[64];

	for (size_t i = 0; i < h->n_epochs; i++) {
		const struct history_epoch *e = &h->epochs[i];

		if (e->has_validation &&
		    (!best->has_validation || e->val_accuracy > best->val_accuracy))
			best = e;
	}
	snprintf(title, sizeof(title), "Training history: %zu epoch%s", h->n_epochs,
	    h->n_epochs == 1 ? "" : "s");
	text_title(text, title);
	fprintf(text->out, "train        accuracy %5.1f %%  loss %.4g\n", 100 * last->accuracy,
	    last->loss);
	if (last->has_validation)
		fprintf(text->out, "validation   accuracy %5.1f %%  loss %.4g\n",
		    100 * last->val_accuracy, last->val_loss);
	if (best->has_validation)
		fprintf(text->out, "best epoch   accuracy %5.1f %%  loss %.4g (epoch %g)\n",
		    100 * best->val_accuracy, best->val_loss, best->epoch);
	fputs("train        ", text->out);
	write_course(text, h, false, width);
	if (all_validated(h)) {
		fputs("\nvalidation   ", text->out);
		write_course(text, h, true, width);
	}
	putc('\n', text->out);
}

const struct chart chart_history = {
    .reads = history_reads,
    .create = history_create,
    .add = history_add,
    .draw = history_draw,
    .write = history_write_text,
    .free = history_free,
};
