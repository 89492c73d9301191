/* SPDX-License-Identifier: MIT */
#include "score.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "tables/predictions.h"

/* the rows of each track, added up */
struct track_sums {
	size_t *n_rows;       /* [n_tracks] */
	float *probabilities; /* [n_tracks][n_classes], the mean where n_rows > 0 */
	size_t *first_row;    /* [n_tracks] */
};

static struct track_sums
sum_tracks(const struct dataset *d, const struct row_list *rows, const float *probabilities)
{
	size_t k = d->n_classes;
	struct track_sums s = {
	    .n_rows = xcalloc(d->n_tracks, sizeof(*s.n_rows)),
	    .probabilities = xcalloc(d->n_tracks * k, sizeof(*s.probabilities)),
	    .first_row = xcalloc(d->n_tracks, sizeof(*s.first_row)),
	};

	for (size_t i = 0; i < rows->n; i++) {
		size_t t = d->track[rows->rows[i]];

		if (s.n_rows[t]++ == 0)
			s.first_row[t] = rows->rows[i];
		for (size_t c = 0; c < k; c++)
			s.probabilities[t * k + c] += probabilities[i * k + c];
	}
	for (size_t t = 0; t < d->n_tracks; t++) {
		for (size_t c = 0; c < k && s.n_rows[t] > 0; c++)
			s.probabilities[t * k + c] /= (float)s.n_rows[t];
	}
	return s;
}

static void
track_sums_free(struct track_sums *s)
{
	free(s->n_rows);
	free(s->probabilities);
	free(s->first_row);
}

/*
 * The standard error of a mean over rows that come in tracks: the root of the squared sums of a
 * track's deviations, over n (Liang, Zeger 1986). For tracks of one row it is sqrt(p (1 - p) / n).
 */
static double
clustered_error(
    const struct track_sums *sums, const size_t *right, size_t n_tracks, size_t n, double accuracy)
{
	double squares = 0;

	for (size_t t = 0; t < n_tracks; t++)
		squares += pow((double)right[t] - accuracy * (double)sums->n_rows[t], 2);
	return sqrt(squares) / (double)n;
}

struct score
score_of(const struct dataset *d, const struct row_list *rows, const float *probabilities)
{
	struct score s = {0};
	struct track_sums sums;
	size_t k = d->n_classes, *right;
	double accuracy;

	if (rows->n == 0)
		return s;
	right = xcalloc(d->n_tracks, sizeof(*right));
	for (size_t i = 0; i < rows->n; i++) {
		const float *p = &probabilities[i * k];
		uint32_t label = d->label[rows->rows[i]];

		metrics_add(&s.segment, p, k, label);
		right[d->track[rows->rows[i]]] += metrics_winner(p, k) == label;
	}
	sums = sum_tracks(d, rows, probabilities);
	for (size_t t = 0; t < d->n_tracks; t++) {
		if (sums.n_rows[t] > 0)
			metrics_add(
			    &s.track, &sums.probabilities[t * k], k, d->label[sums.first_row[t]]);
	}
	s.segment_se =
	    clustered_error(&sums, right, d->n_tracks, rows->n, metrics_accuracy(&s.segment));
	accuracy = metrics_accuracy(&s.track);
	s.track_se = sqrt(accuracy * (1 - accuracy) / (double)s.track.n);
	track_sums_free(&sums);
	free(right);
	return s;
}

#define LEVEL_NUMBERS (SCORE_NUMBERS / 2) /* those of metrics, and the standard error */

void
score_number_name(size_t i, char *name)
{
	size_t k = i % LEVEL_NUMBERS;

	snprintf(name, SCORE_NAME_LEN, "%s%s", i < LEVEL_NUMBERS ? "" : "track_",
	    k < METRICS_NUMBERS ? metrics_number_name(k) : "accuracy_se");
}

double
score_number(const struct score *s, size_t i)
{
	bool of_tracks = i >= LEVEL_NUMBERS;
	size_t k = i % LEVEL_NUMBERS;

	if (k == METRICS_NUMBERS)
		return of_tracks ? s->track_se : s->segment_se;
	return metrics_number(of_tracks ? &s->track : &s->segment, k);
}

struct json *
score_to_json(const struct score *s)
{
	struct json *v;

	if (s->segment.n == 0)
		return json_new_null();
	v = json_new_object();
	json_set(v, "rows", json_new_number((double)s->segment.n));
	json_set(v, "tracks", json_new_number((double)s->track.n));
	for (size_t i = 0; i < SCORE_NUMBERS; i++) {
		char name[SCORE_NAME_LEN];

		score_number_name(i, name);
		json_set(v, name, json_new_number(score_number(s, i)));
	}
	return v;
}

void
score_write_tracks(const struct dataset *d, const struct row_list *rows, const float *probabilities,
    struct csv_writer *out)
{
	const struct predictions_form form = {.n_classes = d->n_classes, .classes = d->classes};
	struct track_sums sums = sum_tracks(d, rows, probabilities);

	for (size_t t = 0; t < d->n_tracks; t++) {
		size_t row = sums.first_row[t];
		struct prediction p = {d->table->tracks[row], "", "", d->table->labels[row],
		    &sums.probabilities[t * d->n_classes]};

		if (sums.n_rows[t] > 0)
			predictions_write(out, &form, &p);
	}
	track_sums_free(&sums);
}

struct suspect {
	size_t track, predicted;
	float p_label, confidence;
};

static int
compare_suspects(const void *a, const void *b)
{
	const struct suspect *x = a, *y = b;

	if (x->p_label != y->p_label)
		return x->p_label < y->p_label ? -1 : 1;
	return (x->track > y->track) - (x->track < y->track);
}

/* tracks that are taken for another class than theirs, sorted; list[n_tracks]; returns how many */
static size_t
find_suspects(const struct dataset *d, const struct track_sums *sums, struct suspect *list)
{
	size_t n = 0;

	for (size_t t = 0; t < d->n_tracks; t++) {
		const float *p = &sums->probabilities[t * d->n_classes];
		size_t label, winner;

		if (sums->n_rows[t] == 0)
			continue;
		label = d->label[sums->first_row[t]];
		winner = metrics_winner(p, d->n_classes);
		if (winner != label)
			list[n++] = (struct suspect){t, winner, p[label], p[winner]};
	}
	qsort(list, n, sizeof(*list), compare_suspects);
	return n;
}

void
score_write_suspects(const struct dataset *d, const struct row_list *rows,
    const float *probabilities, struct csv_writer *out)
{
	static const char *const columns[] = {
	    "track", "label", "p_label", "predicted", "confidence"};
	struct track_sums sums = sum_tracks(d, rows, probabilities);
	struct suspect *list = xcalloc(d->n_tracks, sizeof(*list));
	size_t n = find_suspects(d, &sums, list);

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		csv_put(out, columns[i]);
	csv_end_row(out);
	for (size_t i = 0; i < n; i++) {
		size_t row = sums.first_row[list[i].track];

		csv_put(out, d->table->tracks[row]);
		csv_put(out, d->classes[d->label[row]]);
		csv_put_float(out, list[i].p_label);
		csv_put(out, d->classes[list[i].predicted]);
		csv_put_float(out, list[i].confidence);
		csv_end_row(out);
	}
	free(list);
	track_sums_free(&sums);
}
