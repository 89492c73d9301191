/* SPDX-License-Identifier: MIT */
#include "score.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "model/prediction.h"
#include "nn/network.h"

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

struct score
score_of(const struct dataset *d, const struct row_list *rows, const float *probabilities)
{
	struct score s = {.rows = rows->n};
	struct track_sums sums;
	size_t k = d->n_classes, right = 0, tracks_right = 0;

	if (rows->n == 0)
		return s;
	for (size_t i = 0; i < rows->n; i++) {
		const float *p = &probabilities[i * k];
		uint32_t label = d->label[rows->rows[i]];

		s.loss += network_loss(p, label);
		right += prediction_winner(p, k) == label;
	}
	sums = sum_tracks(d, rows, probabilities);
	for (size_t t = 0; t < d->n_tracks; t++) {
		if (sums.n_rows[t] == 0)
			continue;
		s.tracks++;
		tracks_right += prediction_winner(&sums.probabilities[t * k], k) ==
		    d->label[sums.first_row[t]];
	}
	track_sums_free(&sums);
	s.loss /= (double)rows->n;
	s.accuracy = (double)right / (double)rows->n;
	s.track_accuracy = (double)tracks_right / (double)s.tracks;
	return s;
}

struct json *
score_to_json(const struct score *s)
{
	struct json *v;

	if (s->rows == 0)
		return json_new_null();
	v = json_new_object();
	json_set(v, "rows", json_new_number((double)s->rows));
	json_set(v, "tracks", json_new_number((double)s->tracks));
	json_set(v, "loss", json_new_number(s->loss));
	json_set(v, "accuracy", json_new_number(s->accuracy));
	json_set(v, "track_accuracy", json_new_number(s->track_accuracy));
	return v;
}

void
score_write_tracks(const struct dataset *d, const struct row_list *rows,
    const float *probabilities, struct csv_writer *out)
{
	struct track_sums sums = sum_tracks(d, rows, probabilities);

	for (size_t t = 0; t < d->n_tracks; t++) {
		size_t row = sums.first_row[t];
		struct prediction p = {d->table->tracks[row], "", "", d->table->labels[row],
		    &sums.probabilities[t * d->n_classes]};

		if (sums.n_rows[t] > 0)
			prediction_write(out, d->n_classes, d->classes, &p);
	}
	track_sums_free(&sums);
}
