/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/num.h"
#include "base/xmalloc.h"
#include "label.h"

#define COLUMNS_DEFAULT 80
#define VALUE_COLUMNS 7 /* "100.0 %" */
#define NAME_COLUMNS_MAX 24

static size_t
terminal_columns(int fd)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int64_t n;

	if (!isatty(fd))
		return COLUMNS_DEFAULT;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		n = size.ws_col;
	else if (columns == NULL || num_parse_int(columns, 1, TEXT_COLUMNS_MAX, &n) != NULL)
		return COLUMNS_DEFAULT;
	if (n < TEXT_COLUMNS_MIN)
		return TEXT_COLUMNS_MIN;
	return n < TEXT_COLUMNS_MAX ? (size_t)n : TEXT_COLUMNS_MAX;
}

/* whether the locale of the environment is one of UTF-8 */
static bool
is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *locale = getenv(names[i]), *charset;

		if (locale == NULL || *locale == '\0')
			continue;
		charset = strchr(locale, '.');
		if (charset == NULL)
			return false;
		charset++;
		return strncasecmp(charset, "utf-8", 5) == 0 ||
		    strncasecmp(charset, "utf8", 4) == 0;
	}
	return false;
}

void
text_init(struct text *text, FILE *out)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	memset(text, 0, sizeof(*text));
	text->out = out;
	text->columns = terminal_columns(fileno(out));
	text->utf8 = is_utf8();
	text->colour = isatty(fileno(out)) && (no_color == NULL || *no_color == '\0') &&
		       (term == NULL || strcmp(term, "dumb") != 0);
	text->top = TABLE_CLASSES_MAX;
}

/* Writes s fitted to `columns`, filled up with spaces to that width (on the left: `right`). */
static void
put_cell(const struct text *text, const char *s, size_t columns, bool right)
{
	char *fitted = label_fit(s, columns, !text->utf8);
	int fill = (int)(columns - label_columns(fitted));

	fprintf(text->out, "%*s%s%*s", right ? fill : 0, "", fitted, right ? 0 : fill, "");
	free(fitted);
}

/* s as a line of its own */
static void
put_line(const struct text *text, const char *s)
{
	char *fitted = label_fit(s, text->columns, !text->utf8);

	fprintf(text->out, "%s\n", fitted);
	free(fitted);
}

/* a bar of `share` of the width, to an eighth of a column where there are characters for it */
static void
put_bar(const struct text *text, double share, size_t width)
{
	static const char *const eighths[] = {
	    "", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589"};
	size_t steps = text->utf8 ? 8 : 1;
	size_t n = (size_t)(share * (double)(width * steps) + 0.5), used = n / steps;

	for (size_t i = 0; i < used; i++)
		fputs(text->utf8 ? "\u2588" : "#", text->out);
	if (n % steps > 0) {
		fputs(eighths[n % steps], text->out);
		used++;
	}
	fprintf(text->out, "%*s", (int)(width - used), "");
}

/* widest of the names, within reason */
static size_t
name_columns(const struct text *text, const char *const *names, size_t n)
{
	size_t widest = 1, most = text->columns / 3;

	if (most > NAME_COLUMNS_MAX)
		most = NAME_COLUMNS_MAX;
	for (size_t i = 0; i < n; i++) {
		size_t columns = label_columns(names[i]);

		widest = columns > widest ? columns : widest;
	}
	return widest < most ? widest : most;
}

/* one line: what the row is about, and what came out */
static void
put_head(const struct text *text, const struct table *t, const struct table_prediction *row,
    size_t winner)
{
	char *about = label_of_track(*row->track != '\0' ? row->track : "(no name)");
	bool ascii = !text->utf8;
	char *name = label_fit(text->title != NULL ? text->title : about, text->columns / 2, ascii);
	char *segment = label_fit(row->segment, NAME_COLUMNS_MAX, ascii);
	char *class = label_fit(table_classes(t)[winner], NAME_COLUMNS_MAX, ascii);
	char *label = label_fit(row->label, NAME_COLUMNS_MAX, ascii);
	char start[64] = "", *line;

	if (row->has_start)
		snprintf(start, sizeof(start), " at %.1f s", row->start_s);
	line = xasprintf("%s%s%s%s: %s %.0f %%%s%s%s", name, *segment != '\0' ? " segment " : "",
	    segment, start, class, 100 * row->p[winner], *label != '\0' ? " (labelled " : "", label,
	    *label != '\0' ? ")" : "");
	put_line(text, line);
	free(about);
	free(name);
	free(segment);
	free(class);
	free(label);
	free(line);
}

void
text_prediction(struct text *text, const struct table *t, const struct table_prediction *row)
{
	size_t n = table_n_classes(t), order[TABLE_CLASSES_MAX];
	size_t names = name_columns(text, table_classes(t), n);
	size_t width = text->columns - names - VALUE_COLUMNS - 2;

	for (size_t i = 0; i < n; i++) {
		size_t at = i;

		for (; at > 0 && row->p[order[at - 1]] < row->p[i]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	if (text->n_rows++ > 0)
		putc('\n', text->out);
	put_head(text, t, row, order[0]);
	for (size_t i = 0; i < n && i < text->top; i++) {
		bool strong = text->colour && i == 0;

		fputs(strong ? "\033[1m" : "", text->out);
		put_cell(text, table_classes(t)[order[i]], names, false);
		fputs(text->colour ? " \033[34m" : " ", text->out);
		put_bar(text, row->p[order[i]], width);
		fputs(text->colour ? "\033[39m" : "", text->out);
		fprintf(text->out, " %5.1f %%", 100 * row->p[order[i]]);
		fputs(strong ? "\033[0m\n" : "\n", text->out);
	}
}

/*
 * The course of a number, what = 0: train, 1: validation accuracy, in one line of at most `width`
 * columns; each shows the mean over its epochs, from least to largest.
 */
static void
put_course(const struct text *text, const struct history *h, bool validation, size_t width)
{
	static const char *const blocks[] = {
	    "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
	static const char *const signs[] = {"_", "_", ".", ".", "-", "-", "=", "="};
	size_t n = h->n_epochs < width ? h->n_epochs : width;

	for (size_t i = 0; i < n; i++) {
		size_t from = i * h->n_epochs / n, to = (i + 1) * h->n_epochs / n, level;
		double sum = 0;

		for (size_t k = from; k < to; k++)
			sum += validation ? h->epochs[k].val_accuracy : h->epochs[k].accuracy;
		level = (size_t)(sum / (double)(to - from) * 7.999);
		fputs(text->utf8 ? blocks[level] : signs[level], text->out);
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

static void
put_title(const struct text *text, const char *title)
{
	put_line(text, text->title != NULL ? text->title : title);
}

void
text_history(const struct text *text, const struct history *h)
{
	const struct table_epoch *last = &h->epochs[h->n_epochs - 1], *best = last;
	size_t width = text->columns > 13 ? text->columns - 13 : 1;
	char title[64];

	for (size_t i = 0; i < h->n_epochs; i++) {
		const struct table_epoch *e = &h->epochs[i];

		if (e->has_validation &&
		    (!best->has_validation || e->val_accuracy > best->val_accuracy))
			best = e;
	}
	snprintf(title, sizeof(title), "Training history: %zu epoch%s", h->n_epochs,
	    h->n_epochs == 1 ? "" : "s");
	put_title(text, title);
	fprintf(text->out, "train        accuracy %5.1f %%  loss %.4g\n", 100 * last->accuracy,
	    last->loss);
	if (last->has_validation)
		fprintf(text->out, "validation   accuracy %5.1f %%  loss %.4g\n",
		    100 * last->val_accuracy, last->val_loss);
	if (best->has_validation)
		fprintf(text->out, "best epoch   accuracy %5.1f %%  loss %.4g (epoch %g)\n",
		    100 * best->val_accuracy, best->val_loss, best->epoch);
	fputs("train        ", text->out);
	put_course(text, h, false, width);
	if (all_validated(h)) {
		fputs("\nvalidation   ", text->out);
		put_course(text, h, true, width);
	}
	putc('\n', text->out);
}

void
text_confusion(const struct text *text, const struct confusion *c)
{
	size_t names = name_columns(text, c->classes, c->n_classes), cell, room, longest = 0;
	char *title = xasprintf("Confusion: accuracy %.1f %% (%ld of %ld %s right)",
	    100 * (double)c->n_right / (double)c->n_rows, c->n_right, c->n_rows,
	    c->segments ? "segments" : "tracks");

	if (c->n_true > c->n_classes && names < strlen(CONFUSION_OTHER))
		names = strlen(CONFUSION_OTHER);
	for (size_t i = 0; i < c->n_classes; i++) {
		size_t columns = label_columns(c->classes[i]);

		longest = columns > longest ? columns : longest;
	}
	room = text->columns - VALUE_COLUMNS - 1; /* at least TEXT_COLUMNS_MIN - 8 */
	room = room > names ? room - names : 0;
	cell = room / c->n_classes < longest + 1 ? room / c->n_classes : longest + 1;
	cell = cell < 6 ? 6 : cell; /* a count and its space */
	put_title(text, title);
	put_cell(text, "true", names, false);
	for (size_t i = 0; i < c->n_classes; i++) {
		putc(' ', text->out);
		put_cell(text, c->classes[i], cell - 1, true);
	}
	fputs("   right\n", text->out);
	for (size_t row = 0; row < c->n_true; row++) {
		long support = confusion_support(c, row);
		long right = row < c->n_classes ? confusion_count(c, row, row) : 0;

		put_cell(text, confusion_name(c, row), names, false);
		for (size_t i = 0; i < c->n_classes; i++)
			fprintf(text->out, " %*ld", (int)cell - 1, confusion_count(c, row, i));
		if (support > 0)
			fprintf(text->out, " %5.1f %%\n", 100 * (double)right / (double)support);
		else
			fputs("       -\n", text->out);
	}
	free(title);
}

void
text_column(const struct text *text, const struct column *c, const char *name)
{
	size_t names = 10;

	for (size_t i = 0; i < c->n_groups; i++) {
		size_t columns = label_columns(c->groups[i].label);

		names = columns > names ? columns : names;
	}
	names = names < NAME_COLUMNS_MAX ? names : NAME_COLUMNS_MAX;
	put_title(text, name);
	put_cell(text, "label", names, false);
	fprintf(text->out, " %7s %10s %10s %10s %10s %10s\n", "rows", "least", "lower", "median",
	    "upper", "largest");
	for (size_t i = 0; i < c->n_groups; i++) {
		const struct column_group *g = &c->groups[i];

		put_cell(text, *g->label != '\0' ? g->label : "(no label)", names, false);
		fprintf(text->out, " %7zu %10.4g %10.4g %10.4g %10.4g %10.4g\n", g->n_values,
		    g->min, g->lower, g->median, g->upper, g->max);
	}
}

void
text_reliability(const struct text *text, const struct reliability *r)
{
	const struct metrics *s = &r->scoring;
	char *title = xasprintf("Reliability: %zu of %zu %s right, %.1f %%, calibration error %.1f %%",
	    s->right, s->n, r->segments ? "segments" : "tracks", 100 * metrics_accuracy(s),
	    100 * metrics_ece(s));

	put_title(text, title);
	put_line(text, "confidence  stated   right   count");
	for (size_t i = 0; i < METRICS_BINS; i++) {
		const struct metrics_bin *b = &s->bins[i];
		char line[80];

		if (b->n == 0)
			continue;
		snprintf(line, sizeof(line), "%3.0f - %3.0f %% %5.1f %% %5.1f %% %7zu",
		    100.0 * (double)i / METRICS_BINS, 100.0 * (double)(i + 1) / METRICS_BINS,
		    100 * reliability_confidence(b), 100 * reliability_accuracy(b), b->n);
		put_line(text, line);
	}
	free(title);
}

void
text_learning(const struct text *text, const struct learning *l)
{
	put_title(text, "Learning curve: accuracy by songs of each class");
	for (size_t i = 0; i < l->n_points; i++) {
		const struct learning_point *p = &l->points[i];
		char line[80];

		put_cell(text, l->series.list[p->series], 12, false);
		snprintf(line, sizeof(line), " %5g %5.1f %% +- %4.1f", p->songs, 100 * p->accuracy,
		    100 * p->error);
		put_line(text, line);
	}
}
