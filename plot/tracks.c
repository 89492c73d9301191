/* SPDX-License-Identifier: MIT */
#include "tracks.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

static void
track_clear(struct track *track)
{
	free(track->name);
	free(track->p);
	*track = (struct track){0};
}

/* the track being read is complete */
static void
close_track(struct tracks *tracks)
{
	struct track *open = &tracks->open;

	if (open->name == NULL)
		return;
	for (size_t i = 0; i < tracks->n_classes; i++) {
		open->p[i] /= (double)open->n_rows;
		if (open->p[i] > open->p[open->winner])
			open->winner = i;
	}
	tracks->n_tracks++;
	tracks->n_won[open->winner]++;
	if (tracks->n_kept < tracks->max_kept) {
		tracks->kept[tracks->n_kept++] = *open;
		*open = (struct track){0};
	} else {
		track_clear(open);
	}
}

/* a segment of the first track goes into the picture over time */
static void
add_moment(struct tracks *tracks, const struct table_prediction *row)
{
	size_t n = tracks->n_moments, width = tracks->n_classes;

	if (tracks->no_moments)
		return;
	if (!row->has_start || *row->segment == '\0' || n == TRACKS_MOMENTS_MAX ||
	    (n > 0 && row->start_s <= tracks->starts_s[n - 1])) {
		tracks->no_moments = true;
		tracks->n_moments = 0;
		return;
	}
	xgrow(&tracks->starts_s, &tracks->cap_starts, n + 1, sizeof(*tracks->starts_s));
	xgrow(&tracks->moments, &tracks->cap_moments, (n + 1) * width, sizeof(*tracks->moments));
	tracks->starts_s[n] = row->start_s;
	memcpy(tracks->moments + n * width, row->p, width * sizeof(*row->p));
	tracks->n_moments++;
}

static void
add_row(struct tracks *tracks, const struct table_prediction *row)
{
	struct track *open = &tracks->open;
	bool is_segment = *row->segment != '\0';

	if (open->name == NULL || !is_segment || !tracks->open_segments ||
	    strcmp(open->name, row->track) != 0) {
		close_track(tracks);
		open->name = xstrdup(row->track);
		open->p = xcalloc(tracks->n_classes, sizeof(*open->p));
		tracks->open_segments = is_segment;
	}
	for (size_t i = 0; i < tracks->n_classes; i++)
		open->p[i] += row->p[i];
	open->n_rows++;
	if (tracks->n_tracks == 0)
		add_moment(tracks, row);
}

int
tracks_read(struct tracks *tracks, struct table *t, size_t max_kept)
{
	struct table_prediction row;
	int rc;

	*tracks = (struct tracks){0};
	tracks->classes = table_classes(t);
	tracks->n_classes = table_n_classes(t);
	tracks->max_kept = max_kept;
	tracks->kept = xcalloc(max_kept, sizeof(*tracks->kept));
	tracks->n_won = xcalloc(tracks->n_classes, sizeof(*tracks->n_won));
	while ((rc = table_next_prediction(t, &row)) > 0)
		add_row(tracks, &row);
	close_track(tracks);
	return rc;
}

void
tracks_free(struct tracks *tracks)
{
	for (size_t i = 0; i < tracks->n_kept; i++)
		track_clear(&tracks->kept[i]);
	track_clear(&tracks->open);
	free(tracks->kept);
	free(tracks->n_won);
	free(tracks->starts_s);
	free(tracks->moments);
}
