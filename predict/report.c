/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "io/json.h"
#include "stats/confusion.h"
#include "stats/metrics.h"

/* segments, or tracks */
struct level {
	struct metrics metrics;      /* a label that is no class counts, and is never right */
	struct confusion *confusion; /* of labels that are a class */
};

struct report {
	size_t n_classes;
	char *const *classes;
	bool by_track;
	struct level segments, tracks;
};

struct report *
report_new(size_t n_classes, char *const *classes, bool by_track)
{
	struct report *r = xcalloc(1, sizeof(*r));

	r->n_classes = n_classes;
	r->classes = classes;
	r->by_track = by_track;
	r->segments.confusion = confusion_new(n_classes);
	r->tracks.confusion = confusion_new(n_classes);
	return r;
}

void
report_free(struct report *r)
{
	if (r == NULL)
		return;
	confusion_free(r->segments.confusion);
	confusion_free(r->tracks.confusion);
	free(r);
}

static void
add(struct report *r, struct level *level, const char *label, const float *probabilities)
{
	size_t class_ = 0;

	if (*label == '\0')
		return;
	while (class_ < r->n_classes && strcmp(r->classes[class_], label) != 0)
		class_++;
	metrics_add(&level->metrics, probabilities, r->n_classes, class_);
	if (class_ < r->n_classes)
		confusion_add(
		    level->confusion, class_, metrics_winner(probabilities, r->n_classes));
}

void
report_add_segment(struct report *r, const char *label, const float *probabilities)
{
	add(r, &r->segments, label, probabilities);
}

void
report_add_track(struct report *r, const char *label, const float *probabilities)
{
	add(r, &r->tracks, label, probabilities);
}

size_t
report_n_rows(const struct report *r)
{
	return r->segments.metrics.n;
}

/* the numbers of one level, each name with a prefix */
static void
write_metrics(const struct metrics *m, const char *prefix, struct json *v)
{
	for (size_t i = 0; i < METRICS_NUMBERS; i++) {
		char *name = xasprintf("%s%s", prefix, metrics_number_name(i));

		json_set(v, name, json_new_number(metrics_number(m, i)));
		free(name);
	}
}

void
report_write(const struct report *r, FILE *f)
{
	const struct confusion *c = r->by_track ? r->tracks.confusion : r->segments.confusion;
	struct json *v = json_new_object(), *classes, *rows;
	char *text;

	json_set(v, "rows", json_new_number((double)report_n_rows(r)));
	json_set(v, "tracks", json_new_number((double)r->tracks.metrics.n));
	json_set(v, "unknown_labels",
	    json_new_number(
		(double)(r->segments.metrics.n - confusion_total(r->segments.confusion))));
	write_metrics(&r->segments.metrics, "", v);
	write_metrics(&r->tracks.metrics, "track_", v);
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
