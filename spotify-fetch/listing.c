/* SPDX-License-Identifier: MIT */
#include "listing.h"

#include <stdlib.h>

#include "io/json.h"

static void
write_line(FILE *f, size_t number, const struct track *t, const struct provider *p)
{
	char *page = provider_page(p, t);

	fprintf(f, "%zu\t%s\t%s\t", number, t->artist, t->title);
	if (t->duration_s >= 0)
		fprintf(f, "%.3f", t->duration_s);
	fprintf(f, "\t%s\t%s\t%s\t%s\t%s\t%s", t->isrc, t->id, p->name,
	    t->preview_url != NULL ? "yes" : "no", t->licence, page);
	free(page);
}

void
listing_tsv(FILE *f, const struct track_list *list, const struct provider *p)
{
	for (size_t i = 0; i < list->n; i++) {
		write_line(f, i, &list->tracks[i], p);
		fputc('\n', f);
	}
}

void
listing_chosen(FILE *f, size_t number, const struct track *t, const struct provider *p,
    const struct track *given, const struct provider *giver)
{
	char *page = provider_page(giver, given);

	write_line(f, number, t, p);
	fprintf(f, "\t%s\t%s\t%s\n", giver->name, given->id, page);
	free(page);
}

static struct json *
text_or_null(const char *text)
{
	return *text != '\0' ? json_new_string(text) : json_new_null();
}

void
listing_json(FILE *f, const struct track_list *list, const struct provider *p)
{
	struct json *all = json_new_array();
	char *text;

	for (size_t i = 0; i < list->n; i++) {
		const struct track *t = &list->tracks[i];
		struct json *v = json_push(all, json_new_object());
		char *page = provider_page(p, t);
		struct json *artists;

		json_set(v, "number", json_new_number((double)i));
		json_set(v, "artist", json_new_string(t->artist));
		artists = json_set(v, "artists", json_new_array());
		for (size_t k = 0; k < t->n_artists; k++)
			json_push(artists, json_new_string(t->artists[k]));
		json_set(v, "title", json_new_string(t->title));
		json_set(v, "duration_s",
		    t->duration_s >= 0 ? json_new_number(t->duration_s) : json_new_null());
		json_set(
		    v, "year", t->year > 0 ? json_new_number((double)t->year) : json_new_null());
		json_set(v, "isrc", text_or_null(t->isrc));
		json_set(v, "id", text_or_null(t->id));
		json_set(v, "service", json_new_string(p->name));
		json_set(v, "preview", json_new_string(t->preview_url != NULL ? "yes" : "no"));
		json_set(v, "licence", text_or_null(t->licence));
		json_set(v, "address", text_or_null(page));
		free(page);
	}
	text = json_print(all, true);
	fprintf(f, "%s\n", text);
	free(text);
	json_free(all);
}
