/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "base/string_table.h"
#include "base/xmalloc.h"
#include "html.h"

#define LEAST_SURE_MAX 20
#define FOLDERS_MAX 30
#define FAILED_MAX 500
#define MODELS_MAX 3
#define UNLIKE "like none of these genres"

/* "12 songs" */
static void
put_count(FILE *f, size_t n, const char *what)
{
	fprintf(f, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

/* what a list leaves out */
static void
put_rest(FILE *f, size_t n, size_t max)
{
	if (n > max)
		fprintf(f, "<p class=\"note\">and %zu more</p>\n", n - max);
}

static void
put_head(FILE *f, const struct page *page)
{
	fputs("<!DOCTYPE html>\n"
	      "<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
	      "<meta charset=\"utf-8\"/>\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	      "img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\"/>\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
	      "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>",
	    f);
	html_text(f, page->title);
	fprintf(f, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", page->style);
}

/* the length of a status without what stands in brackets behind it: "no music (speech 0.93)" */
static size_t
kind_len(const char *status)
{
	size_t len = strcspn(status, "(");

	while (len > 1 && status[len - 1] == ' ')
		len--;
	return len;
}

/* other songs without an answer that are no failed files, by why: "5 silent", "3 no music" */
static void
put_unanswered(FILE *f, const struct library *l)
{
	struct string_table kinds = {0};
	size_t *n = xcalloc(l->texts.n, sizeof(*n)); /* there are no more kinds than texts */

	for (size_t i = 0; i < l->n; i++) {
		const char *status = library_text(l, l->songs[i].status);
		char *kind;

		if (l->songs[i].answered || l->songs[i].unlike ||
		    library_failure(l, &l->songs[i]) != NULL)
			continue;
		kind = xstrndup(status, kind_len(status));
		n[string_table_add(&kinds, kind)]++;
		free(kind);
	}
	for (size_t k = 0; k < kinds.n; k++) {
		fprintf(f, "<li><b>%zu</b> ", n[k]);
		html_text(f, kinds.list[k]);
		fputs("</li>\n", f);
	}
	string_table_free(&kinds);
	free(n);
}

static void
put_summary(FILE *f, const struct page *page, const struct library *l)
{
	fputs("<header>\n<h1>", f);
	html_text(f, page->title);
	fprintf(f, "</h1>\n<ul class=\"facts\">\n<li><b>%zu</b> song%s with a genre</li>\n",
	    l->n_answered, l->n_answered == 1 ? "" : "s");
	if (l->n_failed > 0)
		fprintf(f, "<li><a href=\"#failed\"><b>%zu</b> failed</a></li>\n", l->n_failed);
	if (l->n_unlike > 0)
		fprintf(f, "<li><b>%zu</b> " UNLIKE "</li>\n", l->n_unlike);
	put_unanswered(f, l);
	fputs("</ul>\n<p class=\"note\">from ", f);
	html_text(f, page->table);
	for (size_t i = 0; i < l->models.n && i < MODELS_MAX; i++) {
		fputs(i == 0 ? ", by the model " : ", ", f);
		html_text(f, l->models.list[i]);
	}
	fprintf(f, "%s</p>\n</header>\n", l->models.n > MODELS_MAX ? " and others" : "");
}

static void
put_picture(FILE *f, const struct picture *p)
{
	if (p->wide == NULL)
		return;
	fputs("<picture>\n<source media=\"(max-width: 40rem)\" srcset=\"", f);
	html_svg_address(f, p->narrow, p->narrow_len);
	fputs("\"/>\n<img class=\"chart\" alt=\"chart\" src=\"", f);
	html_svg_address(f, p->wide, p->wide_len);
	fputs("\"/>\n</picture>\n", f);
}

static void
put_genre(FILE *f, const struct library *l, size_t class)
{
	const struct genre *g = &l->genres[class];

	fputs("<tr><td>", f);
	html_text(f, l->classes[class]);
	fprintf(f, "</td><td class=\"num\">%zu</td><td class=\"num\">", g->n);
	if (g->n > 0)
		fprintf(f, "%.1f %%</td><td class=\"num\">%.0f %%",
		    100 * (double)g->n / (double)l->n_answered, 100 * g->confidence / (double)g->n);
	else
		fputs("</td><td class=\"num\">", f);
	fputs("</td></tr>\n", f);
}

/* the genre of most songs first */
static void
put_genres(FILE *f, const struct page *page, const struct library *l)
{
	bool *done = xcalloc(l->n_classes, sizeof(*done));

	fputs("<section>\n<h2>Genres</h2>\n", f);
	put_picture(f, &page->genres);
	fputs(
	    "<table class=\"genres sorts\">\n<thead><tr><th>genre</th><th class=\"num\">songs</th>"
	    "<th class=\"num\">share</th><th class=\"num\">sure</th></tr></thead>\n"
	    "<tbody>\n",
	    f);
	for (size_t k = 0; k < l->n_classes; k++) {
		size_t most = l->n_classes;

		for (size_t i = 0; i < l->n_classes; i++) {
			if (!done[i] &&
			    (most == l->n_classes || l->genres[i].n > l->genres[most].n))
				most = i;
		}
		done[most] = true;
		put_genre(f, l, most);
	}
	fputs("</tbody>\n</table>\n</section>\n", f);
	free(done);
}

/* the name of a song, with its folder in small letters */
static void
put_song(FILE *f, const struct library *l, const struct song *s)
{
	fputs("<td class=\"song\"><bdi>", f);
	html_text(f, s->track + s->name);
	fputs("</bdi><small><bdi>", f);
	html_text(f, l->folders.list[s->folder]);
	fputs("</bdi></small></td>", f);
}

/* the genre, its confidence, and the second with its own */
static void
put_answer(FILE *f, const struct library *l, const struct song *s)
{
	if (!s->answered) {
		fputs("<td></td><td class=\"num\"></td><td class=\"second\"></td>", f);
		return;
	}
	fputs("<td class=\"genre\">", f);
	html_text(f, l->classes[s->first]);
	fprintf(f, "</td><td class=\"num\" data-v=\"%.4f\">%.0f %%</td><td class=\"second\">",
	    s->p_first, 100 * s->p_first);
	if (s->second != s->first) {
		html_text(f, l->classes[s->second]);
		fprintf(f, " %.0f %%", 100 * s->p_second);
	}
	fputs("</td>", f);
}

static void
put_confidence(FILE *f, const struct page *page, const struct library *l)
{
	size_t n = l->n_answered;

	if (n == 0)
		return;
	fprintf(f,
	    "<section>\n<h2>How sure</h2>\n<p>The confidence of half of the songs is %.0f %% or "
	    "more, that of a tenth below %.0f %%.</p>\n",
	    100 * l->songs[l->sure[n / 2]].p_first, 100 * l->songs[l->sure[n / 10]].p_first);
	put_picture(f, &page->confidence);
	fputs("<h3>The least sure</h3>\n<table class=\"songs\">\n<thead><tr><th>song</th>"
	      "<th>genre</th><th class=\"num\">confidence</th><th>or else</th></tr></thead>\n"
	      "<tbody>\n",
	    f);
	for (size_t i = 0; i < n && i < LEAST_SURE_MAX; i++) {
		const struct song *s = &l->songs[l->sure[i]];

		fputs("<tr>", f);
		put_song(f, l, s);
		put_answer(f, l, s);
		fputs("</tr>\n", f);
	}
	fputs("</tbody>\n</table>\n</section>\n", f);
}

/* what the songs of a folder are heard as: "rock 8, metal 2" */
static void
put_heard(FILE *f, const struct library *l, const struct folder *folder)
{
	for (size_t i = folder->begin, end; i < folder->end; i = end) {
		size_t class = l->songs[l->by_folder[i]].first;

		for (end = i + 1; end < folder->end && l->songs[l->by_folder[end]].first == class;
		     end++)
			;
		fputs(i > folder->begin ? ", " : "", f);
		html_text(f, l->classes[class]);
		fprintf(f, " %zu", end - i);
	}
}

/* what the songs of a folder ought to be: the label, if all have the same, else what most are */
static void
put_usual(FILE *f, const struct library *l, const struct folder *folder)
{
	long label = -1;

	for (size_t i = folder->begin; folder->labelled && i < folder->end; i++) {
		const struct song *s = &l->songs[l->by_folder[i]];

		if (s->comparable && label < 0)
			label = (long)s->labelled;
		else if (s->comparable && label != (long)s->labelled) {
			fputs("several labels", f);
			return;
		}
	}
	html_text(f, l->classes[label >= 0 ? (size_t)label : folder->usual]);
	fputs(label >= 0 ? " (label)" : "", f);
}

static void
put_folders(FILE *f, const struct library *l)
{
	if (l->n_listed == 0)
		return;
	fputs("<section>\n<h2>Folders that disagree</h2>\n"
	      "<p>Folders of three songs and more, some of which the model hears as another genre "
	      "than their label says or, where no label is a genre of the model, than most of the "
	      "folder. First come those that disagree most, and most surely.</p>\n"
	      "<table class=\"folders\">\n<thead><tr><th>folder</th><th class=\"num\">songs</th>"
	      "<th class=\"num\">out of place</th><th>expected</th><th>heard</th></tr></thead>\n"
	      "<tbody>\n",
	    f);
	for (size_t i = 0; i < l->n_listed && i < FOLDERS_MAX; i++) {
		const struct folder *folder = &l->listed[i];

		fputs("<tr><td class=\"song\"><bdi>", f);
		html_text(f, l->folders.list[l->songs[l->by_folder[folder->begin]].folder]);
		fprintf(f, "</bdi></td><td class=\"num\">%zu</td><td class=\"num\">%zu</td><td>",
		    folder->end - folder->begin, folder->n_out);
		put_usual(f, l, folder);
		fputs("</td><td class=\"heard\">", f);
		put_heard(f, l, folder);
		fputs("</td></tr>\n", f);
	}
	fputs("</tbody>\n</table>\n", f);
	put_rest(f, l->n_listed, FOLDERS_MAX);
	fputs("</section>\n", f);
}

static void
put_failed(FILE *f, const struct library *l)
{
	size_t n = 0;

	if (l->n_failed == 0)
		return;
	fputs("<section id=\"failed\">\n<h2>Failed files</h2>\n<table class=\"failed\">\n<thead>"
	      "<tr><th>file</th><th>why</th></tr></thead>\n<tbody>\n",
	    f);
	for (size_t i = 0; i < l->n && n < FAILED_MAX; i++) {
		const char *why = library_failure(l, &l->songs[i]);

		if (why == NULL)
			continue;
		n++;
		fputs("<tr>", f);
		put_song(f, l, &l->songs[i]);
		fputs("<td>", f);
		html_text(f, why);
		fputs("</td></tr>\n", f);
	}
	fputs("</tbody>\n</table>\n", f);
	put_rest(f, l->n_failed, FAILED_MAX);
	fputs("</section>\n", f);
}

static const char *const remark_heads[N_REMARKS] = {"music", "sounds like", "typical"};

/* a column that some tables have; a number with two digits of it */
static void
put_remark(FILE *f, const char *head, const char *text)
{
	char *end;
	double x = strtod(text, &end);

	if (end > text && *end == '\0') {
		fprintf(
		    f, "<td class=\"remark\" data-h=\"%s\" data-v=\"%.4f\">%.2f</td>", head, x, x);
		return;
	}
	fprintf(f, "<td class=\"remark\" data-h=\"%s\">", head);
	html_text(f, text);
	fputs("</td>", f);
}

static void
put_row(FILE *f, const struct library *l, const struct song *s)
{
	fputs("<tr>", f);
	put_song(f, l, s);
	put_answer(f, l, s);
	if (l->has_label) {
		fputs("<td class=\"label\" data-h=\"label\">", f);
		html_text(f, library_text(l, s->label));
		fputs("</td>", f);
	}
	for (int i = 0; i < N_REMARKS; i++) {
		if (l->has_remark[i])
			put_remark(f, remark_heads[i], library_text(l, s->remark[i]));
	}
	fputs("<td class=\"status\">", f);
	if (s->unlike)
		fputs(UNLIKE, f);
	else if (!s->answered)
		html_text(f, library_text(l, s->status));
	fputs("</td></tr>\n", f);
}

/* all songs, or of too many those of which the model is least sure */
static void
put_songs(FILE *f, const struct page *page, const struct library *l)
{
	bool all = l->n <= page->max_rows;
	size_t n = all ? l->n : l->n_answered < page->max_rows ? l->n_answered : page->max_rows;

	fputs("<section>\n<h2>Songs</h2>\n<p>", f);
	if (all)
		fputs(n == 0 ? "The table has none." : n == 1 ? "The one there is." : "All ", f);
	else
		fputs("Of ", f);
	if (!all || n > 1)
		put_count(f, l->n, "song");
	if (!all)
		fprintf(
		    f, " the %zu of which the model is least sure; the rest is in the table", n);
	fputs(n > 1 || !all ? ".</p>\n" : "</p>\n", f);
	fputs("<table class=\"songs sorts filters\">\n<thead><tr><th>song</th><th>genre</th>"
	      "<th class=\"num\">confidence</th><th>or else</th>",
	    f);
	if (l->has_label)
		fputs("<th>label</th>", f);
	for (int i = 0; i < N_REMARKS; i++) {
		if (l->has_remark[i])
			fprintf(f, "<th>%s</th>", remark_heads[i]);
	}
	fputs("<th>status</th></tr></thead>\n<tbody>\n", f);
	for (size_t i = 0; i < n; i++)
		put_row(f, l, &l->songs[all ? i : l->sure[i]]);
	fputs("</tbody>\n</table>\n</section>\n", f);
}

void
page_write(FILE *f, const struct page *page, const struct library *l)
{
	put_head(f, page);
	put_summary(f, page, l);
	fputs("<main>\n", f);
	put_genres(f, page, l);
	put_confidence(f, page, l);
	put_folders(f, l);
	put_failed(f, l);
	put_songs(f, page, l);
	fprintf(f, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", page->script);
}
