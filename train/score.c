/* SPDX-License-Identifier: MIT */
#include "score.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/xmalloc.h"
#include "model/prediction.h"
#include "stats/scoring.h"

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

static struct score_level
level_of(const struct scoring *s)
{
	return (struct score_level){
		.loss = scoring_loss(s),
		.accuracy = scoring_accuracy(s),
		.top2_accuracy = scoring_top2(s),
		.ece = scoring_ece(s),
	};
}

/*
 * The standard error of a mean over rows that come in tracks: the root of the squared sums of a
 * track's deviations, over n (Liang, Zeger 1986). For tracks of one row it is sqrt(p (1 - p) / n).
 */
static double
clustered_error(const struct track_sums *sums, const size_t *right, size_t n_tracks, size_t n,
    double accuracy)
{
	double squares = 0;

	for (size_t t = 0; t < n_tracks; t++)
		squares += pow((double)right[t] - accuracy * (double)sums->n_rows[t], 2);
	return sqrt(squares) / (double)n;
}

struct score
score_of(const struct dataset *d, const struct row_list *rows, const float *probabilities)
{
	struct score s = {.rows = rows->n};
	struct scoring segments = {0}, tracks = {0};
	struct track_sums sums;
	size_t k = d->n_classes, *right;

	if (rows->n == 0)
		return s;
	right = xcalloc(d->n_tracks, sizeof(*right));
	for (size_t i = 0; i < rows->n; i++) {
		const float *p = &probabilities[i * k];
		uint32_t label = d->label[rows->rows[i]];

		scoring_add(&segments, p, k, label);
		right[d->track[rows->rows[i]]] += prediction_winner(p, k) == label;
	}
	sums = sum_tracks(d, rows, probabilities);
	for (size_t t = 0; t < d->n_tracks; t++) {
		if (sums.n_rows[t] > 0)
			scoring_add(&tracks, &sums.probabilities[t * k], k,
			    d->label[sums.first_row[t]]);
	}
	s.tracks = tracks.n;
	s.segment = level_of(&segments);
	s.segment.accuracy_se = clustered_error(&sums, right, d->n_tracks, rows->n,
	    s.segment.accuracy);
	s.track = level_of(&tracks);
	s.track.accuracy_se = sqrt(s.track.accuracy * (1 - s.track.accuracy) / (double)s.tracks);
	track_sums_free(&sums);
	free(right);
	return s;
}

static const struct {
	const char *name;
	size_t offset; /* of a double in struct score */
} numbers[SCORE_NUMBERS] = {
	{"loss", offsetof(struct score, segment.loss)},
	{"accuracy", offsetof(struct score, segment.accuracy)},
	{"accuracy_se", offsetof(struct score, segment.accuracy_se)},
	{"top2_accuracy", offsetof(struct score, segment.top2_accuracy)},
	{"ece", offsetof(struct score, segment.ece)},
	{"track_loss", offsetof(struct score, track.loss)},
	{"track_accuracy", offsetof(struct score, track.accuracy)},
	{"track_accuracy_se", offsetof(struct score, track.accuracy_se)},
	{"track_top2_accuracy", offsetof(struct score, track.top2_accuracy)},
	{"track_ece", offsetof(struct score, track.ece)},
};

const char *
score_number_name(size_t i)
{
	return numbers[i].name;
}

double
score_number(const struct score *s, size_t i)
{
	return *(const double *)(const void *)((const char *)s + numbers[i].offset);
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
	for (size_t i = 0; i < SCORE_NUMBERS; i++)
		json_set(v, numbers[i].name, json_new_number(score_number(s, i)));
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
