/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "io/json.h"
#include "stats/confusion.h"

struct report {
	size_t n_classes;
	char *const *classes;
	bool by_track;
	struct confusion *segments, *tracks;
	size_t unknown_segments, unknown_tracks; /* labels that are no class: never right */
};

struct report *
report_new(size_t n_classes, char *const *classes, bool by_track)
{
	struct report *r = xcalloc(1, sizeof(*r));

	r->n_classes = n_classes;
	r->classes = classes;
	r->by_track = by_track;
	r->segments = confusion_new(n_classes);
	r->tracks = confusion_new(n_classes);
	return r;
}

void
report_free(struct report *r)
{
	if (r == NULL)
		return;
	confusion_free(r->segments);
	confusion_free(r->tracks);
	free(r);
}

static void
add(struct report *r, struct confusion *c, size_t *unknown, const char *label, size_t predicted)
{
	if (*label == '\0')
		return;
	for (size_t i = 0; i < r->n_classes; i++) {
		if (strcmp(r->classes[i], label) == 0) {
			confusion_add(c, i, predicted);
			return;
		}
	}
	++*unknown;
}

void
report_add_segment(struct report *r, const char *label, size_t predicted)
{
	add(r, r->segments, &r->unknown_segments, label, predicted);
}

void
report_add_track(struct report *r, const char *label, size_t predicted)
{
	add(r, r->tracks, &r->unknown_tracks, label, predicted);
}

size_t
report_n_rows(const struct report *r)
{
	return confusion_total(r->segments) + r->unknown_segments;
}

/* of all labelled ones, those with a label that is no class included */
static double
accuracy(const struct confusion *c, size_t unknown)
{
	size_t n = confusion_total(c);

	return n > 0 ? confusion_accuracy(c) * (double)n / (double)(n + unknown) : 0;
}

void
report_write(const struct report *r, FILE *f)
{
	const struct confusion *c = r->by_track ? r->tracks : r->segments;
	struct json *v = json_new_object(), *classes, *rows;
	char *text;

	json_set(v, "rows", json_new_number((double)report_n_rows(r)));
	json_set(v, "tracks", json_new_number((double)(confusion_total(r->tracks) +
	    r->unknown_tracks)));
	json_set(v, "unknown_labels", json_new_number((double)r->unknown_segments));
	json_set(v, "accuracy", json_new_number(accuracy(r->segments, r->unknown_segments)));
	json_set(v, "track_accuracy", json_new_number(accuracy(r->tracks, r->unknown_tracks)));
	json_set(v, "macro_f1", json_new_number(confusion_macro_f1(c)));
	json_set(v, "level", json_new_string(r->by_track ? "track" : "segment"));
	classes = json_set(v, "classes", json_new_array());
	rows = json_set(v, "confusion", json_new_array());
	for (size_t i = 0; i < r->n_classes; i++) {
		struct confusion_scores s = confusion_class(c, i);
		struct json *entry = json_push(classes, json_new_object());
		struct json *row = json_push(rows, json_new_array());

		json_set(entry, "class", json_new_string(r->classes[i]));
		json_set(entry, "precision", json_new_number(s.precision));
		json_set(entry, "recall", json_new_number(s.recall));
		json_set(entry, "f1", json_new_number(s.f1));
		json_set(entry, "support", json_new_number((double)s.support));
		for (size_t k = 0; k < r->n_classes; k++)
			json_push(row, json_new_number((double)c->count[i * r->n_classes + k]));
	}
	text = json_print(v, true);
	fprintf(f, "%s\n", text);
	free(text);
	json_free(v);
}
